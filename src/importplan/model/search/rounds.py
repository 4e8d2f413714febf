"""One stage of the goal within the time there is: rounds of tangents, bounds, seconds.

Concentration is a cone that tangents close in on. They are first drawn round by round without whole units, where a
round is a quick linear program; whole units then begin near the limit and need few rounds of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.families import diversification
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, expected_cost, program_of
from importplan.model.program.variables import Role
from importplan.model.search.first_plan import FirstPlan, needs_a_start, quick_plan, relax
from importplan.model.search.start import Start
from importplan.plan.road import NEAR_ENOUGH, SEARCH_ENDED, Road
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.running.clock import OVERTIME, SETTLING, Clock
from importplan.solvers import solve as solvers
from importplan.solvers.apart import STARTING_S, is_long
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import SolverAnswer, SolverSettings
from importplan.solvers.trivial import trivial_bound

Real = NDArray[np.float64]
DECIDED = (Role.TODAY, Role.SEEN)  # what a plan and its rules say: held when the rest is settled
MOST_CUTS = 40  # rounds of tangents of a concentration limit


@dataclass(frozen=True)
class StageRun:
    """A frame being solved: in what time, whether in a process of its own, and from which plan if there is one."""

    frame: Frame
    clock: Clock
    apart: bool
    start: Start | None = None

    def search_s(self) -> float:
        """Seconds left: settling the recourse takes time too, and so does the solver to notice that its time is up."""
        return self.clock.before(SETTLING)

    def settling_s(self) -> float:
        """Seconds left; once they are few, a little more for what must still be done."""
        return self.clock.at_least(OVERTIME)


def solve_from(run: StageRun, stage: Stage, first: FirstPlan | None, by_rules: bool = True) -> SolverAnswer:
    """Solve from a first plan.

    It stands where it is good enough, and where the solver is stopped before it has another; but for a plan that breaks
    what tangents cut off only afterwards. Where nothing is found, simple rules are asked (`by_rules`).
    """
    kept = first if first is not None and diversification.spread(run.frame, first.values) else None
    if kept is not None and kept.within(run.frame.facts.scenario.settings.gap):
        road = Road(kept.road, NEAR_ENOUGH)
        return SolverAnswer(Termination(Reason.GAP_REACHED), kept.objective, kept.bound, kept.values, road=road)
    answer = _searched_for(run, stage, first)
    known = max(answer.bound, -np.inf if first is None else first.bound)
    if kept is None and by_rules and answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN:
        kept = late_plan(run, stage)
    if kept is not None and not better(answer, kept) and answer.termination.reason is not Reason.UNBOUNDED:
        stands = Termination(Reason.STOPPED_WITH_PLAN, answer.termination.detail)
        bound = known if np.isfinite(known) else _late_bound(run, stage, kept.interrupted)
        return SolverAnswer(stands, kept.objective, bound, kept.values, road=Road(kept.road, SEARCH_ENDED))
    if answer.values is None:
        return replace(answer, bound=known)
    # Ended by Ctrl-C, a search leaves no bound.
    bound = known if np.isfinite(known) else _relaxed_bound(run, stage)
    return replace(answer, bound=bound, road=answer.road or _searched(run.frame, first))


def _searched_for(run: StageRun, stage: Stage, first: FirstPlan | None) -> SolverAnswer:
    """What a search finds in the time there is; nothing where nobody waits for it, or it could hardly begin."""
    begins_s = STARTING_S if run.apart and is_long(program_of(run.frame, stage)) else 0.0
    if first is not None and (first.interrupted or run.search_s() <= begins_s):
        detail = INTERRUPTED if first.interrupted else ""
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN, detail), np.inf, -np.inf)
    try:
        return solve_stage(run, stage, None if first is None else first.values)
    except SolverFailed as error:
        if first is None:
            raise
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN, str(error)), np.inf, -np.inf)


def better(answer: SolverAnswer, kept: FirstPlan) -> bool:
    """Whether an answer has a plan that is at least as good as one that is there."""
    return answer.objective <= kept.objective + 1e-9 * abs(kept.objective)


def late_plan(run: StageRun, stage: Stage) -> FirstPlan | None:
    """What simple rules make of a case whose search has found nothing; None where a plan is held."""
    if run.frame.held is not None:
        return None
    found = quick_plan(run.frame, stage, run.clock, run.start)
    return found if found is not None and diversification.spread(run.frame, found.values) else None


def _searched(frame: Frame, first: FirstPlan | None) -> Road:
    """The whole program in one search, and from where."""
    if not int(frame.draft.size["whole_columns"]):
        return Road("whole", "linear")
    if first is not None:
        return Road("whole", "from_a_start")
    return Road("whole", "no_start_found" if needs_a_start(frame) else "no_start_needed")


def solve_stage(run: StageRun, stage: Stage, start: Real | None) -> SolverAnswer:
    """Solve, cut off what breaks a concentration limit, and solve again.

    Cuts only take away, so the best bound of all rounds holds. Where time ends before an answer keeps the limit, a plan
    is sought that surely does.
    """
    bound = _cut_relaxed(run, stage)
    for _ in range(MOST_CUTS):
        program = program_of(run.frame, stage)
        # Columns that came after the start was found (slack of later rows) start at nothing.
        padded = None if start is None else np.pad(start, (0, len(program.objective) - len(start)))
        answer = solve_in_parts(program, _settings(run), padded, run.apart)
        bound = max(bound, answer.bound)
        if answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN and diversification.concentrated(run.frame):
            break
        if answer.values is None or not diversification.cut(run.frame, answer.values):
            return replace(answer, bound=bound)
        if answer.termination.detail == INTERRUPTED:
            break
        if run.search_s() <= 0:
            break
    asked = SolverSettings(gap=1e-2, time_limit_s=run.clock.of(OVERTIME))
    spread = solvers.solve(diversification.within(run.frame, program), asked)
    reason = Reason.STOPPED_WITHOUT_PLAN if spread.values is None else Reason.STOPPED_WITH_PLAN
    ended = Termination(reason, answer.termination.detail)
    return SolverAnswer(ended, spread.objective, bound, spread.values, road=Road("spread", "time_over"))


def _cut_relaxed(run: StageRun, stage: Stage) -> float:
    """Tangents where the program without whole units would break a concentration limit; returns its bound.

    A linear program is quick to solve again, and whole units then begin near the limit.
    """
    if not diversification.concentrated(run.frame):
        return -np.inf
    bound = -np.inf
    for _ in range(MOST_CUTS):
        seconds = run.search_s()
        if seconds <= 0:
            break
        answer = _relaxed(run, stage, seconds)
        if answer.values is None or answer.termination.reason is not Reason.OPTIMAL:
            break
        bound = answer.objective
        if not diversification.cut(run.frame, answer.values):
            break
    return bound


def _settings(run: StageRun) -> SolverSettings:
    settings = run.frame.facts.scenario.settings
    return SolverSettings(gap=settings.gap, time_limit_s=max(0.1, run.search_s()), seed=settings.seed % 2**31)


def _late_bound(run: StageRun, stage: Stage, interrupted: bool) -> float:
    """As `_relaxed_bound`, where a search ended without a plan. Who has stopped it waits for no bound."""
    return without_solving(run, stage) if interrupted else _relaxed_bound(run, stage)


def _relaxed_bound(run: StageRun, stage: Stage) -> float:
    """A bound for a solve that was stopped before it had one: the same program without whole units."""
    relaxed = relax(program_of(run.frame, stage), run.settling_s())
    if relaxed is None and run.search_s() > 0:
        answer = _relaxed(run, stage, run.settling_s())
        relaxed = answer if answer.termination.reason is Reason.OPTIMAL else None
    return without_solving(run, stage) if relaxed is None else relaxed.bound


def without_solving(run: StageRun, stage: Stage) -> float:
    """A bound that takes no time: every column at its cheaper end. No CVaR is below the mean."""
    bound = trivial_bound(program_of(run.frame, stage))
    if np.isfinite(bound) or stage.of_shortage:
        return bound
    return trivial_bound(program_of(run.frame, expected_cost(run.frame)))


def _relaxed(run: StageRun, stage: Stage, seconds: float) -> SolverAnswer:
    """The program of a stage without whole units."""
    return solvers.solve(program_of(run.frame, stage).relaxed(), SolverSettings(time_limit_s=seconds))
