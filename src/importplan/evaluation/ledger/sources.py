"""What may be bought from whom and when: capacity, qualification, lots, time (planning model, section 3, 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.frameworks import FRAMEWORK, calls_by_offer
from importplan.evaluation.ledger.purchases import CALL, FALLBACK, SIGNED, Purchase
from importplan.evaluation.ledger.violation import TOLERANCE, Violation, where
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]
POOLED = ("government", "entrusted")  # modes of sheet `reserve_terms` in which goods are bought for the reserve
MONTHS_ALIKE = 1e-9


def sources(books: Books, said: Claims, bought: Sequence[Purchase]) -> Iterator[Violation]:
    """What is bought from whom it cannot be, or more of it, or at another time."""
    planned = [purchase for purchase in bought if purchase.kind not in (SIGNED, FALLBACK)]
    yield from _capacity(books, said, [purchase for purchase in bought if purchase.kind == FALLBACK])
    yield from _qualified(books, said, planned)
    yield from _placed(books, [purchase for purchase in planned if purchase.kind != CALL])
    yield from _called(books, [purchase for purchase in planned if purchase.kind == CALL])
    yield from _pooled(books, planned)


def _capacity(books: Books, said: Claims, instead: Sequence[Purchase]) -> Iterator[Violation]:
    """Orders, also where a route fails, and call-offs of an offer, and of a supplier over all its offers, in each
    period and draw.
    """
    scenario, units = books.scenario, calls_by_offer(books, said)
    ordered = np.zeros((len(scenario.offers), books.periods))
    for order in said.orders.values():
        ordered[scenario.offer_index[books.landed.options[order.option].offer], order.period] += order.quantity
    for purchase in instead:
        taken = units.get(purchase.offer_row, np.zeros((books.draws.count, books.periods))).copy()
        taken[:, purchase.period] += purchase.units
        units[purchase.offer_row] = taken
    by_supplier: dict[str, list[Real]] = {}
    for row, offer in enumerate(scenario.offers):
        taken = ordered[row] + units[row] if row in units else ordered[row][None, :]
        by_supplier.setdefault(offer.supplier, []).append(taken)
        if offer.capacity_per_period is not None:
            yield from where("capacity", (offer.offer,), taken - offer.capacity_per_period, offer.capacity_per_period)
    for supplier in scenario.suppliers:
        most, taken_of = supplier.capacity_per_period, by_supplier.get(supplier.supplier)
        if most is not None and taken_of:
            yield from where("capacity", (supplier.supplier,), sum(taken_of, -most * np.ones((1, 1))), most)


def _qualified(books: Books, said: Claims, planned: Sequence[Purchase]) -> Iterator[Violation]:
    """Nothing from an offer or a supplier that is not qualified, or not yet."""
    months = books.scenario.calendar.months
    for purchase in planned:
        supplier = books.scenario.supplier_of(purchase.offer)
        for row, name, paid in (
            (purchase.offer, purchase.offer.offer, said.qualified_offers),
            (supplier, supplier.supplier, said.qualified_suppliers),
        ):
            early = purchase.period * months < row.qualification_months - MONTHS_ALIKE
            if not row.qualified and (name not in paid or early):
                yield from where("qualification", (name,), purchase.units)


def _placed(books: Books, orders: Sequence[Purchase]) -> Iterator[Violation]:
    """Orders in whole units, of at least the smallest size, in lots, never empty, on days on which they can be placed.

    Size and lot hold for what is ordered at once over all treatments of an offer, payer and period.
    """
    together: dict[tuple[int, str, int], float] = {}
    for order in orders:
        units = float(order.units[0])
        if books.scenario.item_of(order.offer).whole_units:
            yield from where("whole_units", (order.offer.offer,), abs(units - round(units)))
        key = (order.offer_row, order.payer, order.period)
        together[key] = together.get(key, 0.0) + units
        yield from where("negative", ("order", order.offer.offer, order.payer), -units)
    for (row, payer, period), units in together.items():
        offer = books.scenario.offers[row]
        about = (offer.offer, payer)
        yield from where("min_order", about, _least(books, offer) - units)
        if offer.lot_size is not None:
            lots = units / offer.lot_size
            yield from where("lot_size", about, abs(lots - round(lots)))
        if offer.contract == FRAMEWORK or not _stands(books, offer, period):
            yield Violation("order_window", about, units)


def _least(books: Books, offer: Offer) -> float:
    """The smallest order: as offered; an order that is placed for a fee is never empty."""
    if not offer.order_cost_cny and not offer.clearance_fee_cny:
        return offer.min_order
    return max(offer.min_order, 1.0 if books.scenario.item_of(offer).whole_units else 2.0 * TOLERANCE)


def _called(books: Books, calls: Sequence[Purchase]) -> Iterator[Violation]:
    """Calls on days on which their offer stands."""
    for call in calls:
        if not _stands(books, call.offer, call.period):
            yield from where("order_window", (call.offer.offer, call.payer), call.units)


def _stands(books: Books, offer: Offer, period: int) -> bool:
    """Whether the first day of a period lies in `from` … `to` and not before the start + `procurement_days`."""
    day = books.scenario.calendar.first_day(period)
    began = (day - books.scenario.settings.start).days >= offer.procurement_days
    within = (offer.from_day is None or offer.from_day <= day) and (offer.to_day is None or day <= offer.to_day)
    return began and within


def _pooled(books: Books, planned: Sequence[Purchase]) -> Iterator[Violation]:
    """The reserve buys no goods of a named end user, and where its terms are listed only what they name."""
    terms = books.scenario.reserve_terms
    listed = {row.item for row in terms if row.mode in POOLED}
    for purchase in planned:
        if purchase.payer != RESERVE:
            continue
        if purchase.offer.end_user == "named":
            yield from where("named_end_user", (purchase.offer.offer,), purchase.units)
        if terms and purchase.offer.item not in listed:
            yield from where("reserve_terms", (purchase.offer.item,), purchase.units)
