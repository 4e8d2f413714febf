"""The way to every solver: a program handed to MathOpt, and its answer read back with right duals.

MathOpt reports its own failures as an unrelated AttributeError (OR-Tools 9.15); every error is translated here.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import Reason, Termination
from importplan.solvers.program import Answer, Program, SolverSettings

_ENDED = {
    mathopt.TerminationReason.INFEASIBLE: Reason.INFEASIBLE,
    mathopt.TerminationReason.UNBOUNDED: Reason.UNBOUNDED,
    mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED: Reason.INFEASIBLE,
    mathopt.TerminationReason.NO_SOLUTION_FOUND: Reason.STOPPED_WITHOUT_PLAN,
    mathopt.TerminationReason.FEASIBLE: Reason.STOPPED_WITH_PLAN,
    mathopt.TerminationReason.IMPRECISE: Reason.FAILED,
    mathopt.TerminationReason.NUMERICAL_ERROR: Reason.FAILED,
    mathopt.TerminationReason.OTHER_ERROR: Reason.FAILED,
}


def ask(
    program: Program,
    solver: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    start: NDArray[np.float64] | None = None,
) -> Answer:
    """Hand a program to a solver, with a first solution for its whole columns where one is given.

    Raises SolverFailed in the solver's words.
    """
    try:
        model = mathopt.Model.from_model_proto(_proto(program))
        with _silent_standard_output():
            result = mathopt.solve(model, solver, params=parameters, model_params=_start(model, program, start))
    except (AttributeError, RuntimeError, ValueError, TypeError) as error:
        raise SolverFailed(f"{solver.name}: {error.__context__ or error}") from error
    return _answer(program, result)


def limits(settings: SolverSettings) -> mathopt.SolveParameters:
    """Time limit and seed, which every solver understands."""
    return mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=settings.time_limit_s),
        random_seed=settings.seed,
    )


@contextlib.contextmanager
def _silent_standard_output() -> Iterator[None]:
    """HiGHS now and then prints to standard output from C, where `--json` must stand alone: send it to the void."""
    sys.stdout.flush()
    kept = os.dup(1)
    void = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(void, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(void)
        os.close(kept)


def _start(
    model: mathopt.Model, program: Program, start: NDArray[np.float64] | None
) -> mathopt.ModelSolveParameters | None:
    if start is None or not program.whole.any():
        return None
    values = dict(zip(model.variables(), start.tolist(), strict=True))
    return mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=values)])


def _proto(program: Program) -> model_pb2.ModelProto:
    proto = model_pb2.ModelProto()
    columns = range(len(program.objective))
    proto.variables.ids.extend(columns)
    proto.variables.lower_bounds.extend(program.column_lower.tolist())
    proto.variables.upper_bounds.extend(program.column_upper.tolist())
    proto.variables.integers.extend(program.whole.tolist())
    proto.objective.offset = program.offset
    priced = np.flatnonzero(program.objective)
    proto.objective.linear_coefficients.ids.extend(priced.tolist())
    proto.objective.linear_coefficients.values.extend(program.objective[priced].tolist())
    proto.linear_constraints.ids.extend(range(len(program.row_lower)))
    proto.linear_constraints.lower_bounds.extend(program.row_lower.tolist())
    proto.linear_constraints.upper_bounds.extend(program.row_upper.tolist())
    order = np.lexsort((program.column, program.row))
    proto.linear_constraint_matrix.row_ids.extend(program.row[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(program.column[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend(program.value[order].tolist())
    return proto


def _answer(program: Program, result: mathopt.SolveResult) -> Answer:
    ended = result.termination
    bounds = ended.objective_bounds
    has_values = result.has_primal_feasible_solution()
    objective = float(result.objective_value()) if has_values else float("inf")
    if ended.reason == mathopt.TerminationReason.OPTIMAL:
        bound = float(bounds.dual_bound) if program.whole.any() else objective
        exact = objective - bound <= 1e-9 * max(1.0, abs(objective))
        reason = Reason.OPTIMAL if exact else Reason.GAP_REACHED
    else:
        bound = float(bounds.dual_bound)
        reason = _ENDED[ended.reason]
        if not has_values and reason is Reason.STOPPED_WITH_PLAN:
            reason = Reason.STOPPED_WITHOUT_PLAN
    values = duals = None
    if has_values:
        by_variable = result.variable_values()
        values = np.array([by_variable[variable] for variable in by_variable], dtype=np.float64)
        if result.has_dual_feasible_solution() and not program.whole.any():
            by_row = result.dual_values()
            duals = np.array([by_row[row] for row in by_row], dtype=np.float64)
    return Answer(Termination(reason, ended.detail), objective, bound, values, duals)
