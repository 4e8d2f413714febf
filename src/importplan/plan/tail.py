"""CVaR of a sample of costs: the weighted mean of its worst part.

Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3), theorem 1,
doi:10.21314/JOR.2000.038.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


def cvar(costs: Real, weights: Real, level: float) -> float:
    """CVaR of a sample, exactly: the weighted mean of the worst 1 - level of it (the largest at level 1).

    Parameters
    ----------
    costs, weights : (D,) arrays
        Costs in CNY and weights that sum to 1.
    level : float
        Alpha, 0 to 1.
    """
    return float(envelope(costs, weights, level) @ costs)


def envelope(costs: Real, weights: Real, level: float) -> Real:
    """(D,) weights under which the mean of a sample is its CVaR: those of its worst 1 - level; sum 1."""
    order = np.argsort(np.where(weights > 0, -costs, np.inf), kind="stable")
    taken = np.zeros(len(costs))
    if level >= 1.0:
        taken[order[0]] = 1.0
        return taken
    left, mine = 1.0 - level, weights[order]
    taken[order] = np.clip(left - (np.cumsum(mine) - mine), 0.0, mine) / left
    return taken
