"""Solve a case on its draws: build, minimise stage by stage, settle the recourse, read the plan back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.row_order import RowOrder, in_order
from importplan.model.program.basis import Basis
from importplan.model.program.build import basis_of, build, frame_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import ONE_STAGE, Stage, expected_cost, program_of, stages
from importplan.model.program.read_back import cost_lines, read_plan
from importplan.model.program.variables import OVERRUN
from importplan.model.search.at_bound import at_bound
from importplan.model.search.by_rule import asks_for_rule, by_rule
from importplan.model.search.explain import ways_out
from importplan.model.search.first_plan import FirstPlan, first_plan, quick_plan, worth_a_quick_plan
from importplan.model.search.generation.generate import generate, worth_generating
from importplan.model.search.relaxed import solve_loosened, suffices, worth_loosening
from importplan.model.search.rounding import stay_near
from importplan.model.search.rounds import (
    DECIDED,
    StageRun,
    better,
    solve_from,
    solve_stage,
    without_solving,
)
from importplan.plan.plan import Plan
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.road import SEARCH_ENDED, Road
from importplan.plan.solution import CALLS_BY_RULE, INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import CALLING, LIFTING, READING, RULED, SETTLING, Clock
from importplan.scenario.counting import may_be_rounded
from importplan.scenario.scenario import Scenario
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import SolverAnswer, SolverSettings
from importplan.uncertainty.sampling.draw_set import DrawSet

Real = NDArray[np.float64]
Progress = Callable[[str], None]
DUST_OF_MONEY = 1e-6  # units of the program's money that a solver leaves
FEW_APART = (
    5_000  # columns of stocks that a rule would share: so many are no burden, and the optimum is that of the case
)


@dataclass(frozen=True)
class Found:
    """The last answer of a solve and the settled values of all columns."""

    answer: SolverAnswer
    values: Real


def solve(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    progress: Progress | None = None,
    keep: Plan | None = None,
    merge: bool = True,
    apart: bool = False,
    clock: Clock | None = None,
    near: Plan | None = None,
    aside: list[Solution] | None = None,
    gives_way: bool = False,
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
    clock : Clock, optional
        What time there is, and where stages are counted; without it the time limit of the settings, from now.
    near : Plan, optional
        Of the same case in parts of pieces: every order, and their sums so far, become one of the whole numbers beside
        them (`signing`).
    aside : list of Solution, optional
        Gets plans found on the way that are not the best, without a bound: they may have what the best one lacks.
    gives_way : bool
        With `keep`: budgets are overrun where what is held leaves nothing else, as little as can be.

    Returns
    -------
    Solution
        With bound and gap always; the gap asked for and the seed are those of the settings. The same whatever the order
        of the rows, told in that of the sheets.
    """
    tell = progress or _silent
    clock = clock or Clock(scenario.settings.time_limit_s)
    case = in_order(scenario, landed, draws)
    held, beside = keep and case.held(keep), near and case.held(near)
    if held is None and asks_for_rule(case):
        first = _solved(case, tell, held, merge, apart, clock.keeping(CALLING), beside, [], gives_way)
        return case.told(_by_rule(case, first, tell, merge, apart, clock))
    on_the_way: list[Solution] = []
    found = case.told(_solved(case, tell, held, merge, apart, clock, beside, on_the_way, gives_way))
    if aside is not None:
        aside.extend(case.told(each) for each in on_the_way)
    return found


