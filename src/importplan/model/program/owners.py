"""Who columns and rows of the program belong to: a payer, several together, or nobody.

Orders belong to who pays, stocks and waiting demand to who holds and waits: their families say so (`Draft.place`). The
rest follows from the rows: a column that stands in rows of one payer only is that payer's; one that stands in rows of
several (a release from the reserve, the qualification of a supplier) is shared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.draft import NOBODY
from importplan.model.program.frame import Frame
from importplan.solvers.program import Program

Whole = NDArray[np.int64]
SHARED = -2
NONE_YET = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Owners:
    """Positions of payers; NOBODY or SHARED."""

    of_columns: Whole
    of_rows: Whole


def owners(frame: Frame, program: Program) -> Owners:
    """Who the columns and rows of a program of a frame belong to."""
    column = frame.draft.payers()
    while True:
        row = _agreed(program.row, column[program.column], len(program.row_lower))
        told = _agreed(program.column, row[program.row], len(column))
        new = np.where(column == NOBODY, told, column)
        if (new == column).all():
            return Owners(column, row)
        column = new


def _agreed(at: Whole, owner: Whole, count: int) -> Whole:
    """(count,) the owner that all entries at a place name; SHARED where they name several, NOBODY where none."""
    named = owner >= 0
    least, most = np.full(count, NONE_YET), np.full(count, -1, dtype=np.int64)
    np.minimum.at(least, at[named], owner[named])
    np.maximum.at(most, at[named], owner[named])
    return np.where(most < 0, NOBODY, np.where(least == most, least, SHARED))
