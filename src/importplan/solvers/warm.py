"""A linear program that is solved again and again with other costs: GLOP keeps its basis from one solve to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2, model_update_pb2, parameters_pb2
from ortools.math_opt.core.python import solver as mathopt_solver
from ortools.math_opt.python import mathopt
from pybind11_abseil.status import StatusNotOk

from importplan.basics.errors import SolverFailed
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.through_mathopt import answered, asked, limits, message


class WarmProgram:
    """A program without whole units, held by a solver between solves.

    After a change of costs alone the last basis stays feasible: the primal method goes on from there, in a tenth of the
    time of a solve from nothing. May be asked from any thread, by one at a time.
    """

    def __init__(self, program: Program) -> None:
        self._program = replace(program.relaxed(), offset=0.0)
        self._costs = np.zeros(len(program.objective))
        self._solver = mathopt_solver.new(
            mathopt.SolverType.GLOP.value, message(self._program), parameters_pb2.SolverInitializerProto()
        )
        self._costs[:] = self._program.objective

    def solve(self, objective: NDArray[np.float64], settings: SolverSettings) -> SolverAnswer:
        """Solve with these costs (n,), offset 0. Raises SolverFailed in the solver's words."""
        update = model_update_pb2.ModelUpdateProto()
        moved = np.flatnonzero(objective != self._costs)
        update.objective_updates.linear_coefficients.ids.extend(moved.tolist())
        update.objective_updates.linear_coefficients.values.extend(objective[moved].tolist())
        parameters = limits(settings)
        parameters.lp_algorithm = mathopt.LPAlgorithm.PRIMAL_SIMPLEX
        try:
            if not self._solver.update(update):
                raise SolverFailed("GLOP: costs cannot be changed")
            result = self._solver.solve(
                parameters.to_proto(),
                asked(self._program, None),
                None,
                callback_pb2.CallbackRegistrationProto(),
                None,
                None,
            )
        except (StatusNotOk, RuntimeError, ValueError, TypeError) as error:
            raise SolverFailed(f"GLOP: {error}") from error
        self._costs[:] = objective
        return answered(self._program, result)
