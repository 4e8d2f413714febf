"""The stages of a goal in turn, the recourse settled, and what was found as a solution."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, expected_cost, program_of
from importplan.model.program.read_back import cost_lines, read_plan
from importplan.model.search.first_plan import FirstPlan
from importplan.model.search.rounds import DECIDED, StageRun, solve_from, solve_stage
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.road import Road
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import SolverAnswer, SolverSettings

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """The last answer of a solve and the settled values of all columns."""

    answer: SolverAnswer
    values: Real


def by_stages(run: StageRun, goal: tuple[Stage, ...], first: FirstPlan | None) -> tuple[Found | None, SolverAnswer]:
    """Minimise every stage within the tolerance of those before it; the last one's answer carries bound and gap.

    `first` is a plan to start from: it stands where it is good enough, and where the solver is stopped before it has
    another.
    """
    frame = run.frame
    found: Found | None = None
    for position, stage in enumerate(goal):
        answer = solve_from(run, stage, first) if found is None else solve_stage(run, stage, found.values)
        if answer.values is None or not answer.termination.reason.has_plan:
            if found is None:
                return None, answer
            # A later objective found nothing in time: the plan of the earlier one stands, without a bound.
            kept = Termination(Reason.STOPPED_WITH_PLAN, answer.termination.detail)
            without_bound = replace(found.answer, termination=kept, bound=-np.inf)
            return settled(run, stage, found), without_bound
        found = Found(replace(answer, road=answer.road or Road("whole", "goals_in_turn")), answer.values)
        if position + 1 < len(goal) and answer.termination.detail == INTERRUPTED:
            # Who has stopped the search does not want the next one; this plan has no bound for the last objective.
            return settled(run, stage, found), replace(answer, bound=-np.inf)
        if position + 1 < len(goal):
            _keep(frame, stage, answer.objective)
    assert found is not None
    return settled(run, goal[-1], found), found.answer


def _keep(frame: Frame, stage: Stage, reached: float) -> None:
    """Later objectives may give up no more of this one than its tolerance."""
    limit = reached + max(stage.tolerance, 1e-7) * abs(reached) + 1e-9
    row = frame.draft.rows("goal", (1,), part=(frame.draft.rows_count,), upper=limit - stage.constant)
    priced = np.flatnonzero(stage.coefficients)
    frame.draft.entries(row, priced, stage.coefficients[priced])


def settled(run: StageRun, stage: Stage, found: Found) -> Found:
    """Round whole decisions, keep all decisions, and settle every draw at its least cost.

    A solver returns whole numbers within a tolerance, and where the objective gives a draw no weight (only the tail
    counts) it returns any course at all. Both would show in the reports; so the recourse is solved once more.
    """
    frame, settings = run.frame, run.frame.facts.scenario.settings
    program = program_of(frame, stage)
    only_tail = settings.goal == "weighted" and settings.risk_weight >= 1.0
    if not program.whole.any() and not only_tail:
        return found
    if only_tail:
        _keep(frame, stage, found.answer.objective)
        program = program_of(frame, expected_cost(frame))
    values = np.where(program.whole, np.round(found.values), found.values)
    fixed = frame.draft.of_role(*DECIDED) | program.whole
    program = replace(
        program,
        column_lower=np.where(fixed, np.clip(values, program.column_lower, program.column_upper), program.column_lower),
        column_upper=np.where(fixed, np.clip(values, program.column_lower, program.column_upper), program.column_upper),
        whole=np.zeros(len(values), dtype=bool),
    )
    answer = solve_in_parts(program, SolverSettings(time_limit_s=run.settling_s()))
    if answer.values is None or answer.termination.reason is not Reason.OPTIMAL:
        return found
    return Found(found.answer, np.where(fixed, program.column_lower, answer.values))


def solution_of(frame: Frame, found: Found | None, answer: SolverAnswer) -> Solution:
    """What was found of a frame: the plan read back, its cost lines and risk, bound and gap."""
    size, money, ruled = frame.draft.size, frame.draft.money, not frame.states.exact
    if found is None:
        return Solution(
            answer.termination, float("inf"), answer.bound * money, float("inf"), size, shared_by_rule=ruled
        )
    plan = read_plan(frame, found.values)
    costs = cost_lines(frame, plan, found.values)
    settings = frame.facts.scenario.settings
    risk = risk_of(costs, settings.risk_level)
    objective = objective_of(costs, risk, settings.risk_weight if settings.goal == "weighted" else 0.0)
    road = found.answer.road
    solution = Solution(
        answer.termination, objective, 0.0, 0.0, size, plan, costs, risk, road=road, shared_by_rule=ruled
    )
    return bounded(solution, min(answer.bound * money, objective), settings.gap)


def bounded(solution: Solution, bound_cny: float, asked: float) -> Solution:
    """A solution with a bound, and whether that is within the asked gap."""
    objective = solution.objective_cny
    gap = (objective - bound_cny) / max(abs(objective), 1e-9) if np.isfinite(bound_cny) else float("inf")
    return replace(
        solution,
        bound_cny=bound_cny,
        gap=gap,
        termination=_honest(solution.termination, gap, asked, solution.shared_by_rule),
    )


def _honest(termination: Termination, gap: float, asked: float, ruled: bool) -> Termination:
    """`optimal` only where nothing is left of the gap; settling may bring a stopped plan within the asked gap.

    Never where draws share columns by rule: the bound is then that of plans under the rule.
    """
    stopped = termination.reason is Reason.STOPPED_WITH_PLAN and gap <= asked
    if stopped or (termination.reason is Reason.OPTIMAL and (gap > 1e-9 or ruled)):
        return Termination(Reason.GAP_REACHED, termination.detail)
    return termination
