"""A first plan, found quickly: what would be ordered if nothing ever stopped, settled on the draws.

It gives the solver a start, and it stands when the solve is interrupted or runs out of time before it finds another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.build import build
from importplan.model.frame import Frame
from importplan.model.goals import Stage, expected_cost
from importplan.solvers import solve as solvers
from importplan.solvers.program import SolverSettings

WORTH_A_START = 60  # whole columns: below it the solver needs no help
SECONDS = 20.0  # at most, for each of its two solves
SHARE_OF_TIME = 0.15  # of the time limit, at most, for each of them
DECIDED = ("order", "qualify_offer", "qualify_supplier", "book")


def first_values(frame: Frame, stage: Stage) -> NDArray[np.float64] | None:
    """Values of all columns of a feasible plan; None where none was found quickly, or the case needs no start."""
    if int(frame.draft.size["whole_columns"]) < WORTH_A_START or frame.draws.count == 1:
        return None
    seconds = min(SECONDS, SHARE_OF_TIME * frame.facts.scenario.settings.time_limit_s)
    orders = _undisturbed(frame, seconds)
    if orders is None:
        return None
    objective = np.zeros(frame.draft.columns_count)
    objective[: len(stage.coefficients)] = stage.coefficients
    program = frame.draft.program(objective, stage.constant)
    for name, values in orders.items():
        columns = frame.draft.names[name]
        held = np.clip(values, program.column_lower[columns], program.column_upper[columns])
        program.column_lower[columns] = program.column_upper[columns] = held
    answer = solvers.solve(program, SolverSettings(gap=1e-2, time_limit_s=seconds))
    return answer.values


def _undisturbed(frame: Frame, seconds: float) -> dict[str, NDArray[np.float64]] | None:
    """Decisions of today on the one course without outages, in the order of the frame's columns."""
    alone = build(frame.facts.scenario, frame.facts.landed, frame.no_outage)
    cheapest = expected_cost(alone)
    program = alone.draft.program(cheapest.coefficients, cheapest.constant)
    answer = solvers.solve(program, SolverSettings(gap=1e-2, time_limit_s=seconds))
    if answer.values is None or not answer.termination.reason.has_plan:
        return None
    rounded = np.where(program.whole, np.round(answer.values), answer.values)
    found = {name: rounded[alone.draft.names[name]] for name in DECIDED}
    same = all(len(found[name]) == frame.draft.names[name].size for name in DECIDED)
    return found if same else None
