"""Quantiles and tail means of a weighted sample.

CVaR as in section 4 of the planning model (Rockafellar & Uryasev 2000): the mean of the worst 1 - level share of the
weight; a draw that straddles the border counts with the part of its weight inside; level 1 is the worst draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


def tail_weights(values: Real, weights: Real, level: float) -> Real:
    """Weights (sum 1) of the draws in the worst 1 - level share."""
    share = max(1.0 - level, 1e-12)
    order = np.argsort(-values, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(weights[order])[:-1]))
    inside = np.zeros_like(weights)
    inside[order] = np.clip(share - before, 0.0, weights[order])
    found: Real = inside / inside.sum()
    return found


def tail_mean(values: Real, weights: Real, level: float) -> float:
    """CVaR at `level`: the mean of the worst 1 - level share."""
    return float(tail_weights(values, weights, level) @ values)


def quantile(values: Real, weights: Real, share: float) -> float:
    """The least value that at least `share` of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) >= share - 1e-12
    return float(values[order][int(np.argmax(reached))])


def histogram(
    values: Real, weights: Real, bins: int = 20, span: tuple[float, float] | None = None
) -> tuple[Real, Real]:
    """Borders (bins + 1) and the weight in each bin, over the span of the values unless another is given."""
    heights, borders = np.histogram(values, bins=bins, weights=weights, range=span)
    return borders.astype(np.float64), heights.astype(np.float64)
