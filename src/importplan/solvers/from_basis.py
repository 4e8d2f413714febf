"""A linear program that is solved again and again with other costs: each solve goes on from the basis of the last one.

After a change of costs alone the last basis stays feasible: the primal method of GLOP goes on from there, in a tenth of
the time of a solve from nothing. Nothing but the basis is kept between solves, some bytes a column and row, so that
blocks may be as many as they are, any process or machine may answer, and whoever does gives the same answer.
"""

from __future__ import annotations

from ortools.math_opt.python import mathopt

from importplan.solvers.program import Program, SimplexBasis, SolverAnswer, SolverSettings
from importplan.solvers.through_mathopt import ask, limits


def solve_from_basis(program: Program, settings: SolverSettings, basis: SimplexBasis | None) -> SolverAnswer:
    """Solve a program without its whole columns; the answer has a `basis` for the next time.

    Raises SolverFailed in the solver's words.
    """
    parameters = limits(settings)
    parameters.lp_algorithm = mathopt.LPAlgorithm.PRIMAL_SIMPLEX
    return ask(program.relaxed(), mathopt.SolverType.GLOP, parameters, basis=basis)
