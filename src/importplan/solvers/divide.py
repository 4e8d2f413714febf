"""Rows that several owners share, divided among them around a point: each has its own row, and the program falls apart.

Kornai and Liptak (1965), Two-level planning, Econometrica 33(1): the centre hands out what is scarce. Whoever keeps
within its part keeps, together with the others, within the whole: what is found is a solution, though not the best.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.solvers.program import Program

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Divided:
    """A program whose shared rows are replaced; `origin` is the row of the program before, for each of its rows."""

    program: Program
    origin: Whole


def divide(program: Program, owner: Whole, point: Real) -> Divided:
    """Divide every row with free columns of several owners.

    Parameters
    ----------
    program
        Held columns count as nobody's.
    owner : (column,) array
        Who a column belongs to; negative: to nobody, and then it has to be held, since shared rows count it as it is.
    point : (column,) array
        What each owner takes at this point it may take again. What is left over is shared out evenly; what is taken too
        much is given back in proportion to what each takes.
    """
    held = program.column_lower == program.column_upper
    mine = np.where(held, -1, owner)[program.column]
    shared = _several(program.row, mine, len(program.row_lower))
    moved = shared[program.row] & (mine >= 0)
    pairs, pair = np.unique(np.stack([program.row[moved], mine[moved]]), axis=1, return_inverse=True)
    pair = pair.reshape(-1)
    taken = np.zeros(pairs.shape[1])
    np.add.at(taken, pair, program.value[moved] * point[program.column[moved]])
    rest = program.activity(np.where(held, program.column_lower, point))
    lower, upper = (
        _shares(bound - rest, taken, pairs[0], over)
        for bound, over in ((program.row_lower, -1.0), (program.row_upper, 1.0))
    )
    row = program.row.copy()
    row[moved] = len(shared) + pair
    kept = ~shared[program.row] | moved
    divided = replace(
        program,
        row_lower=np.concatenate([np.where(shared, -np.inf, program.row_lower), lower]),
        row_upper=np.concatenate([np.where(shared, np.inf, program.row_upper), upper]),
        row=row[kept],
        column=program.column[kept],
        value=program.value[kept],
    )
    return Divided(divided, np.concatenate([np.arange(len(shared)), pairs[0]]))


def _several(row: Whole, owner: Whole, rows: int) -> NDArray[np.bool_]:
    """(row,) whether columns of several owners stand in it."""
    owned = owner >= 0
    least, most = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -1, dtype=np.int64)
    np.minimum.at(least, row[owned], owner[owned])
    np.maximum.at(most, row[owned], owner[owned])
    found: NDArray[np.bool_] = (most >= 0) & (least < most)
    return found


def _shares(left: Real, taken: Real, row: Whole, over: float) -> Real:
    """(pair,) each owner's bound of a row, of which `left` remains at the point (row,); `over` 1 for an upper bound."""
    count, size = np.bincount(row, minlength=len(left)), np.bincount(row, weights=np.abs(taken), minlength=len(left))
    by_size = np.divide(np.abs(taken), size[row], out=1.0 / count[row], where=size[row] > 0.0)
    share = np.where(over * left[row] < 0.0, by_size, 1.0 / count[row])
    # Without a bound on the whole there is none on a part, whatever its share.
    found: Real = taken + np.where(np.isfinite(left[row]), left[row] * share, left[row])
    return found
