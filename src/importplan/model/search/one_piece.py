"""A case in one program: all of it decided, or what follows a plan that is held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.program.build import basis_of, build, called_in, frame_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import ONE_STAGE, Stage, program_of, stages
from importplan.model.program.variables import MAKE, OVERRUN
from importplan.model.search.at_bound import at_bound
from importplan.model.search.explain import smallest_repairs, ways_out
from importplan.model.search.first_plan import (
    LARGE,
    SETTLED_ONCE_S,
    FirstPlan,
    first_plan,
    quick_plan,
    the_rest,
    worth_a_quick_plan,
)
from importplan.model.search.relaxed import solve_loosened, suffices, worth_loosening
from importplan.model.search.rounding import stay_near
from importplan.model.search.rounds import StageRun, better
from importplan.model.search.search_task import SearchTask
from importplan.model.search.stages import Found, bounded, by_stages, settled, solution_of
from importplan.model.search.start import Start
from importplan.plan.plan import Plan
from importplan.plan.road import Road
from importplan.plan.solution import INTERRUPTED, Reason, Repair, Solution, StartOfSearch
from importplan.running.clock import LIFTING, OVERTIME, SETTLING, Clock
from importplan.solvers.program import SolverAnswer

Real = NDArray[np.float64]
DUST_OF_MONEY = 1e-6  # units of the program's money that a solver leaves
MOST_EXACT = 5_000  # whole columns of the program that says exactly what starts on routes
FEW_APART = (
    5_000  # columns of stocks that a rule would share: so many are no burden, and the optimum is that of the case
)


def solve_freely(task: SearchTask, clock: Clock) -> Solution:
    """Decide everything. Where there is no plan the solution has ways out, else what bounds of use keep it from."""
    frame, goal, found, answer = _decided(task, clock)
    task.tell("read")
    with clock.stage("solve"):
        solution = solution_of(frame, found, answer)
    if not _without_plan(found, answer):
        if answer.termination.detail == INTERRUPTED:
            return solution
        return _with_bounds_told(task, frame, solution, clock)
    task.tell("explain")
    with clock.stage("explain"):
        return replace(solution, ways_out=ways_out(frame, goal[-1], clock))


def solve_near(task: SearchTask, near: Plan, clock: Clock) -> Solution:
    """Decide everything near a plan in parts of pieces (`rounding.stay_near`)."""
    frame, _, found, answer = _decided(task, clock, near=near)
    return solution_of(frame, found, answer)


def solve_held(task: SearchTask, keep: Plan, clock: Clock, gives_way: bool = False) -> Solution:
    """Hold a plan's decisions of today, and its rule for calls; decide what follows.

    With `gives_way` budgets are overrun where what is held leaves nothing else.
    """
    frame, _, found, answer = _decided(task, clock, keep=keep, gives_way=gives_way)
    task.tell("read")
    with clock.stage("solve"):
        solution = solution_of(frame, found, answer)
    if solution.found is None:
        return solution
    return replace(solution, found=replace(solution.found, call_rule=keep.call_rule), road=Road("held", "given"))


def as_it_starts(task: SearchTask, found: Solution, clock: Clock) -> Solution:
    """A solution whose draws are settled with what starts on routes: the smaller of planned and there.

    A program lets what an outage holds up wait longer than it must; its optimum is a bound. Where that makes a
    difference beyond the gap asked for, or limits leave no room for what starts, the program that says exactly what
    starts is solved (`families.routes`); where that one finds nothing and there is no room, nothing is made on routes.
    """
    if found.found is None or not found.plan.starts:
        return found
    task, asked = task.silently(), task.case.scenario.settings.gap
    held = solve_held(task, found.plan, clock.part(SETTLED_ONCE_S))
    if held.found is not None and not _starts_otherwise(found.plan, held.found):
        return found
    near = held.found is not None and held.objective_cny - found.bound_cny <= asked * abs(held.objective_cny)
    bound = found.bound_cny
    if not near and found.size.get("entries", 0) <= LARGE:
        exact = solve_exactly(task, found.plan, clock.part(clock.at_least(SETTLING)))
        if exact is not None:
            bound = max(bound, exact.bound_cny)
            held = exact if exact.found is not None and exact.objective_cny < held.objective_cny else held
    if held.found is None:
        held = _without_routes(task, found.plan, clock.part(clock.at_least(SETTLING)))
    if held.found is None:
        return found  # the audit tells what is broken
    told = replace(found, found=held.found, costs=held.costs, risk=held.risk, objective_cny=held.objective_cny)
    told = bounded(told, min(bound, held.objective_cny), asked)
    if told.gap > max(asked, 1e-9) and told.termination.reason in (Reason.OPTIMAL, Reason.GAP_REACHED):
        return replace(told, termination=replace(told.termination, reason=Reason.STOPPED_WITH_PLAN))
    return told


def _starts_otherwise(one: Plan, other: Plan) -> bool:
    return not np.allclose(one.recourse.starts, other.recourse.starts, atol=1e-6)


def solve_exactly(task: SearchTask, near: Plan, clock: Clock) -> Solution | None:
    """The best plan where what starts on routes is exactly the smaller of planned and there, settled.

    Under a rule for calls those of `near` are held, and its rule goes along; the bound is then none of the case. None
    where a yes or no for every start would be too many.
    """
    frame = frame_of(_basis(task, near, strict=True))
    if int(frame.draft.size["whole_columns"]) > MOST_EXACT:
        return None
    found = solution_of(frame, *by_stages(StageRun(frame, clock, task.apart), stages(frame), None))
    bound = found.bound_cny if frame.called is None and frame.states.exact else -np.inf
    return replace(_followed(task, found, near, clock), bound_cny=bound)


def _without_routes(task: SearchTask, near: Plan, clock: Clock) -> Solution:
    """The best plan in which nothing is made, with the calls of `near` where they follow a rule."""
    frame = frame_of(_basis(task, near))
    frame.draft.fix(frame.draft.names[MAKE], np.zeros(frame.draft.names[MAKE].shape))
    found = solution_of(frame, *by_stages(StageRun(frame, clock, task.apart), stages(frame), None))
    return _followed(task, found, near, clock)


def _basis(task: SearchTask, near: Plan, strict: bool = False) -> Basis:
    """What a program near a plan is written from: under a rule for calls, with what it calls."""
    case = task.case
    basis = basis_of(case.scenario, case.landed, case.draws, task.merge, strict=strict)
    if not near.call_rule:
        return basis
    called = called_in(basis, near)
    return basis_of(case.scenario, case.landed, case.draws, task.merge, called=called, strict=strict)


def _followed(task: SearchTask, found: Solution, near: Plan, clock: Clock) -> Solution:
    """A plan settled with the rule for calls of another, and with what starts on routes."""
    if found.found is None:
        return found
    return solve_held(task, replace(found.plan, call_rule=near.call_rule), clock.part(SETTLED_ONCE_S))


def solve_called(task: SearchTask, called: Real, clock: Clock) -> Solution:
    """Decide everything but calls (call, D), which are given."""
    case = task.case
    frame = build(case.scenario, case.landed, case.draws, task.merge, called=called)
    return solution_of(frame, *by_stages(StageRun(frame, clock, task.apart), stages(frame), None))


def overrun_by(task: SearchTask, keep: Plan, clock: Clock) -> set[str]:
    """Whose budgets a plan that is held overruns; nobody's, where another limit breaks."""
    frame = _frame(task, True, keep, None, gives_way=True)
    found, _ = by_stages(StageRun(frame, clock, task.apart), stages(frame), None)
    if found is None:
        return set()
    over = frame.draft.parts(OVERRUN).items()
    return {str(part[0]) for part, columns in over if found.values[columns].max(initial=0.0) > DUST_OF_MONEY}


