"""What is best, or worst, where the last digits say nothing: equals stand in their own order and share alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
NEAR = 1e-6  # of what is compared: less is rounding
ALIKE = 1e-7  # of the largest cost of a draw: draws that differ by less cost the same


def ranked(values: Real, near: float) -> Whole:
    """(B,) positions, the largest value first; values that are each within `near` of the next stand in their order."""
    order, level = _levels(values, near)
    return order[np.lexsort((order, level))]


def tail(costs: Real, weights: Real, level: float) -> Real:
    """(D,) the weights of the worst 1 - level, as `risk.envelope`; draws that cost the same share alike.

    At a level of 1 the worst draws with a weight share all of it.
    """
    order, group = _levels(np.where(weights > 0, costs, -np.inf), ALIKE * max(1.0, float(np.abs(costs).max())))
    together = np.bincount(group, weights=weights[order])
    left = 1.0 - level
    if level >= 1.0:
        taken = (np.arange(len(together)) == 0).astype(np.float64)
    else:
        taken = np.clip(left - (np.cumsum(together) - together), 0.0, together) / left
    found = np.zeros(len(costs))
    found[order] = weights[order] * (taken / np.where(together > 0, together, 1.0))[group]
    return found


def _levels(values: Real, near: float) -> tuple[Whole, Whole]:
    """Positions from the largest value down, and the level of each, 0, 1, …: a step down is beyond `near`."""
    order = np.argsort(-values, kind="stable")
    sorted_down = values[order]
    with np.errstate(invalid="ignore"):  # nothing less nothing
        step = sorted_down[:-1] - sorted_down[1:] > near
    return order, np.concatenate([[0], np.cumsum(step)]).astype(np.int64)
