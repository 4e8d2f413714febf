"""What is signed of pieces is whole, also where the case is planned as if they could be divided (Sharpened)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.purchases import CALL, ORDER, Purchase
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.counting import whole_items

WHOLE = "whole_units"
FRAMEWORK = "framework"


def in_parts(books: Books, said: Claims, bought: Sequence[Purchase]) -> Iterator[Violation]:
    """Orders and calls of parts of pieces, and bookings with suppliers whose frameworks are about pieces alone."""
    scenario, whole = books.scenario, whole_items(books.scenario)
    for purchase in bought:
        if purchase.kind in (ORDER, CALL) and purchase.offer.item in whole:
            yield from where(WHOLE, (purchase.offer.offer,), np.abs(purchase.units - np.round(purchase.units)))
    for supplier, units in said.bookings.items():
        offers = [row for row in scenario.offers if (row.supplier, row.contract) == (supplier, FRAMEWORK)]
        if offers and all(offer.item in whole for offer in offers):
            yield from where(WHOLE, (supplier,), abs(units - round(units)))