def told_of_start(task: SearchTask, start: Start, clock: Clock) -> StartOfSearch:
    """What a search's start has come to; where it breaks what must be kept, which wishes, if there is time to see."""
    known = start.objective_cny
    if known is None or np.isfinite(known) or clock.left() <= 0 or not task.explains:
        return StartOfSearch(known)
    return StartOfSearch(known, broken_by(task, start.plan, clock.part(clock.at_least(OVERTIME))))


def broken_by(task: SearchTask, keep: Plan, clock: Clock) -> tuple[Repair, ...]:
    """What wishes of the case would have to give way to a plan that is held, and by how much at least."""
    return smallest_repairs(_frame(task, True, keep, None, gives_way=False), clock)


def _decided(
    task: SearchTask, clock: Clock, keep: Plan | None = None, near: Plan | None = None, gives_way: bool = False
) -> tuple[Frame, tuple[Stage, ...], Found | None, SolverAnswer]:
    def by_rule(ruled: bool) -> tuple[Frame, tuple[Stage, ...], Found | None, SolverAnswer]:
        task.tell("build")
        with clock.stage("build"):
            frame = _frame(task, ruled, keep, near, gives_way)
            goal = stages(frame)
        task.tell("solve")
        with clock.stage("solve"):
            run = StageRun(frame, clock, task.apart, None if keep or near else task.start)
            return frame, goal, *(by_stages(run, goal, None) if keep or near else _from_scratch(run, goal))

    frame, goal, found, answer = by_rule(True)
    if _without_plan(found, answer) and not frame.states.exact:
        # The rule by which a reserve treats draws alike may be what no plan can keep: once more without it.
        return by_rule(False)
    return frame, goal, found, answer


