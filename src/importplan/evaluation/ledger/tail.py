"""The risk limit: the mean of the worst draws (planning model, section 3, family 12)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.violation import Violation, where
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import Scenario


def worst_mean(cost: NDArray[np.float64], weights: NDArray[np.float64], level: float) -> float:
    """The mean of the dearest draws that together weigh 1 − level; at level 1 the dearest draw with a weight."""
    if level >= 1.0:
        return float(cost[weights > 0.0].max())
    order = np.argsort(-cost)
    before = np.cumsum(weights[order]) - weights[order]
    counted = np.clip((1.0 - level) - before, 0.0, weights[order])
    return float(counted @ cost[order] / counted.sum())


def risk_limit(scenario: Scenario, costs: CostLines) -> Iterator[Violation]:
    """CVaR of the cost of a draw ≤ `risk_limit_cny`."""
    limit = scenario.settings.risk_limit_cny
    if limit is not None:
        tail = worst_mean(costs.of_draws, costs.weights, scenario.settings.risk_level)
        yield from where("risk_limit", (), tail - limit, abs(limit))
