"""Calls of sampled draws follow the rule that the plan has fixed (planning model, Sharpened, *What has been seen*).

    units = what is missing of the level, unless booking, capacity or quota leave less; in whole pieces where it counts

The position that is missing something: there at the start, ordered, signed and called so far, less what was due so far
and not given up. What is lost on the way is missed from the day on which it should have served.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.frameworks import FRAMEWORK, booked_periods, calls_by_offer
from importplan.evaluation.ledger.hazards import BOTH, Hazards
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import CALL, SIGNED, Purchase
from importplan.evaluation.ledger.stocks import opening
from importplan.evaluation.ledger.violation import TOLERANCE, Violation, where
from importplan.plan.call_rule import OutageState
from importplan.scenario.counting import whole_items

Real = NDArray[np.float64]
ALL = 1.0 - 1e-9  # of a booking


@dataclass(frozen=True)
class Positions:
    """(D, T) what changes the position of a buyer in an item, but for calls that come and what is due."""

    books: Books
    change: dict[tuple[str, str], Real] = field(default_factory=dict)

    def arrive(self, parts: Parts) -> None:
        """Enter what is ordered, and what is lost of orders and calls."""
        periods = self.books.periods
        missed = np.maximum(self.books.scenario.calendar.of_days(parts.serve_day), 0)
        for row, purchase in enumerate(parts.purchases):
            change = self.of(purchase.payer, purchase.offer.item)
            placed = 0 if purchase.kind == SIGNED else purchase.period
            if purchase.kind != CALL:
                change[:, placed] += parts.units[row]
            when = np.maximum(missed[row], placed)
            gone = np.flatnonzero(parts.lost[row] & (when < periods))
            change[gone, when[gone]] -= parts.units[row, gone]

    def of(self, buyer: str, item: str) -> Real:
        """The changes of a buyer's position, to be added to."""
        if (buyer, item) not in self.change:
            self.change[buyer, item] = np.zeros((self.books.draws.count, self.books.periods))
        return self.change[buyer, item]


def by_rule(
    books: Books, hazards: Hazards, said: Claims, positions: Positions, instead: Sequence[Purchase]
) -> Iterator[Violation]:
    """Calls that are more, or less, than the rule of the plan says; none of it where the workbook gives the draws.

    `instead`: what is ordered where routes fail, which takes capacity before calls do.
    """
    if books.draws.given:
        return
    options, scenario = books.landed.options, books.scenario
    lanes, pieces = {option: lane for lane, option in said.calls.items()}, whole_items(scenario)
    ways = list(dict.fromkeys((*(each.option for each in said.rule), *lanes)))
    nothing = np.zeros((books.draws.count, books.periods))
    called = {option: said.called[:, lanes[option]] if option in lanes else nothing for option in ways}
    room = _Room(books, hazards, said, instead)
    before: dict[tuple[str, str], Real] = {}
    for option in ways:
        buyer = options[option].payer
        row = scenario.offer_index[options[option].offer]
        offer = scenario.offers[row]
        key = (buyer, offer.item)
        if key not in before:
            same = [other for other in ways if (options[other].payer, _item(books, other)) == key]
            all_called = np.sum([called[other] for other in same], axis=0)
            before[key] = _position(books, said, positions, key) + np.cumsum(all_called, axis=1) - all_called
        missing, units = _level(books, hazards, said, option, row) - before[key], called[option]
        before[key] = before[key] + units
        room.take(row, units)
        yield from where("call_rule", (offer.offer, buyer), units - np.maximum(missing, 0.0))
        if scenario.item_of(offer).whole_units:
            yield from where("call_rule", (offer.offer, buyer), np.abs(units - np.round(units)))
        if options[option].qualification is not None:
            continue  # a quota may leave less; that no more is exempt is told elsewhere
        whole = offer.item in pieces
        asked = np.floor(missing + TOLERANCE) if whole else missing
        short = np.where(room.left(row) >= (1.0 if whole else TOLERANCE), asked - units, 0.0)
        yield from where("call_rule", (offer.offer, buyer), short)


