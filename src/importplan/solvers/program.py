"""A linear or mixed-integer program as flat arrays, and what a solver answers. No solver is known here.

minimise  objective @ x + offset   subject to   row_lower <= A x <= row_upper,   column_lower <= x <= column_upper
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.plan.road import Road
from importplan.plan.solution import Termination

WHOLE_WITHIN = 1e-8  # whole columns are whole, and rows are kept, within this


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

    def held(self, columns: NDArray[np.int64] | NDArray[np.bool_], values: NDArray[np.float64]) -> Program:
        """The program with some columns held at values, as far as their limits allow."""
        lower, upper = self.column_lower.copy(), self.column_upper.copy()
        lower[columns] = upper[columns] = np.clip(values, lower[columns], upper[columns])
        return replace(self, column_lower=lower, column_upper=upper)

    def without(self, rows: NDArray[np.bool_]) -> Program:
        """The program in which some rows ask for nothing; all keep their numbers."""
        kept = ~rows[self.row]
        return replace(
            self,
            row_lower=np.where(rows, -np.inf, self.row_lower),
            row_upper=np.where(rows, np.inf, self.row_upper),
            row=self.row[kept],
            column=self.column[kept],
            value=self.value[kept],
        )

    def relaxed(self) -> Program:
        """The program without whole columns; its optimum is a bound."""
        return replace(self, whole=np.zeros(len(self.whole), dtype=bool))

    def activity(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """(m,) A @ values."""
        found = np.zeros(len(self.row_lower))
        np.add.at(found, self.row, self.value * values[self.column])
        return found

    def broken(self, values: NDArray[np.float64], tolerance: float = 1e-6) -> NDArray[np.bool_]:
        """(m,) rows whose bounds values do not keep, within a tolerance relative to the row's largest term."""
        term = np.abs(self.value * values[self.column])
        room = np.ones(len(self.row_lower))
        np.maximum.at(room, self.row, term)
        room *= tolerance
        found = self.activity(values)
        outside: NDArray[np.bool_] = (found < self.row_lower - room) | (found > self.row_upper + room)
        return outside


@dataclass(frozen=True, slots=True)
class SolverSettings:
    """How far to go: relative gap, seconds, random seed; and a file for the better solutions found on the way."""

    gap: float = 1e-3
    time_limit_s: float = 300.0
    seed: int = 1
    target: float = -float("inf")  # a solution as good as this ends a search
    improvements: str = ""  # path; blank: none is written. Only HiGHS with whole columns writes any


@dataclass(frozen=True)
class SimplexBasis:
    """Which columns and rows a simplex method has in its basis, and at which bound the others stand."""

    columns: NDArray[np.int8]  # (n,)
    rows: NDArray[np.int8]  # (m,)


@dataclass(frozen=True)
class SolverAnswer:
    """What a solver answered. `values` is None without a solution; `row_duals` only where no column is whole, and
    `basis` only where a simplex method ended at one.

    A solver knows nothing of the `road` that led to it: the model says which it took.
    """

    termination: Termination
    objective: float
    bound: float
    values: NDArray[np.float64] | None = None
    row_duals: NDArray[np.float64] | None = None
    road: Road | None = None
    basis: SimplexBasis | None = None
