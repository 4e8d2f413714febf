"""The way to every solver: a program handed to MathOpt, and its answer read back with right duals.

Programs and answers are handed over as MathOpt's own messages: its Python model keeps an object for every column and
row, which on a linear program of 15,000 columns takes twice as long as solving it (docs/solving.md).
"""

from __future__ import annotations

import datetime
import os
import sys
import threading

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver as mathopt_solver
from ortools.math_opt.python import mathopt
from pybind11_abseil.status import StatusNotOk

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import Reason, Termination
from importplan.solvers.program import Program, SimplexBasis, SolverAnswer, SolverSettings

_ENDED = {
    result_pb2.TERMINATION_REASON_INFEASIBLE: Reason.INFEASIBLE,
    result_pb2.TERMINATION_REASON_UNBOUNDED: Reason.UNBOUNDED,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED: Reason.INFEASIBLE,
    result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND: Reason.STOPPED_WITHOUT_PLAN,
    result_pb2.TERMINATION_REASON_FEASIBLE: Reason.STOPPED_WITH_PLAN,
    result_pb2.TERMINATION_REASON_IMPRECISE: Reason.FAILED,
    result_pb2.TERMINATION_REASON_NUMERICAL_ERROR: Reason.FAILED,
    result_pb2.TERMINATION_REASON_OTHER_ERROR: Reason.FAILED,
}
_FEASIBLE = solution_pb2.SOLUTION_STATUS_FEASIBLE


def ask(
    program: Program,
    solver: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    start: NDArray[np.float64] | None = None,
    basis: SimplexBasis | None = None,
) -> SolverAnswer:
    """Hand a program to a solver, with a first solution for its whole columns or a basis where one is given.

    Raises SolverFailed in the solver's words.
    """
    try:
        with _silent:
            result = mathopt_solver.solve(
                message(program),
                solver.value,
                parameters_pb2.SolverInitializerProto(),
                parameters.to_proto(),
                asked(program, start, basis),
                None,
                callback_pb2.CallbackRegistrationProto(),
                None,
                None,
            )
    except (StatusNotOk, RuntimeError, ValueError, TypeError) as error:
        raise SolverFailed(f"{solver.name}: {error}") from error
    return answered(program, result)


def limits(settings: SolverSettings) -> mathopt.SolveParameters:
    """Time limit and seed, which every solver understands."""
    return mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=settings.time_limit_s),
        random_seed=settings.seed,
    )


class _SilentStandardOutput:
    """HiGHS now and then prints to standard output from C, where `--json` must stand alone: send it to the void.

    Solves may run in several threads: the first one in turns the output off, the last one out turns it on again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._kept = -1

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                sys.stdout.flush()
                self._kept = os.dup(1)
                void = os.open(os.devnull, os.O_WRONLY)
                os.dup2(void, 1)
                os.close(void)

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                os.dup2(self._kept, 1)
                os.close(self._kept)


_silent = _SilentStandardOutput()


def asked(
    program: Program, start: NDArray[np.float64] | None, basis: SimplexBasis | None = None
) -> model_parameters_pb2.ModelSolveParametersProto:
    """A first solution or a basis where there is one; and no reduced costs, which nobody reads."""
    nothing = sparse_containers_pb2.SparseVectorFilterProto(filter_by_ids=True)
    asked = model_parameters_pb2.ModelSolveParametersProto(reduced_costs_filter=nothing)
    if start is not None and program.whole.any():
        hint = asked.solution_hints.add()
        hint.variable_values.ids.extend(range(len(start)))
        hint.variable_values.values.extend(start.tolist())
    if basis is not None:
        for status, given in (
            (asked.initial_basis.variable_status, basis.columns),
            (asked.initial_basis.constraint_status, basis.rows),
        ):
            status.ids.extend(range(len(given)))
            status.values.extend(given.tolist())
        asked.initial_basis.basic_dual_feasibility = solution_pb2.SOLUTION_STATUS_UNDETERMINED
    return asked


def message(program: Program) -> model_pb2.ModelProto:
    """A program as MathOpt's message."""
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
    order = _by_row(program)
    proto.linear_constraint_matrix.row_ids.extend(program.row[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(program.column[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend(program.value[order].tolist())
    return proto


def _by_row(program: Program) -> NDArray[np.int64] | slice:
    """The order of the entries by row and column; programs of blocks stand in it already."""
    along, across = np.diff(program.row), np.diff(program.column)
    if ((along > 0) | ((along == 0) & (across > 0))).all():
        return slice(None)
    return np.lexsort((program.column, program.row))


def answered(program: Program, result: result_pb2.SolveResultProto) -> SolverAnswer:
    """What a message of MathOpt answers to a program."""
    ended = result.termination
    best = result.solutions[0] if result.solutions else solution_pb2.SolutionProto()
    primal = best.primal_solution
    has_values = primal.feasibility_status == _FEASIBLE
    objective = float(primal.objective_value) if has_values else float("inf")
    bound = float(ended.objective_bounds.dual_bound)
    if ended.reason == result_pb2.TERMINATION_REASON_OPTIMAL:
        bound = bound if program.whole.any() else objective
        exact = objective - bound <= 1e-9 * max(1.0, abs(objective))
        reason = Reason.OPTIMAL if exact else Reason.GAP_REACHED
    else:
        reason = _ENDED[ended.reason]
        if not has_values and reason is Reason.STOPPED_WITH_PLAN:
            reason = Reason.STOPPED_WITHOUT_PLAN
    values = duals = None
    if has_values:
        values = _dense(primal.variable_values, len(program.objective))
        if best.dual_solution.feasibility_status == _FEASIBLE and not program.whole.any():
            duals = _dense(best.dual_solution.dual_values, len(program.row_lower))
    return SolverAnswer(Termination(reason, ended.detail), objective, bound, values, duals, basis=_basis(best))


def _basis(solution: solution_pb2.SolutionProto) -> SimplexBasis | None:
    if not solution.HasField("basis"):
        return None
    return SimplexBasis(
        np.array(solution.basis.variable_status.values, dtype=np.int8),
        np.array(solution.basis.constraint_status.values, dtype=np.int8),
    )


def _dense(given: sparse_containers_pb2.SparseDoubleVectorProto, count: int) -> NDArray[np.float64]:
    """(count,) the values of a message, 0 where it has none."""
    found = np.zeros(count)
    found[np.array(given.ids, dtype=np.int64)] = np.array(given.values, dtype=np.float64)
    return found
