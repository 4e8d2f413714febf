"""The solvers there are, and the one function through which the model asks one."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from importplan.solvers import glop, highs
from importplan.solvers.program import Program, SolverAnswer, SolverSettings


class Solver(Protocol):
    """A solver: a program, how far to go, and perhaps a first solution (one value a column)."""

    def __call__(
        self, program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None
    ) -> SolverAnswer:
        """Solve; raises SolverFailed."""
        ...


SOLVERS: dict[str, Solver] = {"highs": highs.solve, "glop": glop.solve}


def solve(
    program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None, solver: str = "highs"
) -> SolverAnswer:
    """Solve a program. Raises SolverFailed, and KeyError for a solver that does not exist."""
    return SOLVERS[solver](program, settings, start)
