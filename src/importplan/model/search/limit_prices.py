"""The price of each limit: what a yuan or a unit more of it spares in the program without whole units.

The dual of a row says what its bound is worth at the margin; rows of one wish give way together, so their duals add up.
What a whole step (a million, a unit) is worth is another matter: the relaxed program is solved again with it. Its
optimum is convex in the bound, so a step is worth no more than its size times the price at the margin.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from importplan.customs.cost.table import LandedTable
from importplan.model.program.build import build
from importplan.model.program.draft import Repairable
from importplan.model.program.goals import ONE_STAGE, program_of, stages
from importplan.model.search.explain import by_wish
from importplan.plan.limit_price import LimitPrice
from importplan.plan.solution import Repair
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.solvers import solve as solvers
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.uncertainty.sampling.draw_set import DrawSet

MILLION = 1e6
LEAST_PRICE = 1e-6  # of a yuan: less is a solver's dust
LARGEST = 300_000  # columns of a program that is solved for prices


def limit_prices(
    scenario: Scenario, landed: LandedTable, draws: DrawSet, clock: Clock
) -> tuple[LimitPrice, ...] | None:
    """Every wish that has a price, the dearest step first.

    None where the program is too large, the goal has several stages, or there is no time for the optimum.
    """
    if scenario.settings.goal not in ONE_STAGE:
        return None
    frame = build(scenario, landed, draws)
    if frame.draft.columns_count > LARGEST:
        return None
    program = program_of(frame, stages(frame)[0]).relaxed()
    answer = _optimum(program, clock)
    if answer.values is None or answer.row_duals is None:
        return None
    found, money = [], frame.draft.money
    for wish in by_wish(frame.draft.repairable):
        price = sum(float(answer.row_duals[part.rows].sum()) * part.entry for part in wish) * money
        if price <= LEAST_PRICE:
            continue
        first = wish[0]
        step = MILLION if first.in_cny else 1.0
        wider = _optimum(_wider(program, wish, step), clock)
        if wider.values is None:
            continue
        repair = Repair(
            first.rule, first.item, first.who, first.first, first.last, first.place, step, first.in_cny
        )  # fmt: skip
        found.append(LimitPrice(repair, price, max(0.0, answer.objective - wider.objective) * money))
    return tuple(sorted(found, key=lambda each: -each.step_cny))


def _optimum(program: Program, clock: Clock) -> SolverAnswer:
    return solvers.solve(program, SolverSettings(gap=0.0, time_limit_s=max(0.1, clock.left())))


def _wider(program: Program, wish: list[Repairable], step: float) -> Program:
    """The program with a wish that gives way by a step: as if a column of relief stood at it."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for part in wish:
        rows = np.ravel(part.rows)
        lower[rows] -= part.entry * step
        upper[rows] -= part.entry * step
    return replace(program, row_lower=lower, row_upper=upper)
