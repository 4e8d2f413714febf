"""What is made on routes (docs/model.md, *Routes*): opened, planned within its rules, started as inputs are there.

    start = min(waiting + planned, least over inputs of there ÷ units, what is left of the capacity of the period)

Routes take in the order of their ids, firms likewise. Inputs that something else uses or brings are shared: what starts
of them is at most that, and settled like any allocation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import add_months
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.payments import PaymentKind
from importplan.evaluation.ledger.purchases import FALLBACK, SIGNED, Purchase, bought_instead
from importplan.evaluation.ledger.stocks import Flows, Key, opening
from importplan.evaluation.ledger.swaps import serves_in_place
from importplan.evaluation.ledger.violation import TOLERANCE, Violation, where
from importplan.parsing.units import counts_pieces
from importplan.scenario.routes import forms_of
from importplan.scenario.scenario import HOME, RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.routes import Route

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Lane = tuple[str, str]  # route, firm in need
COMPLETE = frozenset({"machine", "domestic"})  # both of which who is released something of the reserve takes


@dataclass(frozen=True)
class Workshop:
    """The routes of a case as the contract has them, and what a plan says of them."""

    books: Books
    said: Claims

    # --- the contract --------------------------------------------------------------------------------------------

    def route(self, lane: Lane) -> Route:
        """The row of a route."""
        return next(row for row in self.books.scenario.routes if row.route == lane[0])

    def in_pieces(self, lane: Lane) -> bool:
        """Whether what it makes is signed in whole units: planned so, or of a unit that counts and is sold in such."""
        scenario, made = self.books.scenario, self.route(lane).item
        item = scenario.items[scenario.item_index[made]]
        lots = [each.lot_size for each in scenario.offers if each.item == made and each.lot_size]
        return item.whole_units or (counts_pieces(item.unit) and all(float(lot).is_integer() for lot in lots))

    def maker(self, lane: Lane) -> str:
        """Who makes: named, else the firm in need."""
        return self.route(lane).firm or lane[1]

    def inputs(self, lane: Lane) -> dict[Key, float]:
        """Stock of the maker → its units for each unit made."""
        found: dict[Key, float] = {}
        for row in self.books.scenario.route_inputs:
            if row.route == lane[0]:
                key = (self.maker(lane), row.item, 0.0)
                found[key] = found.get(key, 0.0) + row.quantity / self.route(lane).yield_share
        return found

    def opens(self, lane: Lane) -> int:
        """The first period that begins on or after `available_from`."""
        day = self.route(lane).available_from
        return self._begins(day or self.books.scenario.settings.start)

    def proven(self, lane: Lane) -> int:
        """The first period that begins when validation is over."""
        opened = self.books.scenario.calendar.first_day(self.opens(lane))
        return self._begins(add_months(opened, ceil(self.route(lane).validation_months)))

    def _begins(self, day: object) -> int:
        calendar = self.books.scenario.calendar
        period = 0
        while calendar.first_day(period) < day:  # type: ignore[operator]
            period += 1
        return period

    def capacity(self, lane: Lane) -> Real:
        """(T,) units that can be started, over all who need them."""
        row, periods = self.route(lane), np.arange(self.books.periods)
        if row.capacity_per_period is None:
            return np.full(self.books.periods, np.inf)
        return row.capacity_per_period * (1.0 + row.capacity_growth) ** np.maximum(periods - self.opens(lane), 0.0)

    def serves(self, lane: Lane) -> Whole:
        """(T,) the period that a start of each period serves."""
        days = self.books.scenario.calendar.first_day_numbers[:-1] + self.route(lane).lead_time_days
        return self.books.scenario.calendar.of_days(days)

    @cached_property
    def accepted(self) -> dict[tuple[str, str], frozenset[str]]:
        """(firm, item) → forms that all its lines within the plan accept."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        scenario = self.books.scenario
        for row in scenario.demand:
            if max(0, scenario.calendar.index_of(row.period.last)) < self.books.periods:
                key, forms = (scenario.firm_of(row), row.item), forms_of(row.accepts)
                found[key] = found.get(key, forms) & forms
        return found

    def fails(self, lane: Lane) -> NDArray[np.bool_]:
        """(D,) whether the validation of a route fails: known before anything starts, and nothing does."""
        draws = self.books.draws
        known = lane[0] in draws.routes
        return draws.failed[:, draws.routes.index(lane[0])] if known else np.zeros(draws.count, dtype=np.bool_)

    # --- what a plan says ----------------------------------------------------------------------------------------

    @cached_property
    def planned(self) -> dict[Lane, Real]:
        """Route and firm → (T,) units that are to start."""
        found: dict[Lane, Real] = {}
        for start in self.said.planned:
            lane = (start.route, start.firm)
            found.setdefault(lane, np.zeros(self.books.periods))[start.period] += start.quantity
        return found

    @cached_property
    def lanes(self) -> list[Lane]:
        """All of which the plan plans or starts anything, by route and firm."""
        return sorted({*self.planned, *self.said.making.values()})

    def started(self, lane: Lane) -> Real:
        """(D, T) units that start, as the plan says."""
        found = np.zeros((self.books.draws.count, self.books.periods))
        for place, one in self.said.making.items():
            if one == lane:
                found += self.said.started[:, place]
        return found

    def instead(self) -> Iterator[Purchase]:
        """What is ordered where a route fails: what was planned on it, as far as offer and supplier can make it in that
        period and are qualified, on the day on which that is known, taxed.

        Nothing where the offer that the sheet names is of something else, cannot be ordered on that day, or is in a
        form that the firm does not take.
        """
        scenario, ordered = self.books.scenario, _Sellers(self)
        for lane, units in sorted(self.planned.items(), key=lambda each: each[0]):
            row, period = self.route(lane), self.proven(lane)
            offer = next((each for each in scenario.offers if each.offer == row.fallback_offer), None)
            if offer is None or offer.item != row.item or period >= self.books.periods:
                continue
            day = scenario.calendar.first_day(period)
            within = (offer.from_day is None or offer.from_day <= day) and (offer.to_day is None or day <= offer.to_day)
            began = (day - scenario.settings.start).days >= offer.procurement_days
            form = "domestic" if scenario.origin_of(offer) == HOME else "machine"
            options = self.books.landed.options
            mine = [at for at, each in enumerate(options) if (each.offer, each.payer) == (offer.offer, lane[1])]
            taxed = next((at for at in mine if options[at].qualification is None), None)
            takes = self.accepted.get((lane[1], row.item), frozenset())
            if within and began and form in takes and taxed is not None:
                failed = self.fails(lane).astype(np.float64)
                yield bought_instead(self.books, taxed, period, failed * ordered.take(lane, offer, period, units.sum()))

    # --- goods and money -----------------------------------------------------------------------------------------

    def move(self, flows: Flows) -> None:
        """Inputs leave the maker's stock; what is made serves who needs it."""
        for lane in self.lanes:
            started, row = self.started(lane), self.route(lane)
            for key, units in self.inputs(lane).items():
                flows.of(key)[:] -= units * started
            for period, when in enumerate(self.serves(lane).tolist()):
                if when < self.books.periods:
                    flows.of((lane[1], row.item, 0.0))[:, when] += started[:, period]

    def to_follow(self) -> Iterator[tuple[str, str, Real]]:
        """Firm, item and (D,) units that are being made at the end."""
        for lane in self.lanes:
            late = self.serves(lane) >= self.books.periods
            yield lane[1], self.route(lane).item, self.started(lane)[:, late].sum(axis=1)

    def opened(self) -> Iterator[tuple[str, PaymentKind]]:
        """Who pays for opening each route, the maker that is named or who pays for what is common; and what."""
        common = RESERVE if RESERVE in self.books.payers else min(self.books.payers)
        for name in self.said.opened:
            row = self.route((name, ""))
            yield row.firm or common, _paid("route_opening", row.opening_cost_cny, self.opens((name, "")))

    def local_planned(self) -> Iterator[tuple[str, PaymentKind]]:
        """What local work costs as it is planned."""
        for lane, units in self.planned.items():
            for period in np.flatnonzero(units).tolist():
                cost = units[period] * self.route(lane).local_cost_cny
                yield self.maker(lane), _paid("local_value", cost, period)

    def local_started(self) -> Iterator[tuple[str, Real]]:
        """Maker, and (D, T) CNY that local work costs as it starts."""
        for lane in self.lanes:
            yield self.maker(lane), self.started(lane) * self.route(lane).local_cost_cny

    # --- rules ---------------------------------------------------------------------------------------------------

    def violations(self, arrived: Flows, scheduled: Flows, bought: Sequence[Purchase]) -> Iterator[Violation]:
        """What is wrong with what is planned and started, and with the forms in which firms buy.

        `arrived` has what purchases bring in each draw, `scheduled` what they bring without outages.
        """
        yield from self._planned()
        yield from self._inputs_planned(scheduled)
        yield from self._started(arrived)
        for purchase in bought:
            form = "domestic" if self.books.scenario.origin_of(purchase.offer) == HOME else "machine"
            takes = self.accepted.get((purchase.payer, purchase.offer.item))
            if purchase.kind not in (SIGNED, FALLBACK) and takes is not None and form not in takes:
                yield from where("accepts", (purchase.offer.offer, purchase.payer), purchase.units)
        for lane, (place, firm) in self.said.lanes.items():
            item = self.said.stocks[place].item
            if not self.accepted.get((firm, item), COMPLETE) >= COMPLETE:
                yield from where("accepts", (RESERVE, firm, item), self.said.release[:, lane])

    def _planned(self) -> Iterator[Violation]:
        by_route: dict[str, Real] = {}
        for lane, units in self.planned.items():
            row = self.route(lane)
            forms = self.accepted.get((lane[1], row.item), frozenset())
            usable = row.kind in forms and (bool(self.inputs(lane)) or row.kind == "domestic")
            if not usable:
                yield from where("accepts", lane, units)
            if lane[0] not in self.said.opened:
                yield from where("route", (*lane, "opened"), units)
            yield from where("route", (*lane, "early"), units[: self.proven(lane)])
            if self.in_pieces(lane):
                yield from where("whole_units", lane, np.abs(units - np.round(units)))
            by_route[lane[0]] = by_route.get(lane[0], np.zeros(self.books.periods)) + units
        for name, units in by_route.items():
            yield from where("route_capacity", (name,), units - self.capacity((name, "")))

    def _inputs_planned(self, scheduled: Flows) -> Iterator[Violation]:
        """What is planned has its inputs on the schedule, where nothing else takes or brings them."""
        takes: dict[Key, Real] = {}
        for lane, planned in self.planned.items():
            for key, units in self.inputs(lane).items():
                takes[key] = takes.get(key, np.zeros(self.books.periods)) + units * planned
        first = opening(self.books)
        for key, taken in takes.items():
            if not self._shared(key):
                comes = np.cumsum(scheduled.of(key)[0]) + first.get(key, 0.0)
                yield from where("planned_inputs", key[:2], np.cumsum(taken) - comes)

    def _started(self, arrived: Flows) -> Iterator[Violation]:
        """Period by period, each in its turn, with what others are told to have started."""
        free, first = self._free(), opening(self.books)
        keys = {key for lane in self.lanes for key in self.inputs(lane)}
        there = {key: np.full(self.books.draws.count, first.get(key, 0.0)) for key in keys}
        waiting = {lane: np.zeros(self.books.draws.count) for lane in self.lanes}
        nothing = np.zeros(self.books.periods)
        over = dict.fromkeys(self.lanes, 0.0)
        for period in range(self.books.periods):
            left: dict[str, Real] = {}
            for key in keys:
                there[key] = there[key] + arrived.of(key)[:, period]
            for lane in self.lanes:
                wanted = waiting[lane] + self.planned.get(lane, nothing)[period] * ~self.fails(lane)
                room = left.get(lane[0], self.capacity(lane)[period])
                most, told = np.minimum(wanted, room), self.started(lane)[:, period]
                for key, units in self.inputs(lane).items():
                    if lane not in free:
                        most = np.minimum(most, there[key] / units)
                    there[key] = there[key] - units * told
                gap = told - most if lane in free else np.abs(told - np.maximum(most, 0.0))
                over[lane] = max(over[lane], float(gap.max(initial=0.0)))
                left[lane[0]] = room - told
                waiting[lane] = wanted - told
        for lane, gap in over.items():
            yield from where("starts", lane, gap)

    def _free(self) -> set[Lane]:
        """Lanes of which starts are settled like any allocation: with shared inputs, or beside such lanes."""
        found = {lane for lane in self.lanes if any(self._shared(key) for key in self.inputs(lane))}
        while True:
            keys = {key for lane in found for key in self.inputs(lane)}
            routes = {lane[0] for lane in found}
            more = {lane for lane in self.lanes if lane[0] in routes or keys & self.inputs(lane).keys()}
            if more <= found:
                return found
            found |= more

    def _shared(self, key: Key) -> bool:
        """Whether the maker needs an input itself, may call it, be given it by the reserve, or clear it out of bond."""
        maker, item, _ = key
        called = any(row.item == item and row.contract == "framework" for row in self.books.scenario.offers)
        given = any(firm == maker and self.said.stocks[place].item == item for place, firm in self.said.lanes.values())
        ways = ((self.said.stocks[place].item, taker) for place, taker, _ in self.said.clearing.values())
        instead = any((firm, name) == (maker, item) for firm, name, _, _ in serves_in_place(self.books))
        return (maker, item) in self.accepted or called or given or (item, maker) in ways or instead


