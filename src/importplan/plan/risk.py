"""Risk of a sample of costs: CVaR, the weighted mean of its worst part, and the objective that weighs it.

Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3), theorem 1,
doi:10.21314/JOR.2000.038.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.plan.solution import CostLines, RiskFigures

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


def risk_of(costs: CostLines, level: float) -> RiskFigures:
    """Mean and CVaR of the cost of a draw, and of the whole cost."""
    tail = cvar(costs.of_draws, costs.weights, level)
    return RiskFigures(
        mean_cny=float(costs.weights @ costs.of_draws),
        cvar_cny=tail,
        known_cny=costs.known_cny,
        cvar_whole_cny=costs.known_cny + tail,
        level=level,
    )


def objective_of(costs: CostLines, risk: RiskFigures, weight: float) -> float:
    """known + (1 - weight) E[cost of a draw] + weight CVaR, from cost lines."""
    return risk.known_cny + (1.0 - weight) * risk.mean_cny + weight * risk.cvar_cny
