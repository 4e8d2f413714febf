"""What a plan brings through customs: every lot with its units, day of service and tax, by who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import CLEARED, purchases
from importplan.evaluation.ledger.rates import market_rate
from importplan.plan.plan import Plan
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]


@dataclass(frozen=True)
class ClearanceLot:
    """A part of a purchase that arrives together; (D,) arrays over the draws."""

    owner: str  # a firm or the reserve
    offer: Offer
    units: Real  # 0 where it is lost
    serve_day: Real
    to_clear: bool  # still to be cleared by its buyer
    shipments: Real  # customs shipments that it stands for: its part of an order that is cleared, 0 of a call-off
    tax_cny: Real  # duty and import VAT on arrival


def lots(books: Books, plan: Plan) -> tuple[ClearanceLot, ...]:
    """Every lot of what a plan buys, what is bought in China too (nothing of it is cleared)."""
    return tuple(lot for some in parts(Hazards(books), purchases(books, plan)) for lot in _lots(books, some))


def _lots(books: Books, some: Parts) -> Iterator[ClearanceLot]:
    units, rate = some.arriving, market_rate(books, some, some.arrived)
    to_clear = np.array([[not each.terms.domestic and each.step < CLEARED] for each in some.purchases])
    shipments = np.where((units > 0) & to_clear & ~some.called, some.share, 0.0)
    each = sum(some.unit_cny(CHARGE_INDEX[kind]) for kind in TAXES)
    tax = np.where(to_clear, each * units * some.price * (1.0 if rate is None else rate), 0.0)
    for row, purchase in enumerate(some.purchases):
        yield ClearanceLot(
            owner=purchase.payer,
            offer=purchase.offer,
            units=units[row],
            serve_day=some.serve_day[row],
            to_clear=bool(to_clear[row, 0]),
            shipments=shipments[row],
            tax_cny=tax[row],
        )
