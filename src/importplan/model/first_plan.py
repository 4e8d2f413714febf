"""A first plan, found quickly, and how far from the best it can be.

Three roads: the optimum without whole units, rounded (`rounding`); what would be ordered if nothing stopped; and, of a
large case, what its items taken one by one order (`by_item`), as far as no budget of a payer joins them. Each is
settled on the draws; the best one starts the solver. The first and the third give a bound: where a first plan is
within the asked gap of it, nothing is left to search. A first plan also stands when the solve is interrupted or runs
out of time before it finds another.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.build import build
from importplan.model.by_item import solve_by_item, worst_draws
from importplan.model.draft import Index
from importplan.model.frame import Frame
from importplan.model.goals import Stage, expected_cost
from importplan.model.rounding import decisions
from importplan.plan.solution import Reason
from importplan.solvers import solve as solvers
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import Answer, Program, SolverSettings

Real = NDArray[np.float64]
WORTH_A_START = 60  # whole columns: below it the solver needs no help
SECONDS = 60.0  # at most, for each of its solves
SHARE_OF_TIME = 0.2  # of the time limit, at most, for each of them
SHARE_OF_ALL = 0.6  # of the time limit, for all of them
RELAXED_SECONDS, RELAXED_SHARE = 40.0, 0.35  # the same for the optimum without whole units, which is worth waiting for
LARGE = 1_000_000  # entries: beyond it the optimum without whole units takes minutes and is left to the search
LOOKS_BY_ITEM = 2  # the second from the worst draws of the plan that the first one led to: its bound is nearer
EARLY = (0.9, 0.7, 0.5)  # parts of a unit that are rounded up
DECIDED = ("order", "qualify_offer", "qualify_supplier", "book")


@dataclass(frozen=True)
class FirstPlan:
    """Values of all columns, their objective, and a bound on every plan (minus infinity where none was found)."""

    values: Real
    objective: float
    bound: float

    def within(self, gap: float) -> bool:
        """Whether no plan can be better by more than the gap."""
        return self.objective - self.bound <= gap * abs(self.objective)


def first_plan(frame: Frame, stage: Stage) -> FirstPlan | None:
    """The best plan found quickly; None where none was found, or the case needs no start."""
    if int(frame.draft.size["whole_columns"]) < WORTH_A_START or frame.draws.count == 1:
        return None
    settings = frame.facts.scenario.settings
    objective = np.zeros(frame.draft.columns_count)
    objective[: len(stage.coefficients)] = stage.coefficients
    program = frame.draft.program(objective, stage.constant)
    began = time.perf_counter()

    def seconds() -> float:
        left = SHARE_OF_ALL * settings.time_limit_s - (time.perf_counter() - began)
        return min(SECONDS, SHARE_OF_TIME * settings.time_limit_s, left)

    relaxed = relax(program, min(RELAXED_SECONDS, RELAXED_SHARE * settings.time_limit_s))
    bound = -np.inf if relaxed is None else relaxed.objective
    best: FirstPlan | None = None
    for decided in _candidates(frame, relaxed, seconds()):
        answer = _settled(frame, program, decided, seconds())
        if answer.values is not None and (best is None or answer.objective < best.objective):
            best = FirstPlan(answer.values, answer.objective, min(bound, answer.objective))
        if best is not None and best.within(settings.gap):
            break
    if best is None or np.isfinite(bound) or program.size["entries"] <= LARGE:
        return best
    for _ in range(LOOKS_BY_ITEM):
        by_item = solve_by_item(frame, worst_draws(frame, best.values), _asked(frame, seconds()))
        if by_item is None:
            break
        bound = max(bound, by_item.bound)
        within = _within_budgets(frame, program, by_item, seconds())
        if within is None or within.values is None or within.objective >= best.objective:
            break
        best = FirstPlan(within.values, within.objective, bound)
    return replace(best, bound=min(bound, best.objective))


def relax(program: Program, seconds: float) -> Answer | None:
    """The optimum without whole units, a bound on every plan; None where it cannot be found in time."""
    if program.size["entries"] > LARGE:
        return None
    relaxed = replace(program, whole=np.zeros(len(program.whole), dtype=bool))
    try:
        answer = solvers.solve(relaxed, SolverSettings(time_limit_s=seconds), solver="glop")
    except SolverFailed:
        return None  # the search goes on without it
    return answer if answer.termination.reason is Reason.OPTIMAL else None


def _candidates(frame: Frame, relaxed: Answer | None, seconds: float) -> Iterator[dict[str, Real]]:
    """Decisions of today, the most promising ones first."""
    if relaxed is not None and relaxed.values is not None:
        for early in EARLY:
            yield decisions(frame, relaxed.values, early)
    undisturbed = _undisturbed(frame, seconds)
    if undisturbed is not None:
        yield undisturbed


def _asked(frame: Frame, seconds: float) -> SolverSettings:
    return SolverSettings(min(1e-2, frame.facts.scenario.settings.gap), max(0.1, seconds))


def _settled(frame: Frame, program: Program, decided: dict[str, Real], seconds: float) -> Answer:
    """The program with the decisions of today held."""
    columns = np.concatenate([frame.draft.names[name].reshape(-1) for name in decided])
    values = np.concatenate([values.reshape(-1) for values in decided.values()])
    return solve_in_parts(_held(program, columns, values), _asked(frame, seconds))


def _held(program: Program, columns: Index, values: Real) -> Program:
    """The program with some columns held at values, as far as their limits allow."""
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    lower[columns] = upper[columns] = np.clip(values, lower[columns], upper[columns])
    return replace(program, column_lower=lower, column_upper=upper)


def _within_budgets(frame: Frame, program: Program, by_item: Answer, seconds: float) -> Answer | None:
    """Holds what the items taken one by one order for payers without a budget of their own, and the suppliers they
    qualify; everything else is decided anew.

    None where every payer has a budget. One of all payers together may leave no plan: then the answer has no values.
    """
    payers = frame.facts.payers
    limited = {budget.payer for budget in frame.facts.scenario.budgets}
    free = np.array([payer not in limited for payer in payers])
    if by_item.values is None or not free.any():
        return None
    trade = frame.orders
    names = frame.draft.names
    orders = names["order"][free[trade.purchases.payer[trade.purchases.decided]]]
    held = np.concatenate([orders, names["qualify_offer"].reshape(-1), names["qualify_supplier"].reshape(-1)])
    values = np.where(program.whole, np.round(by_item.values), by_item.values)[held]
    return solve_in_parts(_held(program, held, values), _asked(frame, seconds))


def _undisturbed(frame: Frame, seconds: float) -> dict[str, Real] | None:
    """Decisions of today on the one course without outages, in the order of the frame's columns."""
    alone = build(frame.facts.scenario, frame.facts.landed, frame.no_outage)
    cheapest = expected_cost(alone)
    program = alone.draft.program(cheapest.coefficients, cheapest.constant)
    answer = solve_in_parts(program, SolverSettings(gap=1e-2, time_limit_s=max(0.1, seconds)))
    if answer.values is None or not answer.termination.reason.has_plan:
        return None
    rounded = np.where(program.whole, np.round(answer.values), answer.values)
    found = {name: rounded[alone.draft.names[name]] for name in DECIDED}
    same = all(len(found[name]) == frame.draft.names[name].size for name in DECIDED)
    return found if same else None
