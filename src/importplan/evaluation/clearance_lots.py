"""What a plan brings through customs: every lot with its units, day of service and tax, by who gets it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Band, Deal
from importplan.evaluation.statement import Books
from importplan.landed.table import TAXES
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
    return tuple(_lot(books, deal, band) for deal in found for band in deal.bands)


def _lot(books: Books, deal: Deal, band: Band) -> Lot:
    units = np.where(band.lost, 0.0, deal.quantity * band.share)
    cleared = deal.kind == "signed" and books.scenario.open_orders[deal.position].stage in CLEARED_STAGES
    to_clear = not deal.terms.domestic and not cleared
    arrives = (units > 0) & to_clear & (deal.kind != "call")
    tax = np.zeros_like(units)
    if to_clear:
        arrived = books.periods_of(band.port_day)
        each = np.sum([books.unit(deal, charge, arrived) for charge in TAXES], axis=0)
        tax = each * units * books.rate(deal, arrived)
    return Lot(
        owner=deal.terms.payer,
        offer=deal.offer,
        units=units,
        serve_day=band.serve_day,
        to_clear=to_clear,
        shipments=np.where(arrives, band.share, 0.0),
        tax_cny=tax,
    )
