"""A linear or mixed-integer program as flat arrays, and what a solver answers. No solver is known here.

minimise  objective @ x + offset   subject to   row_lower <= A x <= row_upper,   column_lower <= x <= column_upper
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.plan.solution import Termination


@dataclass(frozen=True)
class Program:
    """n columns, m rows, A as (row, column, value) triplets without repeats."""

    column_lower: NDArray[np.float64]
    column_upper: NDArray[np.float64]
    whole: NDArray[np.bool_]
    objective: NDArray[np.float64]
    offset: float
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.float64]

    @property
    def size(self) -> dict[str, int]:
        """Columns, rows, entries and whole columns."""
        return {
            "columns": len(self.objective),
            "rows": len(self.row_lower),
            "entries": len(self.value),
            "whole_columns": int(self.whole.sum()),
        }


@dataclass(frozen=True, slots=True)
class SolverSettings:
    """How far to go: relative gap, seconds, random seed; and a file for the better solutions found on the way."""

    gap: float = 1e-3
    time_limit_s: float = 300.0
    seed: int = 1
    improvements: str = ""  # path; blank: none is written. Only HiGHS with whole columns writes any


@dataclass(frozen=True)
class Answer:
    """What a solver answered. `values` is None without a solution; `row_duals` only where no column is whole."""

    termination: Termination
    objective: float
    bound: float
    values: NDArray[np.float64] | None = None
    row_duals: NDArray[np.float64] | None = None