def _by_rule(case: RowOrder, seeing: Solution, tell: Progress, merge: bool, apart: bool, clock: Clock) -> Solution:
    """The best plan found whose calls follow a rule; the bound is that of calls that see more."""
    if seeing.found is None or not (seeing.plan.bookings or seeing.plan.recourse.call_offs.any()):
        return seeing
    tell("call_rule")

    def settle(plan: Plan) -> Solution:
        return _solved(case, _silent, plan, merge, apart, clock.part(clock.at_least(RULED)), None, [], False)

    def again(called: Real) -> Solution:
        frame = build(case.scenario, case.landed, case.draws, merge, called=called)
        run = StageRun(frame, clock.part(max(1.0, clock.left() / 2)), apart)
        return _solution(frame, *_by_stages(run, stages(frame), None))

    def overrun(plan: Plan) -> set[str]:
        frame = frame_of(basis_of(case.scenario, case.landed, case.draws, merge, plan, gives_way=True), plan)
        run = StageRun(frame, clock.part(clock.at_least(SETTLING)), apart)
        settled, _ = _by_stages(run, stages(frame), None)
        if settled is None:
            return set()
        over = frame.draft.parts(OVERRUN).items()
        return {str(part[0]) for part, columns in over if settled.values[columns].max(initial=0.0) > DUST_OF_MONEY}

    with clock.stage("call_rule"):
        seconds = max(0.0, clock.before(SETTLING))
        found = by_rule(case, seeing, clock.part(seconds), settle, again, overrun)
    if found.found is None or found.termination.detail == INTERRUPTED:
        return found
    told = replace(
        seeing, objective_cny=found.objective_cny, found=found.found, costs=found.costs, risk=found.risk,
        termination=Termination(Reason.STOPPED_WITH_PLAN, CALLS_BY_RULE), road=Road("call_rule", "sampled"),
    )  # fmt: skip
    return _bounded(told, min(seeing.bound_cny, found.objective_cny), case.scenario.settings.gap)


def _silent(word: str) -> None:
    """Nobody is told."""


def _solved(
    case: RowOrder,
    tell: Progress,
    keep: Plan | None,
    merge: bool,
    apart: bool,
    clock: Clock,
    near: Plan | None,
    aside: list[Solution],
    gives_way: bool,
) -> Solution:
    """As `solve`, in the order of the case."""
    scenario, landed, draws = case.scenario, case.landed, case.draws

    def decided(by_rule: bool) -> tuple[Frame, tuple[Stage, ...], Found | None, SolverAnswer]:
        tell("build")
        with clock.stage("build"):
            basis = basis_of(scenario, landed, draws, merge, keep, by_rule=by_rule, gives_way=gives_way)
            if _few_by_rule(basis):
                basis = basis_of(scenario, landed, draws, merge, keep, by_rule=False, gives_way=gives_way)
            frame = frame_of(basis, keep)
            stay_near(frame, near)
            goal = stages(frame)
        tell("solve")
        with clock.stage("solve"):
            run = StageRun(frame, clock, apart)
            return frame, goal, *(_by_stages(run, goal, None) if keep or near else _from_scratch(run, goal))

    if keep is None and near is None and merge:
        generated = _generated(case, clock, tell, aside)
        if generated is not None:
            return generated
    frame, goal, found, answer = decided(by_rule=True)
    if _without_plan(found, answer) and not frame.states.exact:
        # The rule by which a reserve treats draws alike may be what no plan can keep: once more without it.
        frame, goal, found, answer = decided(by_rule=False)
    tell("read")
    with clock.stage("solve"):
        solution = _solution(frame, found, answer)
        if keep and solution.found is not None:
            followed = replace(solution.found, call_rule=keep.call_rule)
            solution = replace(solution, found=followed, road=Road("held", "given"))
    if near is not None or keep is not None:
        return solution  # `signing` has other ways, and a replay explains nothing
    if not _without_plan(found, answer):
        if answer.termination.detail == INTERRUPTED:
            return solution
        return _with_bounds_told(case, frame, solution, merge, clock)
    tell("explain")
    with clock.stage("explain"):
        return replace(solution, ways_out=ways_out(frame, goal[-1], clock))


def _with_bounds_told(case: RowOrder, frame: Frame, solution: Solution, merge: bool, clock: Clock) -> Solution:
    """With what bounds of use keep the plan from."""
    if case.scenario.settings.goal not in ONE_STAGE:
        return solution

    def again(times: float) -> Solution | None:
        return _lifted(case, merge, not frame.states.exact, times, clock)

    with clock.stage("solve"):
        return replace(solution, at_bound=at_bound(frame, solution, again))


