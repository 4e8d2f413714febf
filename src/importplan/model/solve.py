"""Solve a case on its draws: build, minimise stage by stage, settle the recourse, read the plan back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.landed.table import LandedTable
from importplan.model.build import build
from importplan.model.explain import ways_out
from importplan.model.families import diversification
from importplan.model.first_plan import WORTH_A_START, first_values
from importplan.model.frame import Frame
from importplan.model.goals import Stage, expected_cost, stages
from importplan.model.read_back import cost_lines, read_plan
from importplan.model.risk import cvar
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines, Reason, Risk, Solution, Termination
from importplan.scenario.scenario import Scenario
from importplan.solvers import solve as solvers
from importplan.solvers.apart import solve_apart
from importplan.solvers.program import Answer, Program, SolverSettings
from importplan.uncertainty.draw_set import DrawSet

Real = NDArray[np.float64]
Progress = Callable[[str], None]
DECISIONS = ("order", "lot", "lots", "qualify_offer", "qualify_supplier", "book", "framework", "call_by_node")
SETTLING_SHARE = 0.12  # of the time limit, kept for it
OVERTIME_SHARE = 0.05  # of the time limit, for what must be done once it is over
MOST_CUTS = 40  # rounds of tangents of a concentration limit


@dataclass(frozen=True)
class Found:
    """The last answer of a solve and the settled values of all columns."""

    answer: Answer
    values: Real


def solve(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    progress: Progress | None = None,
    keep: Plan | None = None,
    merge: bool = True,
    apart: bool = False,
) -> Solution:
    """Plan a case on its draws.

    Parameters
    ----------
    scenario, landed, draws
        The case, its landed costs and its draws.
    progress : callable, optional
        Told in a word what is being done.
    keep : Plan, optional
        Hold this plan's decisions of today and decide only what follows (replay of a plan on other draws).
    merge : bool
        Let draws that look alike share recourse columns (`states`); False is the extensive form, the reference.
    apart : bool
        Solve in a process of its own, so that Ctrl-C ends the solve and the best plan so far is kept.

    Returns
    -------
    Solution
        With bound and gap always; the gap asked for, the time limit and the seed are those of the settings.
    """
    tell = progress or (lambda word: None)
    began = time.perf_counter()
    tell("build")
    frame = build(scenario, landed, draws, merge, keep)
    goal = stages(frame)
    built = time.perf_counter()
    tell("solve")
    deadline = built + scenario.settings.time_limit_s
    run = Run(frame, deadline, apart)
    found, answer = _by_stages(run, goal, None if keep else first_values(frame, goal[0]))
    tell("read")
    seconds = {"build": built - began, "solve": time.perf_counter() - built}
    solution = replace(_solution(frame, found, answer, seconds), shared_by_rule=not frame.states.exact)
    if answer.termination.reason is not Reason.INFEASIBLE or found is not None:
        return solution
    tell("explain")
    return replace(solution, ways_out=ways_out(frame, goal[-1], deadline))


@dataclass(frozen=True)
class Run:
    """A frame being solved: until when, and whether in a process of its own."""

    frame: Frame
    deadline: float
    apart: bool


def _by_stages(run: Run, goal: tuple[Stage, ...], first: Real | None) -> tuple[Found | None, Answer]:
    """Minimise every stage within the tolerance of those before it; the last one's answer carries bound and gap.

    `first` are the values of a plan to start from: it stands where the solver is stopped before it has one.
    """
    frame, deadline = run.frame, run.deadline
    found: Found | None = None
    for position, stage in enumerate(goal):
        answer = _with_cuts(run, stage, first if found is None else found.values)
        if answer.values is None and found is None and _stopped(answer) and _stands(frame, first):
            assert first is not None
            objective = float(stage.coefficients @ first[: len(stage.coefficients)]) + stage.constant
            kept = Termination(Reason.STOPPED_WITH_PLAN, answer.termination.detail)
            answer = Answer(kept, objective, max(answer.bound, _relaxed_bound(run, stage)), first)
            return _settled(frame, stage, Found(answer, first), deadline), answer
        if answer.values is None or not answer.termination.reason.has_plan:
            if found is None:
                return None, answer
            # A later objective found nothing in time: the plan of the earlier one stands, without a bound.
            kept = Termination(Reason.STOPPED_WITH_PLAN, answer.termination.detail)
            stopped = replace(found.answer, termination=kept, bound=-np.inf)
            return _settled(frame, stage, found, deadline), stopped
        found = Found(answer, answer.values)
        if position + 1 < len(goal):
            _keep(frame, stage, answer.objective)
    assert found is not None
    return _settled(frame, goal[-1], found, deadline), found.answer


def _keep(frame: Frame, stage: Stage, reached: float) -> None:
    """Later objectives may give up no more of this one than its tolerance."""
    limit = reached + max(stage.tolerance, 1e-7) * abs(reached) + 1e-9
    row = frame.draft.rows("goal", (1,), upper=limit - stage.constant)
    priced = np.flatnonzero(stage.coefficients)
    frame.draft.entries(row, priced, stage.coefficients[priced])


def _relaxed_bound(run: Run, stage: Stage) -> float:
    """A bound for a solve that was stopped before it had one: the same program without whole units."""
    answer = _relaxed(run, stage, _left(run.frame, run.deadline))
    return answer.objective if answer.termination.reason is Reason.OPTIMAL else -np.inf


def _relaxed(run: Run, stage: Stage, seconds: float) -> Answer:
    """The program of a stage without whole units."""
    program = _program(run.frame, stage)
    relaxed = replace(program, whole=np.zeros(len(program.whole), dtype=bool))
    return solvers.solve(relaxed, SolverSettings(time_limit_s=seconds))


def _left(frame: Frame, deadline: float) -> float:
    """Seconds until the deadline; once it is near, a little more for what must still be done."""
    overtime = OVERTIME_SHARE * frame.facts.scenario.settings.time_limit_s
    return max(overtime, deadline - time.perf_counter())


def _stands(frame: Frame, first: Real | None) -> bool:
    """Whether the plan to start from is there and keeps what is cut off only afterwards."""
    return first is not None and diversification.spread(frame, first)


def _stopped(answer: Answer) -> bool:
    return answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN


def _with_cuts(run: Run, stage: Stage, start: Real | None) -> Answer:
    """Solve, cut off what breaks a concentration limit, and solve again.

    Cuts only take away, so the best bound of all rounds holds. Where time ends before an answer keeps the limit, a plan
    is sought that surely does.
    """
    bound = _cut_relaxed(run, stage)
    for _ in range(MOST_CUTS):
        program = _program(run.frame, stage)
        # Columns that came after the start was found (slack of later rows) start at nothing.
        padded = None if start is None else np.pad(start, (0, len(program.objective) - len(start)))
        long = run.apart and int(program.whole.sum()) >= WORTH_A_START
        ask = solve_apart if long else solvers.solve
        answer = ask(program, _settings(run.frame, run.deadline), padded)
        bound = max(bound, answer.bound)
        if _stopped(answer) and diversification.concentrated(run.frame):
            break
        if answer.values is None or not diversification.cut(run.frame, answer.values):
            return replace(answer, bound=bound)
        if _solver_time(run.frame, run.deadline) <= 0:
            break
    seconds = OVERTIME_SHARE * run.frame.facts.scenario.settings.time_limit_s
    spread = solvers.solve(diversification.within(run.frame, program), SolverSettings(gap=1e-2, time_limit_s=seconds))
    reason = Reason.STOPPED_WITHOUT_PLAN if spread.values is None else Reason.STOPPED_WITH_PLAN
    return Answer(Termination(reason, answer.termination.detail), spread.objective, bound, spread.values)


def _cut_relaxed(run: Run, stage: Stage) -> float:
    """Tangents where the program without whole units would break a concentration limit; returns its bound.

    A linear program is quick to solve again, and whole units then begin near the limit.
    """
    if not diversification.concentrated(run.frame):
        return -np.inf
    bound = -np.inf
    for _ in range(MOST_CUTS):
        left = _solver_time(run.frame, run.deadline)
        if left <= 0:
            break
        answer = _relaxed(run, stage, left)
        if answer.values is None or answer.termination.reason is not Reason.OPTIMAL:
            break
        bound = answer.objective
        if not diversification.cut(run.frame, answer.values):
            break
    return bound


def _program(frame: Frame, stage: Stage) -> Program:
    # Columns that came after the stage was written (slack of cuts) cost nothing in it.
    coefficients = np.zeros(frame.draft.columns_count)
    coefficients[: len(stage.coefficients)] = stage.coefficients
    return frame.draft.program(coefficients, stage.constant)


def _settings(frame: Frame, deadline: float) -> SolverSettings:
    settings = frame.facts.scenario.settings
    left = max(0.1, _solver_time(frame, deadline))
    return SolverSettings(gap=settings.gap, time_limit_s=left, seed=settings.seed % 2**31)


def _solver_time(frame: Frame, deadline: float) -> float:
    """Seconds left: settling the recourse takes time too, and so does the solver to notice that its time is up."""
    return deadline - time.perf_counter() - SETTLING_SHARE * frame.facts.scenario.settings.time_limit_s


def _settled(frame: Frame, stage: Stage, found: Found, deadline: float) -> Found:
    """Round whole decisions, keep all decisions, and settle every draw at its least cost.

    A solver returns whole numbers within a tolerance, and where the objective gives a draw no weight (only the tail
    counts) it returns any course at all. Both would show in the reports; so the recourse is solved once more.
    """
    settings = frame.facts.scenario.settings
    program = _program(frame, stage)
    only_tail = settings.goal == "weighted" and settings.risk_weight >= 1.0
    if not program.whole.any() and not only_tail:
        return found
    if only_tail:
        _keep(frame, stage, found.answer.objective)
        program = _program(frame, expected_cost(frame))
    values = np.where(program.whole, np.round(found.values), found.values)
    fixed = np.zeros(len(values), dtype=bool)
    for name in DECISIONS:
        if name in frame.draft.names:
            fixed[frame.draft.names[name].reshape(-1)] = True
    fixed |= program.whole
    program = replace(
        program,
        column_lower=np.where(fixed, np.clip(values, program.column_lower, program.column_upper), program.column_lower),
        column_upper=np.where(fixed, np.clip(values, program.column_lower, program.column_upper), program.column_upper),
        whole=np.zeros(len(values), dtype=bool),
    )
    answer = solvers.solve(program, SolverSettings(time_limit_s=_left(frame, deadline)))
    if answer.values is None or answer.termination.reason is not Reason.OPTIMAL:
        return found
    return Found(found.answer, np.where(fixed, program.column_lower, answer.values))


def _solution(frame: Frame, found: Found | None, answer: Answer, seconds: dict[str, float]) -> Solution:
    size = frame.draft.size
    money = frame.draft.money
    if found is None:
        seconds = seconds | {"total": sum(seconds.values())}
        bound = answer.bound * money
        return Solution(answer.termination, float("inf"), bound, float("inf"), seconds, size)
    plan = read_plan(frame, found.values)
    costs = cost_lines(frame, plan, found.values)
    settings = frame.facts.scenario.settings
    risk = Risk(
        mean_cny=float(costs.weights @ costs.of_draws),
        cvar_cny=cvar(costs.of_draws, costs.weights, settings.risk_level),
        known_cny=costs.known_cny,
        level=settings.risk_level,
    )
    objective = objective_of(costs, risk, settings.risk_weight if settings.goal == "weighted" else 0.0)
    bound = min(answer.bound * money, objective)
    gap = (objective - bound) / max(abs(objective), 1e-9) if np.isfinite(bound) else float("inf")
    seconds = seconds | {"total": sum(seconds.values())}
    termination = _honest(answer.termination, gap, settings.gap)
    return Solution(termination, objective, bound, gap, seconds, size, plan, costs, risk)


def _honest(termination: Termination, gap: float, asked: float) -> Termination:
    """`optimal` only where nothing is left of the gap; settling may bring a stopped plan within the asked gap."""
    stopped = termination.reason is Reason.STOPPED_WITH_PLAN and gap <= asked
    if stopped or (termination.reason is Reason.OPTIMAL and gap > 1e-9):
        return Termination(Reason.GAP_REACHED, termination.detail)
    return termination


def objective_of(costs: CostLines, risk: Risk, weight: float) -> float:
    """known + (1 - weight) E[cost of a draw] + weight CVaR, from cost lines."""
    return risk.known_cny + (1.0 - weight) * risk.mean_cny + weight * risk.cvar_cny