def _item(books: Books, option: int) -> str:
    scenario = books.scenario
    return scenario.offers[scenario.offer_index[books.landed.options[option].offer]].item


def _position(books: Books, said: Claims, positions: Positions, key: tuple[str, str]) -> Real:
    """(D, T) without calls; what is due in a period is missing in it."""
    change = positions.of(*key).copy()
    change[:, 0] += sum(units for (owner, item, _), units in opening(books).items() if (owner, item) == key)
    for place, queue in enumerate(said.queues):
        if (queue.firm, queue.item) == key:
            change += said.lost[:, place] - said.due[:, place]
    return np.cumsum(change, axis=1)


def _level(books: Books, hazards: Hazards, said: Claims, option: int, row: int) -> Real:
    """(D, T) the level by what is seen; nothing is called where there is none."""
    available = hazards.available(row)
    days = books.scenario.calendar.first_day_numbers[: books.periods, None].astype(np.float64)
    days = np.broadcast_to(days, (books.periods, books.draws.count))
    on = (hazards.closed(int(hazards.pattern[row]), 0.0, BOTH, ("making", "shipping")).first_open(days) > days).T
    seen = {OutageState.ON: on, OutageState.BEGUN: ~on & (available < ALL), OutageState.OPEN: ~on & (available >= ALL)}
    found = np.full(available.shape, -np.inf)
    for each in said.rule:
        if each.option == option:
            found[:, each.period] = np.where(seen[each.seen][:, each.period], each.level, found[:, each.period])
    return found


class _Room:
    """What bookings and capacities leave once some ways have called, in their order."""

    def __init__(self, books: Books, hazards: Hazards, said: Claims, instead: Sequence[Purchase]) -> None:
        scenario, shape = books.scenario, (books.draws.count, books.periods)
        self._books = books
        ordered = {row: np.zeros(shape) for row in range(len(scenario.offers))}
        for order in said.orders.values():
            ordered[scenario.offer_index[books.landed.options[order.option].offer]][:, order.period] += order.quantity
        for purchase in instead:
            ordered[purchase.offer_row][:, purchase.period] += purchase.units
        self._of_offer: dict[int, list[Real]] = {}
        self._of_supplier: dict[str, list[Real]] = {}
        for row in {*calls_by_offer(books, said), *(_row(books, each.option) for each in said.rule)}:
            offer = scenario.offers[row]
            booked = np.zeros(books.periods)
            booked[booked_periods(scenario, offer.supplier)] = said.bookings.get(offer.supplier, 0.0)
            self._of_offer[row] = [hazards.available(row) * booked]
            if offer.capacity_per_period is not None:
                self._of_offer[row].append(offer.capacity_per_period - ordered[row])
            mine = [at for at, each in enumerate(scenario.offers) if each.supplier == offer.supplier]
            best = np.max([hazards.available(at) for at in mine if scenario.offers[at].contract == FRAMEWORK], axis=0)
            self._of_supplier[offer.supplier] = [best * booked]
            most = scenario.supplier_of(offer).capacity_per_period
            if most is not None:
                self._of_supplier[offer.supplier].append(most - np.sum([ordered[at] for at in mine], axis=0))

    def take(self, row: int, units: Real) -> None:
        """Enter what a way has called."""
        for left in (
            *self._of_offer.get(row, ()),
            *self._of_supplier.get(self._books.scenario.offers[row].supplier, ()),
        ):
            left -= units

    def left(self, row: int) -> Real:
        """(D, T) units that one more call could be of, of every limit."""
        supplier = self._books.scenario.offers[row].supplier
        found: Real = np.min([*self._of_offer[row], *self._of_supplier[supplier]], axis=0)
        return found


def _row(books: Books, option: int) -> int:
    return books.scenario.offer_index[books.landed.options[option].offer]
