"""What a plan brings through customs: every lot with its units, day of service and tax, by who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Deal
from importplan.evaluation.parts import Parts, chunks, of_deals
from importplan.evaluation.statement import Books
from importplan.landed.rules import TAXES
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]
CLEARED_STAGES = ("cleared", "installed", "accepted")


@dataclass(frozen=True)
class Lot:
    """A part of a purchase that arrives together; (D,) arrays over the draws."""

    owner: str  # a firm or the reserve
    offer: Offer
    units: Real  # 0 where it is lost
    serve_day: Real
    to_clear: bool  # still to be cleared by its buyer
    shipments: Real  # customs shipments that it stands for: its part of an order that is cleared, 0 of a call-off
    tax_cny: Real  # duty and import VAT on arrival


def lots(books: Books, found: tuple[Deal, ...]) -> tuple[Lot, ...]:
    """Every lot of the deals of a plan, those bought in China too (nothing of them is cleared)."""
    return tuple(lot for parts in chunks(books.draws, of_deals(found)) for lot in _lots(books, parts))


def _lots(books: Books, parts: Parts) -> Iterator[Lot]:
    units, arrived = parts.arriving, books.periods_of(parts.port_day)
    to_clear = np.array([_to_clear(books, deal) for deal in parts.deals], dtype=np.bool_)
    decided = np.array([deal.kind != "call" for deal in parts.deals], dtype=np.bool_)
    arrives = (units > 0) & (to_clear & decided)[:, None]
    shipments = np.where(arrives, parts.share, 0.0)
    each = sum(books.unit(parts, charge, arrived) for charge in TAXES)
    tax = np.where(to_clear[:, None], each * units * books.rate(parts, arrived), 0.0)
    for row, deal in enumerate(parts.deals):
        yield Lot(
            owner=deal.terms.payer,
            offer=deal.offer,
            units=units[row],
            serve_day=parts.serve_day[row],
            to_clear=bool(to_clear[row]),
            shipments=shipments[row],
            tax_cny=tax[row],
        )


def _to_clear(books: Books, deal: Deal) -> bool:
    cleared = deal.kind == "signed" and books.scenario.open_orders[deal.position].stage in CLEARED_STAGES
    return not deal.terms.domestic and not cleared
