"""A first plan, found quickly, and how far from the best it can be.

Nothing bought and the simple rules come first: they take no search. Two roads follow: the optimum without whole units,
rounded (`rounding`), and what would be ordered if nothing stopped. Each is settled on the draws; the best one starts
the solver. The optimum without whole units is a bound: where a first plan is within the asked gap of it, nothing is
left to search. A first plan also stands when the solve is interrupted or runs out of time before it finds a better one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, expected_cost, program_of, stages
from importplan.model.search.rounding import Decisions, decisions
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import first_plans
from importplan.plan.solution import Reason
from importplan.running.clock import FIRST_PLAN, FIRST_SOLVE, QUICK, RELAXED, SETTLING, Clock
from importplan.solvers import solve as solvers
from importplan.solvers.apart import is_long
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import Program, SolverAnswer, SolverSettings

Real = NDArray[np.float64]
WORTH_A_START = 60  # whole columns: below it the solver needs no help
LARGE = 1_000_000  # entries: beyond it the optimum without whole units takes minutes, and a search does not get far
FEW = 32  # draws on which plans are tried first where time is short
MANY = 3  # times as many: else to try them takes as long as to settle them
SETTLED_ONCE_S = 120.0  # more than it takes to settle one plan
EARLY = (0.9, 0.7, 0.5)  # parts of a unit that are rounded up


@dataclass(frozen=True)
class FirstPlan:
    """Values of all columns, their objective, and a bound on every plan (minus infinity where none was found)."""

    values: Real
    objective: float
    bound: float
    road: str  # how it was found: one of `plan.road.ROADS`
    interrupted: bool = False  # somebody wants no better one

    def within(self, gap: float) -> bool:
        """Whether no plan can be better by more than the gap."""
        return self.objective - self.bound <= gap * abs(self.objective)


def first_plan(frame: Frame, stage: Stage, clock: Clock, quick: FirstPlan | None = None) -> FirstPlan | None:
    """The best plan found quickly, `quick` at worst; None where none was found, or the case needs no start.

    Ctrl-C ends it with the best so far, and is raised where there is none.
    """
    if not needs_a_start(frame):
        return quick
    best = quick
    try:
        for bound, found in _searched(frame, stage, clock):
            if found is not None and (best is None or found.objective < best.objective):
                best = found
            if best is None:
                continue
            best = replace(best, bound=min(max(best.bound, bound), best.objective))
            if best.within(frame.facts.scenario.settings.gap):
                break
    except KeyboardInterrupt:
        if best is None:
            raise
        return replace(best, interrupted=True)
    return best


def _searched(frame: Frame, stage: Stage, clock: Clock) -> Iterator[tuple[float, FirstPlan | None]]:
    """A bound on every plan, and plans that a short search finds, the most promising ones first."""
    program = program_of(frame, stage)
    own, bound = clock.part(clock.of(FIRST_PLAN)), -np.inf

    def seconds() -> float:
        return max(0.1, min(clock.of(FIRST_SOLVE), own.left()))

    def settled(road: str, decided: Decisions) -> Iterator[tuple[float, FirstPlan | None]]:
        answer = _settled(frame, program, decided, seconds())
        if answer.values is not None:
            yield bound, FirstPlan(answer.values, answer.objective, bound, road)

    def as_if_nothing_stopped() -> Iterator[tuple[float, FirstPlan | None]]:
        found = undisturbed(frame, seconds()) if clock.left() > 0 else None
        if found is not None:
            yield from settled("undisturbed", found)

    relaxed = relax(program, min(clock.of(RELAXED), clock.before(SETTLING))) if clock.before(SETTLING) > 0 else None
    if relaxed is not None:
        bound = relaxed.bound
        yield bound, None
        if relaxed.values is not None:
            for early in EARLY:
                yield from settled("relaxed_rounded", decisions(frame, relaxed.values, early))
    yield from as_if_nothing_stopped()


def quick_plan(frame: Frame, stage: Stage, clock: Clock) -> FirstPlan | None:
    """Nothing bought, or the best of the simple rules, settled on the draws.

    The first one that keeps what must be kept is there whatever the clock says; others only while there is time for
    them. None where no rule keeps it.
    """
    course, program = Course.of(frame.facts.scenario, frame.facts.landed, frame.facts.given), program_of(frame, stage)
    own, best = clock.part(min(clock.of(QUICK), clock.before(SETTLING))), None
    try:
        tried: Iterable[tuple[str, Decisions]] = ((road, simple.decisions) for road, simple in first_plans(course))
        if clock.short and frame.draws.count > MANY * FEW:
            tried = _promising_first(frame, list(tried), own)
        for road, decided in tried:
            if best is not None and own.left() <= 0:
                break
            # Until there is a plan it has the time that it takes; a rule that breaks what must be kept is soon told.
            seconds = SETTLED_ONCE_S if best is None else max(QUICK.least_s, own.left())
            answer = _settled(frame, program, decided, seconds)
            if answer.values is not None and (best is None or answer.objective < best.objective):
                best = FirstPlan(answer.values, answer.objective, -np.inf, road)
    except KeyboardInterrupt:
        if best is None:
            raise
        return replace(best, interrupted=True)
    return best


def _promising_first(frame: Frame, tried: list[tuple[str, Decisions]], clock: Clock) -> list[tuple[str, Decisions]]:
    """Decisions, and the optimum without whole units on a few draws, rounded: those that do best on these draws first.

    To settle a plan on all draws may take as long as there is. What a few draws know is a guess, of the order only.
    """
    few = build(
        frame.facts.scenario,
        frame.facts.landed,
        frame.draws.heaviest(FEW),
        by_rule=not frame.states.exact,
        network=frame.facts.given,
    )
    stage = stages(few)[0]
    program = program_of(few, stage)
    relaxed = relax(program, clock.left() / 2.0)  # the rest is for settling on these draws
    if relaxed is not None and relaxed.values is not None:
        rounded = [("few_draws", decisions(few, relaxed.values, early)) for early in EARLY]
        tried = [*(each for each in rounded if _fits(frame, each[1])), *tried]
    on_few = [
        _settled(few, program, decided, clock.left()).objective if clock.left() > 0 else np.inf for _, decided in tried
    ]
    return [tried[position] for position in np.argsort(on_few, kind="stable")]


def _fits(frame: Frame, decided: Decisions) -> bool:
    """Whether a program of other draws has the same decisions of today."""
    return all(len(units) == frame.draft.names[variable].size for variable, units in decided.items())


def worth_a_quick_plan(frame: Frame, program: Program) -> bool:
    """Whether a search may take so long that a plan should be there before it."""
    return needs_a_start(frame) or is_long(program)


def needs_a_start(frame: Frame) -> bool:
    """Whether the solver is helped by a first plan."""
    return int(frame.draft.size["whole_columns"]) >= WORTH_A_START and frame.draws.count > 1


def relax(program: Program, seconds: float) -> SolverAnswer | None:
    """The optimum without whole units, a bound on every plan; where time ends before it, a bound without values.

    The dual simplex method goes up from bound to bound, so whenever it is stopped it leaves one. None where it fails.
    """
    if program.size["entries"] > LARGE:
        return None
    try:
        answer = solvers.solve(program.relaxed(), SolverSettings(time_limit_s=max(0.1, seconds)), solver="glop")
    except SolverFailed:
        return None  # the search goes on without it
    if answer.termination.reason is Reason.OPTIMAL:
        return answer
    stopped = answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN and np.isfinite(answer.bound)
    return replace(answer, values=None) if stopped else None


def _asked(frame: Frame, seconds: float) -> SolverSettings:
    return SolverSettings(min(1e-2, frame.facts.scenario.settings.gap), max(0.1, seconds))


def _settled(frame: Frame, program: Program, decided: Decisions, seconds: float) -> SolverAnswer:
    """The program with the decisions of today held."""
    columns = np.concatenate([frame.draft.names[variable].reshape(-1) for variable in decided])
    values = np.concatenate([values.reshape(-1) for values in decided.values()])
    return solve_in_parts(program.held(columns, values), _asked(frame, seconds))


def undisturbed(frame: Frame, seconds: float) -> Decisions | None:
    """Decisions of today on the one course without outages, in the order of the frame's columns."""
    alone = build(frame.facts.scenario, frame.facts.landed, frame.no_outage)
    cheapest = expected_cost(alone)
    program = alone.draft.program(cheapest.coefficients, cheapest.constant)
    answer = solve_in_parts(program, SolverSettings(gap=1e-2, time_limit_s=max(0.1, seconds)))
    if answer.values is None or not answer.termination.reason.has_plan:
        return None
    rounded = np.where(program.whole, np.round(answer.values), answer.values)
    found = {variable: rounded[alone.draft.names[variable]] for variable in alone.draft.chosen}
    return found if _fits(frame, found) else None