def _frame(task: SearchTask, by_rule: bool, keep: Plan | None, near: Plan | None, gives_way: bool) -> Frame:
    def basis(ruled: bool) -> Basis:
        case = task.case
        return basis_of(
            case.scenario, case.landed, case.draws, task.merge, keep, by_rule=ruled, gives_way=gives_way
        )  # fmt: skip

    found = basis(by_rule)
    if _few_by_rule(found):
        found = basis(False)
    frame = frame_of(found, keep)
    stay_near(frame, near)
    return frame


def _few_by_rule(basis: Basis) -> bool:
    """Whether draws share columns by rule in so few stocks that they may as well be told apart."""
    ruled = int(basis.states.by_rule.sum())
    return 0 < ruled * basis.facts.periods * basis.draws.count <= FEW_APART


def _without_plan(found: Found | None, answer: SolverAnswer) -> bool:
    return found is None and answer.termination.reason is Reason.INFEASIBLE


def _from_scratch(run: StageRun, goal: tuple[Stage, ...]) -> tuple[Found | None, SolverAnswer]:
    """Minimise with nothing decided: loosened where that suffices, or from a first plan."""
    frame, stage = run.frame, goal[0]
    loosens = worth_loosening(frame)
    worth = run.start is not None or worth_a_quick_plan(frame, program_of(frame, stage))
    quick = quick_plan(frame, stage, run.clock, run.start, at_once=False) if worth else None
    if not loosens:
        return by_stages(run, goal, first_plan(frame, stage, run.clock, quick))
    if quick is not None and (quick.interrupted or run.search_s() <= 0):
        return by_stages(run, goal, quick)
    loosened = solve_loosened(run, stage, quick)
    start = quick
    if loosened.values is not None and (quick is None or better(loosened, quick)):
        same = quick is not None and quick.objective <= loosened.objective + 1e-9 * abs(loosened.objective)
        road = quick.road if quick is not None and same else "loosened"
        start = FirstPlan(loosened.values, loosened.objective, loosened.bound, road)
        if suffices(run, loosened):
            assert loosened.road is not None
            found_by = replace(loosened, road=Road(road, loosened.road.why))
            return settled(run, stage, Found(found_by, loosened.values)), found_by
    elif start is None and suffices(run, loosened):
        return None, loosened
    elif start is not None:
        ended = loosened.termination.detail == INTERRUPTED
        start = replace(start, bound=loosened.bound, interrupted=ended)
    if start is not None and quick is not None and not start.interrupted:
        start = the_rest(frame, stage, run.clock, start, quick.untried)
    found, answer = by_stages(run, goal, start)
    return found, replace(answer, bound=max(answer.bound, loosened.bound))


def _with_bounds_told(task: SearchTask, frame: Frame, solution: Solution, clock: Clock) -> Solution:
    """With what bounds of use keep the plan from."""
    if not task.explains or task.case.scenario.settings.goal not in ONE_STAGE:
        return solution

    def again(times: float) -> Solution | None:
        return _lifted(task, solution, not frame.states.exact, times, clock)

    with clock.stage("solve"):
        return replace(solution, at_bound=at_bound(frame, solution, again))


def _lifted(task: SearchTask, found: Solution, by_rule: bool, times: float, clock: Clock) -> Solution | None:
    """The best plan with bounds of use so many times as large, from the one that was found; None where there is no time
    for it, or no patience.
    """
    seconds, case = min(clock.of(LIFTING), clock.before(SETTLING)), task.case
    if seconds <= 0:
        return None
    try:
        frame = build(case.scenario, case.landed, case.draws, task.merge, by_rule=by_rule, times=times)
        run = StageRun(frame, clock.part(seconds), apart=False, start=Start(found.plan))
        return solution_of(frame, *_from_scratch(run, stages(frame)))
    except KeyboardInterrupt:
        return None
