"""The exchange rate of a draw over the base rate, in the period of a payment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.parts import Parts

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


def market_rate(books: Books, parts: Parts, period: Whole) -> Real | None:
    """(B, D) the rate of the day: for taxes, freight, fees. None where nothing moves.

    Beyond the plan the rate stays at its last value. CNY, and signed orders with a locked rate, do not move.
    """
    factors = books.draws.fx_factor
    if not factors.size or (books.schedule and not _hedged(books)):
        return None
    index = {name: position for position, name in enumerate(books.draws.currencies)}
    moving = [not purchase.locked and purchase.currency in index for purchase in parts.purchases]
    row = np.array([[index.get(purchase.currency, 0)] for purchase in parts.purchases], dtype=np.int64)
    found: Real = factors[np.arange(books.draws.count), row, np.minimum(period, factors.shape[2] - 1)]
    return np.where(np.array(moving)[:, None], found, 1.0)


def contract_rate(books: Books, parts: Parts, period: Whole) -> Real | None:
    """(B, D) the rate of payments to the seller: the locked share keeps the locked rate, the rest is the market's.

    What is locked is known: it differs from the base rate on the schedule, too.
    """
    market, hedged = market_rate(books, parts, period), _hedged(books)
    if market is None or not hedged:
        return market
    none = (0.0, 1.0)
    locks = [none if purchase.locked else hedged.get(purchase.currency, none) for purchase in parts.purchases]
    share, locked = np.array(locks).T[:, :, None]
    found: Real = share * locked + (1.0 - share) * market
    return found


def _hedged(books: Books) -> dict[str, tuple[float, float]]:
    """Currency → share that is locked, and the locked rate over the base rate."""
    base = books.landed.base_rate
    return {
        row.currency: (row.locked_share, row.locked_rate / base[row.currency])
        for row in books.scenario.fx
        if row.locked_share and row.locked_rate is not None and row.currency in base
    }
