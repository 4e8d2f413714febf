"""GLOP: linear programs by the simplex method, without whole units.

It finds the optimum without whole units of a case with many columns of tax in seconds, where the presolve of HiGHS
works for minutes. On programs of the largest case it was seen to end abnormally, so it is asked only where a failure
does no harm (docs/solving.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from importplan.basics.errors import SolverFailed
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.through_mathopt import ask, limits


def solve(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> SolverAnswer:
    """Solve a linear program with GLOP; a first solution is of no use to it.

    Raises SolverFailed where columns are whole, and in the solver's words.
    """
    if program.whole.any():
        raise SolverFailed("GLOP: it has no whole units")
    parameters = limits(settings)
    # Costs are not negative for almost every column: the dual method begins feasible, the primal one must search.
    parameters.lp_algorithm = mathopt.LPAlgorithm.DUAL_SIMPLEX
    # Three to four times as quick as with its presolve, and a bound near the optimum after a tenth of that time.
    parameters.presolve = mathopt.Emphasis.OFF
    return ask(program, mathopt.SolverType.GLOP, parameters)