@dataclass
class _Sellers:
    """What orders of the plan, and of routes that fail, take of offers and suppliers; routes in their order."""

    workshop: Workshop
    instead: dict[tuple[str, int], float] = field(default_factory=dict)  # offer, period → units

    def take(self, lane: Lane, offer: Offer, period: int, planned: float) -> float:
        """Units of what was planned that can be ordered; in pieces, what is left of one makes none."""
        books, said = self.workshop.books, self.workshop.said
        supplier, units = books.scenario.supplier_of(offer), planned
        for terms, paid, same in (
            (offer, offer.offer in said.qualified_offers, {offer.offer}),
            (supplier, supplier.supplier in said.qualified_suppliers, self._of(supplier.supplier)),
        ):
            early = period * books.scenario.calendar.months < terms.qualification_months - 1e-9
            if not terms.qualified and (early or not paid):
                units = 0.0
            if terms.capacity_per_period is not None:
                units = min(units, terms.capacity_per_period - self._taken(same, period))
        if self.workshop.in_pieces(lane):
            units = floor(units + TOLERANCE)
        units = max(0.0, float(units))
        self.instead[offer.offer, period] = self.instead.get((offer.offer, period), 0.0) + units
        return units

    def _of(self, supplier: str) -> set[str]:
        return {row.offer for row in self.workshop.books.scenario.offers if row.supplier == supplier}

    def _taken(self, offers: set[str], period: int) -> float:
        options = self.workshop.books.landed.options
        ordered = sum(
            order.quantity
            for order in self.workshop.said.orders.values()
            if order.period == period and options[order.option].offer in offers
        )
        return ordered + sum(units for (name, when), units in self.instead.items() if name in offers and when == period)


def _paid(line: str, amount: float, period: int) -> PaymentKind:
    """A payment that is the same in every draw, (1, 1)."""
    return PaymentKind(line, line, np.array([[amount]]), np.array([[period]], dtype=np.int64))
