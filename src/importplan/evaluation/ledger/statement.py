"""All that is paid for some parts, and what is paid beside them: fees of orders, qualification, booking."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.payments import PaymentKind, payments
from importplan.evaluation.ledger.purchases import FALLBACK, SIGNED, Purchase
from importplan.evaluation.ledger.taxes import taxes
from importplan.scenario.scenario import RESERVE


def statement(books: Books, parts: Parts) -> Iterator[PaymentKind]:
    """Every payment for some parts, as if every relief held that was asked for."""
    yield from payments(books, parts)
    yield from taxes(books, parts)


def order_fees(books: Books, bought: list[Purchase]) -> Iterator[tuple[str, PaymentKind]]:
    """Who pays, and the fixed cost of an order that is placed: once over all treatments of offer, payer and period.

    That of a signed order was due when it was signed.
    """
    for purchase in bought:
        fee = 0.0 if purchase.kind == SIGNED else purchase.placed * purchase.offer.order_cost_cny
        if fee:
            yield purchase.payer, _once("order_cost", fee, purchase.period)


def fees_instead(bought: list[Purchase]) -> Iterator[tuple[str, PaymentKind]]:
    """Who pays, and the fixed cost of what is ordered where a route fails: in those draws, on that day."""
    for purchase in bought:
        fee = np.where(purchase.units > 0.0, purchase.offer.order_cost_cny, 0.0)[None, :]
        if purchase.kind == FALLBACK and fee.any():
            when = np.full(fee.shape, purchase.period, dtype=np.int64)
            yield purchase.payer, PaymentKind("order_cost", "order_cost", fee, when)


def decided_now(books: Books, said: Claims) -> Iterator[tuple[str, PaymentKind]]:
    """Who pays, and what: qualification today, booking in every period of the framework, called or not.

    What is common is paid by the reserve where there is one, else by the firm whose id comes first (as text).
    """
    scenario, payer = books.scenario, RESERVE if RESERVE in books.payers else min(books.payers)
    for name in said.qualified_suppliers:
        yield payer, _once("qualification", scenario.suppliers[scenario.supplier_index[name]].qualification_cost_cny, 0)
    for name in said.qualified_offers:
        yield payer, _once("qualification", scenario.offers[scenario.offer_index[name]].qualification_cost_cny, 0)
    for name, units in said.bookings.items():
        fee = units * (scenario.suppliers[scenario.supplier_index[name]].booking_cost_cny or 0.0)
        for period in booked_periods(scenario, name).tolist():
            yield payer, _once("booking", fee, period)


def _once(line: str, amount: float, period: int) -> PaymentKind:
    """A payment that is the same in every draw, (1, 1)."""
    return PaymentKind(line, line, np.array([[amount]]), np.array([[period]], dtype=np.int64))
