"""What the model needs to know of a case, noun by noun: needs, stocks, terms of offers, dates of payments, and time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.in_bond import bonded_sites, lots_in_bond
from importplan.customs.cost.table import LandedTable
from importplan.model.case.case_network import holding_of, network_of
from importplan.model.case.due_dates import DueDates
from importplan.model.case.needs import Needs
from importplan.model.case.network import Network
from importplan.model.case.purchases import payers_of
from importplan.model.case.terms import OfferTerms
from importplan.plan.plan import ClearanceLane
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Store:
    """Sites of an owner and the stocks that lie there. Without a `site`: the ordinary ones, and all out of bond."""

    owner: str
    site: str
    sites: tuple[Site, ...]
    stocks: Whole  # those that take room

    @property
    def capacity_m3(self) -> Real:
        """(site,) room; infinite where none is given."""
        return np.array([np.inf if site.capacity_m3 is None else site.capacity_m3 for site in self.sites])

    @property
    def rent_cny_per_month(self) -> Real:
        """(site,) CNY per m3 and month."""
        return np.array([site.cost_cny_per_m3_month for site in self.sites])


@dataclass(frozen=True)
class Facts:
    """A case and its draws, with everything derived from them that more than one part of the model uses."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    given: Network | None = None  # a network of stocks in place of the case's own

    @cached_property
    def periods(self) -> int:
        """T, the number of periods of the plan."""
        return self.scenario.calendar.count

    @property
    def last_period(self) -> int:
        """The last period of the landed-cost table: later arrivals pay its charges, later cash is counted in it."""
        return self.terms.last_period

    @cached_property
    def discount(self) -> Real:
        """(P,) discount factor to the first day of each period."""
        return self.scenario.calendar.discount(np.arange(self.last_period + 1), self.scenario.settings.discount_rate)

    def discount_of(self, period: Whole) -> Real:
        """Discount factor to the first day of each period, however late; any shape."""
        if period.max(initial=0) <= self.last_period:
            found: Real = self.discount[period]
            return found
        return self.scenario.calendar.discount(period, self.scenario.settings.discount_rate)

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Firms, then the reserve where there is one."""
        return payers_of(self.scenario)

    # --- the nouns -----------------------------------------------------------------------------------------------

    @cached_property
    def terms(self) -> OfferTerms:
        """What sellers, firms and customs ask."""
        return OfferTerms(self.scenario, self.landed, self.draws)

    @cached_property
    def dates(self) -> DueDates:
        """When money moves."""
        return DueDates(self.scenario, self.landed, self.terms)

    @cached_property
    def needs(self) -> Needs:
        """Who wants what."""
        return Needs(self.scenario, self.landed)

    @cached_property
    def network(self) -> Network:
        """What is held, where it flows, and whom it serves."""
        return self.given or network_of(self.scenario, self.landed, self.needs)

    @cached_property
    def due(self) -> Real:
        """(D, queue, T) units due in each period."""
        return self.needs.due(self.draws, self.network.queues)

    # --- positions of what stocks and queues belong to -----------------------------------------------------------

    @cached_property
    def stock_item(self) -> Whole:
        """(stock,) position of the item."""
        return np.array([self.scenario.item_index[row.item] for row in self.network.stocks], dtype=np.int64)

    @cached_property
    def stock_payer(self) -> Whole:
        """(stock,) position in `payers` of who holds it."""
        position = {payer: number for number, payer in enumerate(self.payers)}
        return np.array([position[row.owner] for row in self.network.stocks], dtype=np.int64)

    @cached_property
    def queue_item(self) -> Whole:
        """(queue,) position of the item."""
        return np.array([self.scenario.item_index[queue.item] for queue in self.network.queues], dtype=np.int64)

    @cached_property
    def queue_priority(self) -> Whole:
        """(queue,) the priority of the most urgent of its lines."""
        return np.array([self.needs.tiers[queue.tiers[0]].priority for queue in self.network.queues], dtype=np.int64)

    @cached_property
    def relieved_queues(self) -> Whole:
        """Queues whose lateness a workaround can relieve."""
        return np.flatnonzero(self.item_values("workaround_limit")[self.queue_item] > 0)

    def item_values(self, name: str) -> Real:
        """(item,) a numeric column of the sheet `items`."""
        return np.array([getattr(item, name) for item in self.scenario.items], dtype=np.float64)

    # --- goods in bond -------------------------------------------------------------------------------------------

    @cached_property
    def longest_stay(self) -> Real:
        """(stock,) months that goods may lie there; NaN where nothing limits them."""
        months = {site.site: site.longest_stay_months for site in self.scenario.sites}
        found = (months.get(row.site) if row.in_bond else None for row in self.network.stocks)
        return np.array([np.nan if each is None else each for each in found], dtype=np.float64)

    @cached_property
    def staying(self) -> Whole:
        """Stocks whose goods may lie there for so long only."""
        return np.flatnonzero(~np.isnan(self.longest_stay))

    @cached_property
    def stays_over(self) -> Real:
        """(stock, T) units there at the start whose longest stay ends in each period."""
        found = np.zeros((len(self.network.stocks), self.periods))
        position = {stock: number for number, stock in enumerate(self.network.stocks)}
        for lot in lots_in_bond(self.scenario, self.landed):
            stock = position.get(holding_of(lot), -1)
            if stock in self.staying:
                day = float((lot.since - self.scenario.settings.start).days)
                over = int(self.stay_over(np.array([day]), np.array([stock]))[0])
                if over < self.periods:
                    found[stock, over] += lot.quantity
        return found

    @property
    def clearance_lanes(self) -> tuple[ClearanceLane, ...]:
        """Every way out of bond as a plan tells them: into the home market, then abroad again where a stay ends."""
        abroad = (ClearanceLane(stock, "", None) for stock in self.staying.tolist())
        return (*self.network.clearance_lanes, *abroad)

    def stay_over(self, days: Real, stock: Whole) -> Whole:
        """The period in which the stay of goods that come on a day ends, by months of the calendar; any shape."""
        months = self.longest_stay[stock]
        return np.maximum(self.scenario.calendar.of_months_after(days, months), 0)

    # --- stores and frameworks -----------------------------------------------------------------------------------

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        """Where stocks that take room lie: at the ordinary sites of their owner, goods in bond at their bonded site.

        A bonded site has rent and room for whatever lies there. Who owns no ordinary site keeps all other goods at the
        cheapest of its bonded ones.

        Raises
        ------
        ValueError
            A stock names a site that is not bonded (all of the owner's stocks lie there), or two owners share one.
        """
        at_sites = dict.fromkeys((row.owner, row.site) for row in self.network.stocks if row.site)
        if len({site for _, site in at_sites}) < len(at_sites):
            raise ValueError("a bonded site holds the goods of one owner")
        found, only = [], set[tuple[str, str]]()
        for owner in self.payers:
            mine = [row for row in self.scenario.sites if self.scenario.owner_of(row) == owner]
            ordinary = tuple(row for row in mine if row.kind == "ordinary")
            found.append(self._store(owner, {""}, ordinary))
            only |= {(owner, row.site) for row in bonded_sites(self.scenario, owner)[:1] if not ordinary}
        for owner, name in dict.fromkeys((*at_sites, *sorted(only))):
            sites = tuple(row for row in self.scenario.sites if row.site == name and row.kind == "bonded")
            if not sites:
                raise ValueError(f"a stock of {owner} lies at {name}, which is no bonded site")
            found.append(self._store(owner, {name, ""} if (owner, name) in only else {name}, sites))
        return tuple(store for store in found if store.sites and len(store.stocks))

    def _store(self, owner: str, places: set[str], sites: tuple[Site, ...]) -> Store:
        takes_room = self.item_values("volume_m3")[self.stock_item] > 0
        here = [row.owner == owner and row.site in places for row in self.network.stocks]
        return Store(owner, max(places), sites, np.flatnonzero(takes_room & np.array(here, dtype=bool)))

    def booking_periods(self, supplier: int) -> tuple[int, int]:
        """First period of a supplier's framework and the first one after it, inside the horizon."""
        row, calendar = self.scenario.suppliers[supplier], self.scenario.calendar
        first = 0 if row.booking_from is None else max(0, calendar.index_of(row.booking_from))
        last = calendar.count if row.booking_to is None else min(calendar.count, calendar.index_of(row.booking_to) + 1)
        return first, max(first, last)
