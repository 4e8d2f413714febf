"""Signed orders cost what is still due: what today's plans leave out of that or count twice (family `contract`).

    signed_clearance   a shipment that is not cleared yet has its clearance still to pay: it is left out
    signed_tax         what is cleared has paid its import tax: duty and VAT are counted again
    signed_currency    a price signed in another currency than the offer's moves with the offer's

Money in the ledger is as plans have it, so that both agree; these are told until the model is mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.customs.cost.rules.goods import GOODS
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.purchases import CLEARED, SIGNED, Purchase
from importplan.evaluation.ledger.violation import CONTRACT, Violation, where


def signed_dues(books: Books, bought: Sequence[Purchase]) -> Iterator[Violation]:
    """What is wrong with the money of signed orders, in CNY."""
    for purchase in bought:
        if purchase.kind != SIGNED:
            continue
        order = books.scenario.open_orders[purchase.place]
        units = float(purchase.units[0]) * (purchase.signed_price or 0.0)
        unit_cny = books.landed.unit_cny[purchase.option, :, purchase.period]
        if purchase.step < CLEARED:
            fee = purchase.offer.clearance_fee_cny
            yield from where(CONTRACT, ("signed_clearance", order.order), fee)
        elif not purchase.terms.domestic:
            tax = units * float(sum(unit_cny[CHARGE_INDEX[kind]] for kind in TAXES))
            yield from where(CONTRACT, ("signed_tax", order.order), tax)
        if order.currency not in ("", purchase.offer.currency) and not purchase.locked:
            due = units * float(unit_cny[CHARGE_INDEX[GOODS]]) * sum(purchase.due)
            yield from where(CONTRACT, ("signed_currency", order.order), due)
