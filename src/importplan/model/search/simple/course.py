"""The one course without outages as a list of needs, ways to buy, and what they take of budgets and capacities.

Budgets, capacities, qualification, lots and booking are rows of the program of this course: what an order takes of them
is read off its column, so that nothing about them is written a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.limit_subjects import countries, interval, reserves
from importplan.model.case.limit_subjects import items as subjects
from importplan.model.case.network import Network
from importplan.model.families.capacity import asked
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import expected_cost
from importplan.model.program.variables import (
    BOOK,
    CALL,
    EXCESS,
    EXCESS_IN_MEAN,
    LOT,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
)
from importplan.scenario.limit_rules import LimitUnit, Who
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Group = tuple[int, int, int]  # offer, payer, period: what one lot is ordered for
KEPT = ("budget", "capacity", "qualification_time", "qualification", "lot", "framework", "max_booking_cost", "max_tax")
DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Need:
    """Units that a stock still lacks at the start of a period, after what is there and what is signed."""

    period: int
    priority: int
    shortage_cost_cny: float
    item: str
    owner: str
    units: float
    patience: float  # periods after which nobody waits any more
    stocks: tuple[int, ...]  # any of them will do

    @property
    def place(self) -> tuple[int, int, float, str, str]:
        """Who is served first: by period, priority, loss, then by name."""
        return self.period, self.priority, -self.shortage_cost_cny, self.item, self.owner


@dataclass(frozen=True, slots=True)
class Buying:
    """Buying from an offer in one period: the column, when it serves, and what has to be decided with it."""

    column: int
    serve: int
    group: Group
    switches: tuple[int, ...]  # columns of yes or no


@dataclass(frozen=True)
class Way:
    """A treatment of an offer, with its purchases by period."""

    offer: Offer
    supplier: str
    cost: float  # of a unit, in units of money: the least of its periods
    name: tuple[str, ...]  # settles ties, whatever the order of the rows
    purchases: tuple[Buying, ...]
    book: int | None  # the column of booked capacity, under a framework


@dataclass(frozen=True)
class Cap:
    """A hard limit on the share that some offers may have of some items."""

    items: frozenset[str]
    offers: frozenset[str]
    share: float


@dataclass(frozen=True)
class Course:
    """Needs, ways and rows of the course without outages."""

    frame: Frame  # at the prices of the offers
    decided: Frame  # the case as it is, with every step of its prices: where what a rule decides has its columns

    @classmethod
    def of(cls, scenario: Scenario, landed: LandedTable, network: Network | None = None) -> Course:
        """That of a case; `network` as in `build`.

        A rule looks at the price of an offer. What it orders pays the step that it reaches where the plan is held.
        """
        frame = build(scenario, landed, nominal(scenario), network=network)
        if not scenario.price_breaks:
            return cls(frame, frame)
        plain = scenario.replace(price_breaks=())
        return cls(build(plain, landed, nominal(plain), network=network), frame)

    # --- needs ---------------------------------------------------------------------------------------------------

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What is lacking, in the order in which it is served."""
        return tuple(sorted((*self._of_queues(), *self._of_floors()), key=lambda need: need.place))

    def _of_queues(self) -> Iterator[Need]:
        facts, network = self.frame.facts, self.frame.facts.network
        ratio = {(service.stock, service.queue): service.ratio for service in network.services}
        due = np.zeros((len(network.stocks), facts.periods))
        members: dict[int, list[int]] = {}
        instead: dict[int, list[int]] = {}
        for service in network.shared_services:
            own = int(network.queue_stock[service.queue])
            if service.ratio == 1.0 and service.stock != own and service.stock not in instead.setdefault(own, []):
                instead[own].append(service.stock)
        for queue, stock in enumerate(network.queue_stock.tolist()):
            due[stock] += facts.due[0, queue] * ratio[stock, queue]
            members.setdefault(stock, []).append(queue)
        there = network.opening[:, None] + np.cumsum(self.frame.orders.signed_arrivals(facts)[:, :, 0], axis=1)
        lacking = np.maximum.accumulate(np.maximum(np.cumsum(due, axis=1) - there, 0.0), axis=1)
        units = np.diff(lacking, axis=1, prepend=0.0)
        for stock, period in zip(*(each.tolist() for each in np.nonzero(units > DUST)), strict=True):
            queues = [queue for queue in members[stock] if facts.due[0, queue, : period + 1].any()]
            patience = [network.queues[queue].lost_after_periods for queue in queues]
            yield Need(
                period,
                min(int(facts.queue_priority[queue]) for queue in queues),
                max(network.queues[queue].shortage_cost_cny for queue in queues),
                network.stocks[stock].item,
                network.stocks[stock].owner,
                float(units[stock, period]),
                min((float(each) for each in patience if each is not None), default=np.inf),
                (stock, *instead.get(stock, ())),
            )

    def _of_floors(self) -> Iterator[Need]:
        """What the reserve is asked to hold and does not, once for each item and floor."""
        facts = self.frame.facts
        signed = np.cumsum(self.frame.orders.signed_arrivals(facts)[:, :, 0], axis=1)
        for limit in facts.scenario.reserve_floors:
            for item, chosen in reserves(facts, limit):
                periods = interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods)
                if not len(periods) or not len(chosen):
                    continue
                first = int(periods[0])
                lacking = limit.value - float(facts.network.opening[chosen].sum() + signed[chosen, first].sum())
                if lacking > DUST:
                    owner = facts.network.stocks[int(chosen[0])].owner
                    yield Need(first, 0, np.inf, item, owner, lacking, np.inf, tuple(int(each) for each in chosen))

    # --- ways ----------------------------------------------------------------------------------------------------

    @cached_property
    def ways(self) -> dict[int, tuple[Way, ...]]:
        """Stock → the ways to buy for it, the cheapest first."""
        found: dict[int, list[Way]] = {}
        for stock, way in (*self._ordered(), *self._called()):
            found.setdefault(stock, []).append(way)
        return {stock: tuple(sorted(ways, key=lambda way: (way.cost, way.name))) for stock, ways in found.items()}

    @cached_property
    def costs(self) -> Real:
        """(column,) cost of a unit, in units of money."""
        return expected_cost(self.frame).coefficients

    def _ordered(self) -> Iterator[tuple[int, Way]]:
        frame, draft = self.frame, self.frame.draft
        trade = frame.orders
        lots = zip(draft.about[LOT].tolist(), draft.names[LOT].tolist(), strict=True)
        lot = {self._group(trade, row): column for row, column in lots}
        yield from self._by_option(trade, trade.purchases.decided, draft.names[ORDER], lot)

    def _called(self) -> Iterator[tuple[int, Way]]:
        frame = self.frame
        if frame.calls.purchases.count:
            rows = np.arange(frame.calls.purchases.count)
            yield from self._by_option(frame.calls, rows, frame.draft.names[CALL][:, 0], None)

    def _by_option(
        self, trade: Trade, rows: Whole, columns: Whole, lot: dict[Group, int] | None
    ) -> Iterator[tuple[int, Way]]:
        """Ways by option, and the stock of each; `lot`: the yes or no of a lot, None under a framework."""
        frame, scenario = self.frame, self.frame.facts.scenario
        serve = {row: (when, inside) for row, when, inside in self._served(trade)}
        after = scenario.settings.open_need_share > 0
        members: dict[int, list[Buying]] = {}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            when, inside = serve.get(row, (-1, False))
            if when < 0 or not (inside or after) or trade.holding[row] < 0:
                continue
            group = self._group(trade, row)
            switches = self._qualified(int(trade.purchases.offer[row]))
            if lot is not None and group in lot:
                switches.append(lot[group])
            option = int(trade.purchases.option[row])
            members.setdefault(option, []).append(Buying(column, when, group, tuple(switches)))
        place = dict(zip(trade.purchases.option.tolist(), trade.holding.tolist(), strict=True))
        for option, purchases in members.items():
            entry = frame.facts.landed.options[option]
            offer = scenario.offers[scenario.offer_index[entry.offer]]
            booked = None if lot is not None else int(frame.draft.names[BOOK][scenario.supplier_index[offer.supplier]])
            cost = float(self.costs[[each.column for each in purchases]].min())
            if booked is not None:
                first, last = frame.facts.booking_periods(scenario.supplier_index[offer.supplier])
                cost += float(self.costs[booked]) / max(1, last - first)
            certificate = "" if entry.qualification is None else repr(scenario.qualifications[entry.qualification])
            name = (entry.offer, entry.payer, entry.regime, certificate)
            yield place[option], Way(offer, offer.supplier, cost, name, tuple(purchases), booked)

    def _served(self, trade: Trade) -> Iterator[tuple[int, int, bool]]:
        """Buying, the period in which it serves, and whether inside the plan."""
        parts = trade.parts(self.frame.facts)
        for row, when, comes, follows in zip(
            parts.row.tolist(), parts.serve[:, 0].tolist(), parts.comes[:, 0], parts.follows[:, 0], strict=True
        ):
            if comes or follows:
                yield row, when, bool(comes)

    def _group(self, trade: Trade, row: int) -> Group:
        purchases = trade.purchases
        return int(purchases.offer[row]), int(purchases.payer[row]), int(purchases.period[row])

    @cached_property
    def _asked(self) -> tuple[dict[str, int], dict[str, int]]:
        """Offers and suppliers that are still to be qualified → their columns."""
        scenario, names = self.frame.facts.scenario, self.frame.draft.names
        offers = dict(zip(asked(scenario.offers), names[QUALIFY_OFFER].tolist(), strict=True))
        return offers, dict(zip(asked(scenario.suppliers), names[QUALIFY_SUPPLIER].tolist(), strict=True))

    def _qualified(self, offer: int) -> list[int]:
        """Columns of yes or no that have to be yes before an offer sells."""
        row, (offers, suppliers) = self.frame.facts.scenario.offers[offer], self._asked
        found = offers.get(row.offer), suppliers.get(row.supplier)
        return [column for column in found if column is not None]

    @cached_property
    def caps(self) -> dict[str, tuple[Cap, ...]]:
        """Item → hard limits on the share of a country or a supplier that speak of it."""
        scenario = self.frame.facts.scenario
        found: dict[str, list[Cap]] = {}
        for limit in scenario.limits:
            if limit.soft_cost_cny is not None or limit.kind.who not in (Who.COUNTRY, Who.SUPPLIER):
                continue
            if limit.kind.unit is not LimitUnit.SHARE or limit.kind.floor:
                continue
            by_country = limit.kind.who is Who.COUNTRY
            for _, chosen in subjects(scenario, limit):
                names = frozenset(row.item for row, inside in zip(scenario.items, chosen, strict=True) if inside)
                sold = [row for row in scenario.offers if row.item in names]
                whose = [(scenario.origin_of(row) if by_country else row.supplier, row.offer) for row in sold]
                asked = countries(scenario, limit.who) if by_country else sorted({who for who, _ in whose})
                for who in asked if limit.who in ("each", "all") else [limit.who]:
                    cap = Cap(names, frozenset(offer for of, offer in whose if of == who), limit.value)
                    for name in names:
                        found.setdefault(name, []).append(cap)
        return {name: tuple(caps) for name, caps in found.items()}

    # --- rows ----------------------------------------------------------------------------------------------------

    @cached_property
    def room(self) -> Real:
        """(row,) what is left of each row that every rule keeps, without any order; infinite where it asks nothing."""
        draft = self.frame.draft
        program, kept = draft.program(self.costs, 0.0), draft.rows_of(KEPT)
        # What is soft asks nothing: it has a price.
        kept[program.row[draft.of_kind(EXCESS, EXCESS_IN_MEAN)[program.column]]] = False
        return np.where(kept, program.row_upper, np.inf)

    @cached_property
    def takes(self) -> dict[int, tuple[tuple[int, float], ...]]:
        """Column → (row, units of it that one unit of the column takes), of rows that every rule keeps."""
        matrix, limited = self.frame.draft.matrix(), np.isfinite(self.room)
        kept = limited[matrix.row]
        found: dict[int, list[tuple[int, float]]] = {}
        for row, column, value in zip(
            matrix.row[kept].tolist(), matrix.col[kept].tolist(), matrix.data[kept].tolist(), strict=True
        ):
            found.setdefault(column, []).append((row, value))
        return {column: tuple(entries) for column, entries in found.items()}
