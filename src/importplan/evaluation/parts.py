"""Parts of deals as arrays: what moves together, with the terms that its payments go by, one row for each band.

A statement is written over many deals at once. Rows come in chunks, so that memory stays bounded on many draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Band, Deal
from importplan.uncertainty.draw_set import DrawSet

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
CHUNK = 500_000  # parts x draws at once: some 30 arrays of 4 MB
MILESTONES = ("deposit", "shipment", "acceptance", "retention")
LATER = ("LC-usance", "OA")  # payment some days after shipment


@dataclass(frozen=True)
class Part:
    """A band of a deal and its units in every draw."""

    deal: Deal
    band: Band
    units: Real  # (D,)


@dataclass(frozen=True)
class Parts:
    """B parts in D draws. Terms are columns, (B, 1)."""

    deals: tuple[Deal, ...]  # (B,) whose part each row is
    option: Whole  # (B,) position in the landed-cost table
    currency: Whole  # (B,) position in the currencies of the draws; -1: CNY, or the rate is locked
    period: Whole  # of the order
    share: Real  # of the deal
    units: Real  # (B, D)
    price: Real  # (B, D) multiple of the offer's price at base rates
    lost: NDArray[np.bool_]  # (B, D)
    ship_day: Real  # (B, D)
    port_day: Real
    serve_day: Real
    accept_day: Real

    @property
    def shape(self) -> tuple[int, int]:
        """(B, D)."""
        parts, draws = self.lost.shape
        return parts, draws

    @property
    def arriving(self) -> Real:
        """(B, D) units that are not lost."""
        return np.where(self.lost, 0.0, self.units)

    @property
    def domestic(self) -> NDArray[np.bool_]:
        """(B, 1) bought in China."""
        return np.array([[deal.terms.domestic] for deal in self.deals], dtype=np.bool_)

    def term(self, of: Callable[[Deal], float]) -> Real:
        """(B, 1) a term of each part's deal."""
        return np.array([[of(deal)] for deal in self.deals], dtype=np.float64)


def of_deals(found: Sequence[Deal]) -> Iterator[Part]:
    """Every part of some deals."""
    return (Part(deal, band, deal.quantity * band.share) for deal in found for band in deal.bands)


def chunks(draws: DrawSet, parts: Iterator[Part], chunk: int | None = None) -> Iterator[Parts]:
    """Parts as arrays, as many at once as `chunk` numbers hold in one (CHUNK where it is None)."""
    at_once = max(1, (chunk or CHUNK) // max(1, draws.count))
    rows: list[Part] = []
    for part in parts:
        rows.append(part)
        if len(rows) == at_once:
            yield _stacked(draws, rows)
            rows = []
    if rows:
        yield _stacked(draws, rows)


def _stacked(draws: DrawSet, rows: list[Part]) -> Parts:
    deals = tuple(row.deal for row in rows)
    bands = [row.band for row in rows]
    return Parts(
        deals=deals,
        option=np.array([deal.option for deal in deals], dtype=np.int64),
        currency=np.array([_currency(draws, deal) for deal in deals], dtype=np.int64),
        period=np.array([[deal.period] for deal in deals], dtype=np.int64),
        share=np.array([[band.share] for band in bands]),
        units=np.stack([row.units for row in rows]),
        price=np.stack([deal.price for deal in deals]),
        lost=np.stack([band.lost for band in bands]),
        ship_day=np.stack([band.ship_day for band in bands]),
        port_day=np.stack([band.port_day for band in bands]),
        serve_day=np.stack([band.serve_day for band in bands]),
        accept_day=np.stack([band.accept_day for band in bands]),
    )


def _currency(draws: DrawSet, deal: Deal) -> int:
    return -1 if deal.locked else draws.currency_index.get(deal.offer.currency, -1)