def _lifted(case: RowOrder, merge: bool, by_rule: bool, times: float, clock: Clock) -> Solution | None:
    """The best plan with bounds of use so many times as large; None where there is no time for it, or no patience."""
    seconds = min(clock.of(LIFTING), clock.before(SETTLING))
    if seconds <= 0:
        return None
    try:
        frame = build(case.scenario, case.landed, case.draws, merge, by_rule=by_rule, times=times)
        return _solution(frame, *_from_scratch(StageRun(frame, clock.part(seconds), apart=False), stages(frame)))
    except KeyboardInterrupt:
        return None


def _few_by_rule(basis: Basis) -> bool:
    """Whether draws share columns by rule in so few stocks that they may as well be told apart."""
    ruled = int(basis.states.by_rule.sum())
    return 0 < ruled * basis.facts.periods * basis.draws.count <= FEW_APART


def _generated(case: RowOrder, clock: Clock, tell: Progress, aside: list[Solution]) -> Solution | None:
    """The plan of a case that falls into many blocks; None where it does not, or where none was found."""
    tell("build")
    with clock.stage("build"):
        basis = basis_of(case.scenario, case.landed, case.draws)
        if not worth_generating(basis):
            return None
    tell("solve")
    with clock.stage("solve"):
        # A plan in whole pieces is there also where a search in parts of them leaves little time for others.
        quick = _quick(basis, clock) if clock.short or may_be_rounded(case.scenario) else None
        if quick is not None and quick.plan.termination.detail == INTERRUPTED:
            return quick.bounded(-np.inf)
        own = clock.keeping(READING) if clock.short else clock
        found = generate(basis, own)
        interrupted = found.termination.detail == INTERRUPTED
        if found.found is None and not interrupted and own.before(SETTLING) > 0:
            return None
        if found.found is None and quick is None:
            quick = _quick(basis, clock)
        if quick is not None and found.objective_cny > quick.plan.objective_cny:
            return quick.bounded(found.bound_cny, found.termination.detail)
    if quick is not None:
        aside.append(quick.plan)
    # There is no time for a second search of a large case: that a bound may bind is told.
    return replace(found, at_bound=at_bound(basis, found, lambda _times: None))


@dataclass(frozen=True)
class _Quick:
    """The best of the simple rules, and the frame on which it was settled."""

    plan: Solution
    run: StageRun
    stage: Stage

    def bounded(self, bound_cny: float, detail: str = "") -> Solution:
        """With a bound known from elsewhere, or else one that takes no solving; why the search has ended."""
        if not np.isfinite(bound_cny):
            bound_cny = without_solving(self.run, self.stage) * self.run.frame.draft.money
        ended = Termination(Reason.STOPPED_WITH_PLAN, detail or self.plan.termination.detail)
        asked = self.run.frame.facts.scenario.settings.gap
        return _bounded(replace(self.plan, termination=ended), min(bound_cny, self.plan.objective_cny), asked)


def _quick(basis: Basis, clock: Clock) -> _Quick | None:
    """Nothing bought, or the best of the simple rules, without a bound; None where no rule will do."""
    frame = frame_of(basis)
    stage = stages(frame)[0]
    plan = quick_plan(frame, stage, clock)
    if plan is None:
        return None
    run = StageRun(frame, clock, apart=False)
    ended = Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED if plan.interrupted else "")
    road = Road(plan.road, SEARCH_ENDED)
    answer = SolverAnswer(ended, plan.objective, -np.inf, plan.values, road=road)
    return _Quick(_solution(frame, Found(answer, plan.values), answer), run, stage)


def _bounded(solution: Solution, bound_cny: float, asked: float) -> Solution:
    """A solution with a bound that is known from elsewhere."""
    objective = solution.objective_cny
    gap = (objective - bound_cny) / max(abs(objective), 1e-9) if np.isfinite(bound_cny) else float("inf")
    return replace(
        solution,
        bound_cny=bound_cny,
        gap=gap,
        termination=_honest(solution.termination, gap, asked, solution.shared_by_rule),
    )


def _without_plan(found: Found | None, answer: SolverAnswer) -> bool:
    return found is None and answer.termination.reason is Reason.INFEASIBLE


