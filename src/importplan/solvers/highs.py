"""HiGHS: whole units with bound and gap, and linear programs with right duals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from importplan.solvers.program import WHOLE_WITHIN, Program, SolverAnswer, SolverSettings
from importplan.solvers.through_mathopt import ask, limits


def solve(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> SolverAnswer:
    """Solve a program with HiGHS, from a first solution where one is given.

    The asked gap is passed on for whole units (HiGHS' own default is 1e-4). Raises SolverFailed in the solver's words.
    """
    parameters = limits(settings)
    if program.whole.any():
        # At its default of 1e-6 HiGHS was seen to cut off a better plan and report a false bound: big costs hang on
        # whole columns that may differ from a whole number by that much.
        parameters.highs.double_options["mip_feasibility_tolerance"] = WHOLE_WITHIN
        parameters.relative_gap_tolerance = settings.gap
        if settings.target > -np.inf:
            parameters.highs.double_options["objective_target"] = settings.target
        if settings.improvements:
            parameters.highs.bool_options["mip_improving_solution_save"] = True
            parameters.highs.string_options["mip_improving_solution_file"] = settings.improvements
        # The absolute tolerance must never end a solve before the relative one does.
        parameters.absolute_gap_tolerance = min(1e-9, settings.gap)
    return ask(program, mathopt.SolverType.HIGHS, parameters, start)
