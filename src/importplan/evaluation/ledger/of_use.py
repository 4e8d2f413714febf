"""What an order or a call can be of use for at most (planning model, Sharpened, *Shares*).

    units ≤ most needed in a draw ÷ smallest part that ships (+ floors of the reserve), up to the next size that is sold

Shares are not met by buying what nobody needs. A firm needs what its lines ask for; the reserve, what the lines of all
firms ask for and what a floor has it hold. What is signed is whole, so a part of a unit more is no excess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.purchases import CALL, FALLBACK, SIGNED, Purchase, unit_price_of
from importplan.evaluation.ledger.swaps import serves_in_place
from importplan.evaluation.ledger.violation import TOLERANCE, Violation, where
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.items import Item

EVERY_ITEM = ("each", "all")


def of_use(books: Books, said: Claims, hazards: Hazards, bought: Sequence[Purchase]) -> Iterator[Violation]:
    """Orders and calls, under all treatments, and what is made on routes beyond what can be of use in any draw."""
    needed = _needed(books, said)
    together: dict[tuple[str, str, str, int], tuple[NDArray[np.float64], float]] = {}
    for purchase in bought:
        if purchase.kind in (SIGNED, FALLBACK):
            continue
        item, payer = purchase.offer.item, purchase.payer
        most = needed.get((payer, item), 0.0)
        if payer == RESERVE:
            most += _floor(books, books.scenario.item_of(purchase.offer))
        most /= min(share for share, _ in hazards.bands(int(hazards.pattern[purchase.offer_row])))
        if purchase.kind != CALL:
            most = _cheaper_in_all(books, purchase, _sold(purchase, most))
        key = (purchase.kind, purchase.offer.offer, payer, purchase.period)
        units, before = together.get(key, (np.zeros(books.draws.count), 0.0))
        together[key] = units + purchase.units, max(most, before)
    for (_, offer, payer, _), (units, most) in together.items():
        yield from where("of_use", (offer, payer), units - ceil(most - TOLERANCE), most)
    yield from _starts(books, said, needed)


def _starts(books: Books, said: Claims, needed: dict[tuple[str, str], float]) -> Iterator[Violation]:
    """Over the plan no more is to start on a route for a firm than it needs, up to a whole unit."""
    items = {route.route: route.item for route in books.scenario.routes}
    planned: dict[tuple[str, str], float] = {}
    for start in said.planned:
        lane = (start.route, start.firm)
        planned[lane] = planned.get(lane, 0.0) + start.quantity
    for (route, firm), units in planned.items():
        most = needed.get((firm, items[route]), 0.0)
        yield from where("of_use", (route, firm), units - ceil(most - TOLERANCE), most)


def _needed(books: Books, said: Claims) -> dict[tuple[str, str], float]:
    """(firm or reserve, item) → units that are needed over the plan in the draw that asks most.

    A maker needs of an input what it needs itself, and what all its routes would use if each served the whole need.
    """
    by_draw: dict[tuple[str, str], NDArray[np.float64]] = {}
    for position, queue in enumerate(said.queues):
        due = said.due[:, position].sum(axis=1)
        for who in (queue.firm, RESERVE):
            by_draw[who, queue.item] = by_draw.get((who, queue.item), 0.0) + due
    _add_substitutes(books, by_draw)
    _add_inputs(books, by_draw)
    return {key: float(due.max(initial=0.0)) for key, due in by_draw.items()}


def _add_substitutes(books: Books, by_draw: dict[tuple[str, str], NDArray[np.float64]]) -> None:
    """An item is of use for all that it may serve; the reserve may hold it for whoever takes it."""
    asked = dict(by_draw)
    for firm, item, serves, units in serves_in_place(books):
        if (firm, serves) in asked:
            for who in (firm, RESERVE):
                by_draw[who, item] = by_draw.get((who, item), 0.0) + units * asked[firm, serves]


def _add_inputs(books: Books, by_draw: dict[tuple[str, str], NDArray[np.float64]]) -> None:
    made = dict(by_draw)
    for route in books.scenario.routes:
        for (firm, item), due in made.items():
            if item != route.item or firm == RESERVE:
                continue
            for row in books.scenario.route_inputs:
                if row.route == route.route:
                    used = due * (row.quantity / route.yield_share)
                    for who in (route.firm or firm, RESERVE):
                        by_draw[who, row.item] = by_draw.get((who, row.item), 0.0) + used


def _floor(books: Books, item: Item) -> float:
    """Units that the reserve must hold: in every draw, or in the mean, were it held in the rarest draw alone."""
    names = (*EVERY_ITEM, item.item, f"group:{item.group}")
    weights = books.draws.weights[books.draws.weights > 0]
    rarest = float(weights.min(initial=1.0))
    floors = [row for row in books.scenario.limits if row.rule == "min_reserve" and row.item in names]
    return max((row.value if row.in_each_draw else row.value / rarest for row in floors), default=0.0)


def _sold(purchase: Purchase, units: float) -> float:
    """The next size that is sold."""
    return _in_lots(purchase, max(units, purchase.offer.min_order)) if units > 0.0 else 0.0


def _in_lots(purchase: Purchase, units: float) -> float:
    lot = purchase.offer.lot_size
    return units if lot is None else lot * ceil(units / lot - TOLERANCE)


def _cheaper_in_all(books: Books, purchase: Purchase, units: float) -> float:
    """More than is of use, up to the beginning of a price break: where the larger order costs less than the smaller."""
    offer, paid = purchase.offer, units * unit_price_of(books, purchase.offer, units)
    most = units
    for row in books.breaks.get(offer.offer, ()):
        larger = _in_lots(purchase, row.from_quantity)
        if units > 0.0 and larger * unit_price_of(books, offer, larger) < paid:
            most = max(most, larger)
    return most
