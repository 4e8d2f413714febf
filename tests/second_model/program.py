"""A mixed-integer program that is written down row by row and solved to the end by SciPy's `milp` (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from second_model.linear import Linear

INFEASIBLE = 2


@dataclass(frozen=True)
class Solved:
    """The values of all columns at the optimum."""

    values: NDArray[np.float64]

    def of(self, expression: Linear) -> float:
        """What an expression comes to."""
        of_columns = sum(factor * self.values[column] for column, factor in expression.terms.items())
        return float(expression.constant + of_columns)


@dataclass
class Program:
    """Columns with bounds, rows with bounds."""

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Linear, float, float]] = field(default_factory=list)

    def column(self, low: float = 0.0, high: float = inf, whole: bool = False) -> Linear:
        """A new column, as an expression."""
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return Linear({len(self.lows) - 1: 1.0})

    def yes_no(self) -> Linear:
        """A column that is 0 or 1."""
        return self.column(0.0, 1.0, whole=True)

    def at_most(self, left: Linear, right: Linear | float) -> None:
        """A row: left ≤ right."""
        self.rows.append((left - right, -inf, 0.0))

    def at_least(self, left: Linear, right: Linear | float) -> None:
        """A row: left ≥ right."""
        self.rows.append((left - right, 0.0, inf))

    def equal(self, left: Linear, right: Linear | float) -> None:
        """A row: left = right."""
        self.rows.append((left - right, 0.0, 0.0))

    def least(self, objective: Linear) -> Solved | None:
        """The columns at which an expression is least; None where no columns keep all rows.

        The whole columns are rounded afterwards and the others found once more, so that no answer lives on the
        tolerance of a whole number.
        """
        first = self._solve(objective, np.array(self.lows), np.array(self.highs), np.array(self.whole))
        if first is None or not any(self.whole):
            return None if first is None else Solved(first)
        held = np.where(self.whole, np.round(first), 0.0)
        lows, highs = np.where(self.whole, held, self.lows), np.where(self.whole, held, self.highs)
        exact = self._solve(objective, lows, highs, np.zeros(len(self.whole), dtype=bool))
        return Solved(first if exact is None else exact)

    def _solve(
        self, objective: Linear, lows: NDArray[np.float64], highs: NDArray[np.float64], whole: NDArray[np.bool_]
    ) -> NDArray[np.float64] | None:
        if (lows > highs).any():
            return None
        costs = np.zeros(len(lows))
        for column, factor in objective.terms.items():
            costs[column] = factor
        found = milp(
            costs,
            integrality=whole.astype(int),
            bounds=Bounds(lows, highs),
            constraints=self._constraint(len(lows)),
            options={"mip_rel_gap": 0.0},
        )
        if found.status == INFEASIBLE:
            return None
        if found.status != 0:
            raise RuntimeError(f"the solver stopped: {found.message}")
        return np.asarray(found.x, dtype=np.float64)

    def _constraint(self, columns: int) -> list[LinearConstraint]:
        if not self.rows:
            return []
        position: list[int] = []
        column: list[int] = []
        value: list[float] = []
        for number, (left, _, _) in enumerate(self.rows):
            position += [number] * len(left.terms)
            column += left.terms.keys()
            value += left.terms.values()
        matrix = csr_array((value, (position, column)), shape=(len(self.rows), columns))
        low = np.array([low - left.constant for left, low, _ in self.rows])
        high = np.array([high - left.constant for left, _, high in self.rows])
        return [LinearConstraint(matrix, low, high)]
