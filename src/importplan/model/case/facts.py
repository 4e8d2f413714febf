"""What the model needs to know of a case, noun by noun: needs, stocks, terms of offers, dates of payments, and time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.case_network import network_of
from importplan.model.case.due_dates import DueDates
from importplan.model.case.needs import Needs
from importplan.model.case.network import Network
from importplan.model.case.purchases import payers_of
from importplan.model.case.terms import OfferTerms
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Store:
    """Sites of an owner and the stocks that lie there. Without a `site`: all but those that goods in bond lie at."""

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

    # --- stores and frameworks -----------------------------------------------------------------------------------

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        """Where stocks that take room lie: at the sites of their owner, goods in bond at a bonded site of their own.

        A bonded site has rent and room for whatever lies there.

        Raises
        ------
        ValueError
            A stock names a site that is not bonded (all of the owner's stocks lie there), or two owners share one.
        """
        at_sites = dict.fromkeys((row.owner, row.site) for row in self.network.stocks if row.site)
        if len({site for _, site in at_sites}) < len(at_sites):
            raise ValueError("a bonded site holds the goods of one owner")
        in_bond = {name for _, name in at_sites}
        found = [self._store(owner, "", self._sites_of(owner, in_bond)) for owner in self.payers]
        for owner, name in at_sites:
            sites = tuple(row for row in self.scenario.sites if row.site == name and row.kind == "bonded")
            if not sites:
                raise ValueError(f"a stock of {owner} lies at {name}, which is no bonded site")
            found.append(self._store(owner, name, sites))
        return tuple(store for store in found if store.sites and len(store.stocks))

    def _sites_of(self, owner: str, in_bond: set[str]) -> tuple[Site, ...]:
        scenario = self.scenario
        return tuple(row for row in scenario.sites if row.site not in in_bond and scenario.owner_of(row) == owner)

    def _store(self, owner: str, site: str, sites: tuple[Site, ...]) -> Store:
        takes_room = self.item_values("volume_m3")[self.stock_item] > 0
        here = [(row.owner, row.site) == (owner, site) for row in self.network.stocks]
        return Store(owner, site, sites, np.flatnonzero(takes_room & np.array(here, dtype=bool)))

    def booking_periods(self, supplier: int) -> tuple[int, int]:
        """First period of a supplier's framework and the first one after it, inside the horizon."""
        row, calendar = self.scenario.suppliers[supplier], self.scenario.calendar
        first = 0 if row.booking_from is None else max(0, calendar.index_of(row.booking_from))
        last = calendar.count if row.booking_to is None else min(calendar.count, calendar.index_of(row.booking_to) + 1)
        return first, max(first, last)
