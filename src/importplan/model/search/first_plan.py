"""A first plan, found quickly, and how far from the best it can be.

A plan that is there already (`start`), the simple rules and nothing bought come first: they take no search. Two roads
follow: the optimum without whole units, rounded (`rounding`) and mended where that spends too much, and what would be
ordered if nothing stopped. Each is settled on the draws; the best one starts the solver. The optimum without whole
units is a bound: where a first plan is within the asked gap of it, nothing is left to search. A first plan also stands
when the solve is interrupted or runs out of time before it finds a better one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, expected_cost, program_of, stages
from importplan.model.search.rounding import Decisions, decisions, of_other_offers
from importplan.model.search.simple.course import Course
from importplan.model.search.start import Start, mended, plans_to_begin_with
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
ONE_BOUND = 0.85  # of the time for a bound: the rest is for a plan that follows from it
FAR = 2.0  # times the gap asked for: a plan within it is near
NEAR_S = 15.0  # for a search among the offers of the optimum without whole units
EARLY = (0.9, 0.7, 0.5)  # parts of a unit that are rounded up


Tried = Iterator[tuple[str, Decisions]]  # road and decisions of today, each made when it is asked for


@dataclass(frozen=True)
class FirstPlan:
    """Values of all columns, their objective, and a bound on every plan (minus infinity where none was found)."""

    values: Real
    objective: float
    bound: float
    road: str  # how it was found: one of `plan.road.ROADS`
    interrupted: bool = False  # somebody wants no better one
    untried: Tried = field(default=iter(()), compare=False)  # what waits for a bound, the most promising first

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
        for bound, found in _searched(frame, stage, clock, quick):
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


def _searched(
    frame: Frame, stage: Stage, clock: Clock, quick: FirstPlan | None = None
) -> Iterator[tuple[float, FirstPlan | None]]:
    """A bound on every plan, and plans that a short search finds, the most promising ones first."""
    own, program = clock.part(clock.of(FIRST_PLAN)), program_of(frame, stage)
    best = np.inf if quick is None else quick.objective
    return _Searching(frame, program, clock, own, best).run(iter(()) if quick is None else quick.untried)


@dataclass
class _Searching:
    """A short search: what there is for all of it (`whole`) and for first plans (`own`)."""

    frame: Frame
    program: Program
    whole: Clock
    own: Clock
    best: float  # the objective of the best plan so far
    bound: float = -np.inf

    def run(self, untried: Tried) -> Iterator[tuple[float, FirstPlan | None]]:
        relaxed = self._relaxed()
        if relaxed is not None:
            self.bound = relaxed.bound
            yield self.bound, None
            if relaxed.values is not None:
                yield from self._rounded(relaxed.values)
                if not self.whole.short:
                    yield from self._among_its_offers(relaxed)
        for road, decided in untried:
            if self.own.left() > 0 and self.whole.before(SETTLING) > 0:
                yield from self._settled(road, decided)
        found = undisturbed(self.frame, self._seconds()) if self.whole.before(SETTLING) > 0 else None
        if found is not None:
            yield from self._settled("undisturbed", found)

    def _relaxed(self) -> SolverAnswer | None:
        """The optimum without whole units, or how far the time for it goes; where time is short, all but a part."""
        most = self.whole.before(SETTLING)
        most = ONE_BOUND * most if self.whole.short else min(self.whole.of(RELAXED), most)
        return relax(self.program, most) if most > 0 else None

    def _rounded(self, values: Real) -> Iterator[tuple[float, FirstPlan | None]]:
        """Rounded in several ways; mended, where each of them breaks what must be kept."""
        near, whole = [decisions(self.frame, values, early) for early in EARLY], False
        for decided in near:
            for found in self._settled("relaxed_rounded", decided):
                yield found
                whole = True
        if whole:
            return
        facts = self.frame.facts
        course = Course.of(facts.scenario, facts.landed, facts.given)
        for decided in near:
            for other in mended(course, decided):
                kept = list(self._settled("rounded_mended", other))
                yield from kept
                if kept:
                    break

    def _among_its_offers(self, relaxed: SolverAnswer) -> Iterator[tuple[float, FirstPlan | None]]:
        """Searched in whole units among the offers that the optimum without them buys from, until the gap is reached.

        Where a plan is near to it already a search of the whole program ends sooner: its bound is better.
        """
        assert relaxed.values is not None
        gap = self.frame.facts.scenario.settings.gap
        if np.isfinite(self.best) and self.best - relaxed.bound <= FAR * gap * abs(self.best):
            return
        seconds = min(self._seconds(), NEAR_S, self.whole.before(SETTLING))
        if seconds <= 0:
            return
        left_out = of_other_offers(self.frame, relaxed.values)
        program = self.program.held(left_out, np.zeros(int(left_out.sum())))
        target = relaxed.bound / (1.0 - gap) if relaxed.bound > 0 else -np.inf
        asked = SolverSettings(gap / 10, max(0.1, seconds), target=target)
        answer = solve_in_parts(program, asked)
        if answer.values is not None:
            yield self.bound, FirstPlan(answer.values, answer.objective, self.bound, "near_relaxed")

    def _settled(self, road: str, decided: Decisions) -> Iterator[tuple[float, FirstPlan | None]]:
        answer = _settled(self.frame, self.program, decided, self._seconds())
        if answer.values is not None:
            self.best = min(self.best, answer.objective)
            yield self.bound, FirstPlan(answer.values, answer.objective, self.bound, road)

    def _seconds(self) -> float:
        return max(0.1, min(self.whole.of(FIRST_SOLVE), self.own.left()))


def quick_plan(
    frame: Frame, stage: Stage, clock: Clock, start: Start | None = None, at_once: bool = True
) -> FirstPlan | None:
    """A plan that was there, nothing bought, or the best of the simple rules, settled on the draws.

    The first one that keeps what must be kept is there whatever the clock says; others only while there is time for
    them: where it is short, a bound comes before them unless they are wanted `at_once`. None where nothing keeps it.
    """
    course, program = Course.of(frame.facts.scenario, frame.facts.landed, frame.facts.given), program_of(frame, stage)
    own, best = clock.part(min(clock.of(QUICK), clock.before(SETTLING))), None
    waits = not at_once and _waits_for_a_bound(frame, clock, start)
    try:
        waiting = _tried(frame, course, start, clock)
        for road, decided in waiting:
            if best is not None and (own.left() <= 0 or (waits and not road.startswith("start"))):
                waiting = chain([(road, decided)], waiting)
                break
            # Until there is a plan it has the time that it takes; a rule that breaks what must be kept is soon told.
            seconds = SETTLED_ONCE_S if best is None else max(QUICK.least_s, own.left())
            answer = _settled(frame, program, decided, seconds)
            if road == "start" and start is not None and answer.termination.reason is not Reason.STOPPED_WITHOUT_PLAN:
                start.objective_cny = answer.objective * frame.draft.money
            if answer.values is not None and (best is None or answer.objective < best.objective):
                best = FirstPlan(answer.values, answer.objective, -np.inf, road)
        if best is not None and waits:
            best = replace(best, untried=waiting)
    except KeyboardInterrupt:
        if best is None:
            raise
        return replace(best, interrupted=True)
    return best


def the_rest(frame: Frame, stage: Stage, clock: Clock, best: FirstPlan, untried: Tried) -> FirstPlan:
    """The best of a plan and of what has waited for its bound, as long as there is time."""
    program = program_of(frame, stage)
    while clock.before(SETTLING) > 0 and (each := next(untried, None)) is not None:
        answer = _settled(frame, program, each[1], clock.before(SETTLING))
        if answer.values is not None and answer.objective < best.objective:
            best = replace(best, values=answer.values, objective=answer.objective, road=each[0])
    return best


def _waits_for_a_bound(frame: Frame, clock: Clock, start: Start | None) -> bool:
    """Whether one plan is enough until there is a bound: the optimum without whole units tells more than all rules, and
    a start that is near enough to it needs none of them.
    """
    return (clock.short or start is not None) and needs_a_start(frame) and clock.before(SETTLING) > 0


def _tried(frame: Frame, course: Course, start: Start | None, clock: Clock) -> Tried:
    """The decisions of a start and of the simple rules; where time is short and draws are many, the optimum without
    whole units on a few draws comes before the rules, and these in the order of what they come to there.

    To settle a plan on all draws may take as long as there is. What a few draws know is a guess, of the order only.
    """
    plans = ((road, simple.decisions) for road, simple in plans_to_begin_with(course, start))
    if not (clock.short and frame.draws.count > MANY * FEW):
        yield from plans
        return
    rules = []
    for road, decided in plans:
        if road.startswith("start"):
            yield road, decided
        else:
            rules.append((road, decided))
    few = build(
        frame.facts.scenario,
        frame.facts.landed,
        frame.draws.heaviest(FEW),
        by_rule=not frame.states.exact,
        network=frame.facts.given,
    )
    stage = stages(few)[0]
    program = program_of(few, stage)

    def on_few(decided: Decisions) -> float:
        return _settled(few, program, decided, clock.left()).objective if clock.left() > 0 else np.inf

    relaxed = relax(program, clock.of(QUICK) / 2.0)  # the rest is for settling on these draws
    if relaxed is not None and relaxed.values is not None:
        near = [decisions(few, relaxed.values, early) for early in EARLY]
        fit = [each for each in near if _fits(frame, each)]
        better = sorted(((on_few(each), number) for number, each in enumerate(fit)), key=lambda each: each[0])
        yield from (("few_draws", fit[number]) for value, number in better if np.isfinite(value))
        yield from (("few_draws", each) for decided in fit[:1] for each in mended(course, decided))
    come_to = [on_few(decided) for _, decided in rules]
    yield from (rules[position] for position in np.argsort(come_to, kind="stable"))


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
