"""CVaR of the cost of a draw: variables, rows and term in one place.

    CVaR_a[L] = min over eta of  eta + E[max(L - eta, 0)] / (1 - a);   a = 1: the worst draw

Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3), theorem 1,
doi:10.21314/JOR.2000.038. The cost of a draw is all discounted lines that differ by draw (planning model, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.draft import INFINITY, Draft
from importplan.model.program.ids import Index
from importplan.model.program.variables import COST_OF_DRAW, ETA, OVER_ETA

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Tail:
    """CVaR as a linear term over columns, in units of money."""

    columns: Index
    coefficients: Real


def add_tail(draft: Draft, weights: Real, level: float) -> Tail:
    """Add the cost of every draw and its excess over eta; returns the term that is at least the CVaR."""
    count = len(weights)
    cost = draft.columns(COST_OF_DRAW, (count,), (None,), lower=-INFINITY)
    by_draw = draft.draw_coefficients().tocoo()
    fixed = draft.draw_constant.sum(axis=1) / draft.money
    rows = draft.rows("cost_of_draw", (count,), lower=fixed, upper=fixed)
    draft.entries(rows, cost, 1.0)
    draft.entries(rows[by_draw.row], by_draw.col, -by_draw.data / draft.money)
    eta = draft.columns(ETA, (1,), (), lower=-INFINITY)
    worst = level >= 1.0
    counts = np.flatnonzero(weights > 0)  # a draw without weight is no part of the tail
    excess = draft.columns(OVER_ETA, (0 if worst else len(counts),), (counts,))
    over = draft.rows("excess_over_eta", (len(counts),), (counts,), upper=0.0)
    draft.entries(over, cost[counts], 1.0)
    draft.entries(over, eta, -1.0)
    if worst:
        return Tail(eta, np.ones(1))
    draft.entries(over, excess, -1.0)
    return Tail(np.concatenate([eta, excess]), np.concatenate([np.ones(1), weights[counts] / (1.0 - level)]))
