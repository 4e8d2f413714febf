"""Who is served first: what is there goes to who waits, the most urgent first (priority, then the dearer one)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.plan.plan import Recourse
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Turns:
    """Which stock serves each tier, and in which turn: 0 the most urgent of those that it serves."""

    stock: Whole  # (tier,)
    turn: Whole  # (tier,)

    @classmethod
    def of(cls, recourse: Recourse) -> Turns:
        """The turns of the tiers of a plan."""
        where = {
            (row.owner, row.item): n
            for n, row in enumerate(recourse.holdings)
            if row.owner != RESERVE and not row.in_bond
        }
        stock = [where[tier.firm, tier.item] for tier in recourse.tiers]
        urgency = [(tier.priority, -tier.shortage_cost_cny, n) for n, tier in enumerate(recourse.tiers)]
        turn, taken = [0] * len(stock), dict.fromkeys(stock, 0)
        for *_, tier in sorted(urgency):
            turn[tier] = taken[stock[tier]]
            taken[stock[tier]] += 1
        return cls(np.array(stock, dtype=np.int64), np.array(turn, dtype=np.int64))

    @property
    def rounds(self) -> Iterator[Whole]:
        """The tiers of each turn, the most urgent first: every stock serves one of them at most."""
        return (np.flatnonzero(self.turn == turn) for turn in range(int(self.turn.max(initial=-1)) + 1))

    def of_stocks(self, units: Real, stocks: int) -> Real:
        """(D, stock, …) what all tiers of each stock get of (D, tier, …) units."""
        found = np.zeros((units.shape[0], stocks, *units.shape[2:]))
        for tiers in self.rounds:
            found[:, self.stock[tiers]] += units[:, tiers]
        return found

    def served(self, there: Real, waiting: Real) -> Real:
        """(D, tier) units that each tier gets of what is there (D, stock) for who waits (D, tier)."""
        left, found = np.maximum(there, 0.0), np.zeros_like(waiting)
        for tiers in self.rounds:
            found[:, tiers] = np.minimum(left[:, self.stock[tiers]], np.maximum(waiting[:, tiers], 0.0))
            left[:, self.stock[tiers]] -= found[:, tiers]
        return found
