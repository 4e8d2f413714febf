"""The solvers there are, and the one function through which the model asks one."""

from __future__ import annotations

from collections.abc import Callable

from importplan.solvers import highs
from importplan.solvers.program import Answer, Program, SolverSettings

SOLVERS: dict[str, Callable[[Program, SolverSettings], Answer]] = {"highs": highs.solve}


def solve(program: Program, settings: SolverSettings, solver: str = "highs") -> Answer:
    """Solve a program. Raises SolverFailed, and KeyError for a solver that does not exist."""
    return SOLVERS[solver](program, settings)
