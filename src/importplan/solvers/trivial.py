"""A bound that costs nothing: every column at its cheaper end, whatever the rows say.

Where a column has no end on its cheaper side, rows may give it one: a stock is at most what comes into it. Ends are
passed on from row to row until no row gives another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.solvers.program import Program

Real = NDArray[np.float64]
MOST_ROUNDS = 100


def trivial_bound(program: Program) -> float:
    """No solution of a program is below it; minus infinity where a column that pays has no end."""
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    pays, costs = program.objective < 0, program.objective > 0
    for _ in range(MOST_ROUNDS):
        if np.isfinite(upper[pays]).all() and np.isfinite(lower[costs]).all():
            break
        if not _passed_on(program, lower, upper):
            return -np.inf
    if not (np.isfinite(upper[pays]).all() and np.isfinite(lower[costs]).all()):
        return -np.inf
    at = np.where(pays, upper, np.where(costs, lower, 0.0))
    return float(program.objective @ at) + program.offset


def _passed_on(program: Program, lower: Real, upper: Real) -> bool:
    """Give ends to columns that have none, where the other columns of a row have theirs; whether any got one."""
    before = int(np.isinf(lower).sum() + np.isinf(upper).sum())
    entered = program.value != 0
    row, column, value = program.row[entered], program.column[entered], program.value[entered]
    for sign, bound in ((1.0, program.row_upper), (-1.0, -program.row_lower)):
        # sum of a x <= bound: what the other columns take at least leaves the rest for this one.
        taken = sign * value
        ends = np.where(taken > 0, lower[column], upper[column])
        least = taken * ends
        free = ~np.isfinite(least)
        count = np.bincount(row, free, len(bound))
        total = np.bincount(row, np.where(free, 0.0, least), len(bound))
        alone = np.isfinite(bound[row]) & (count[row] - free == 0)
        left = (bound[row] - total[row] + np.where(free, 0.0, least)) / taken
        for end, mine in ((upper, alone & (taken > 0)), (lower, alone & (taken < 0))):
            mine &= ~np.isfinite(end[column])
            new = np.full(len(end), np.inf if end is upper else -np.inf)
            (np.minimum if end is upper else np.maximum).at(new, column[mine], left[mine])
            gets = ~np.isfinite(end) & np.isfinite(new)
            end[gets] = new[gets]
    return int(np.isinf(lower).sum() + np.isinf(upper).sum()) < before