def _from_scratch(run: StageRun, goal: tuple[Stage, ...]) -> tuple[Found | None, SolverAnswer]:
    """Minimise with nothing decided: loosened where that suffices, or from a first plan."""
    frame, stage = run.frame, goal[0]
    worth = worth_a_quick_plan(frame, program_of(frame, stage))
    quick = quick_plan(frame, stage, run.clock) if worth else None
    if not worth_loosening(frame):
        return _by_stages(run, goal, first_plan(frame, stage, run.clock, quick))
    if quick is not None and (quick.interrupted or run.search_s() <= 0):
        return _by_stages(run, goal, quick)
    loosened = solve_loosened(run, stage, by_rules=quick is None)
    start = quick
    if loosened.values is not None and (quick is None or better(loosened, quick)):
        start = FirstPlan(loosened.values, loosened.objective, loosened.bound, "loosened")
        if suffices(run, loosened):
            return _settled(run, stage, Found(loosened, loosened.values)), loosened
    elif start is None and suffices(run, loosened):
        return None, loosened
    elif start is not None:
        ended = loosened.termination.detail == INTERRUPTED
        start = replace(start, bound=loosened.bound, interrupted=ended)
    found, answer = _by_stages(run, goal, start)
    return found, replace(answer, bound=max(answer.bound, loosened.bound))


def _by_stages(run: StageRun, goal: tuple[Stage, ...], first: FirstPlan | None) -> tuple[Found | None, SolverAnswer]:
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
            return _settled(run, stage, found), without_bound
        found = Found(replace(answer, road=answer.road or Road("whole", "goals_in_turn")), answer.values)
        if position + 1 < len(goal) and answer.termination.detail == INTERRUPTED:
            # Who has stopped the search does not want the next one; this plan has no bound for the last objective.
            return _settled(run, stage, found), replace(answer, bound=-np.inf)
        if position + 1 < len(goal):
            _keep(frame, stage, answer.objective)
    assert found is not None
    return _settled(run, goal[-1], found), found.answer


def _keep(frame: Frame, stage: Stage, reached: float) -> None:
    """Later objectives may give up no more of this one than its tolerance."""
    limit = reached + max(stage.tolerance, 1e-7) * abs(reached) + 1e-9
    row = frame.draft.rows("goal", (1,), part=(frame.draft.rows_count,), upper=limit - stage.constant)
    priced = np.flatnonzero(stage.coefficients)
    frame.draft.entries(row, priced, stage.coefficients[priced])


def _settled(run: StageRun, stage: Stage, found: Found) -> Found:
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


def _solution(frame: Frame, found: Found | None, answer: SolverAnswer) -> Solution:
    size = frame.draft.size
    money = frame.draft.money
    if found is None:
        ruled = not frame.states.exact
        return Solution(
            answer.termination, float("inf"), answer.bound * money, float("inf"), size, shared_by_rule=ruled
        )
    plan = read_plan(frame, found.values)
    costs = cost_lines(frame, plan, found.values)
    settings = frame.facts.scenario.settings
    risk = risk_of(costs, settings.risk_level)
    objective = objective_of(costs, risk, settings.risk_weight if settings.goal == "weighted" else 0.0)
    bound = min(answer.bound * money, objective)
    gap = (objective - bound) / max(abs(objective), 1e-9) if np.isfinite(bound) else float("inf")
    ruled = not frame.states.exact
    termination = _honest(answer.termination, gap, settings.gap, ruled)
    road = found.answer.road
    return Solution(termination, objective, bound, gap, size, plan, costs, risk, road=road, shared_by_rule=ruled)


def _honest(termination: Termination, gap: float, asked: float, ruled: bool) -> Termination:
    """`optimal` only where nothing is left of the gap; settling may bring a stopped plan within the asked gap.

    Never where draws share columns by rule: the bound is then that of plans under the rule.
    """
    stopped = termination.reason is Reason.STOPPED_WITH_PLAN and gap <= asked
    if stopped or (termination.reason is Reason.OPTIMAL and (gap > 1e-9 or ruled)):
        return Termination(Reason.GAP_REACHED, termination.detail)
    return termination
