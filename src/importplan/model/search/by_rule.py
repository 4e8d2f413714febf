"""Sampled draws: the best plan whose calls follow a rule fixed today.

A program with a column for every past that can be told apart sees too much: a fraction of a period's availability gives
the course of its draw away. Its optimum is a bound; what it orders and books is where the search for a plan begins:

    rule for these orders and bookings (`call_levels`) → settle → orders and bookings for these calls → rule again …

as long as the settled objective falls. The rule is what everybody is judged by: on the planning draws, on fresh ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.row_order import RowOrder
from importplan.model.program.build import build, called_in, calling_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import ONE_STAGE, tail_weight
from importplan.model.search.call_levels import alike, ruled
from importplan.model.search.first_plan import SETTLED_ONCE_S
from importplan.model.search.large import Large
from importplan.model.search.one_piece import broken_by, overrun_by, solve_called, solve_held
from importplan.model.search.search_task import SearchTask
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import first_plans
from importplan.model.search.stages import bounded
from importplan.plan.call_rule import ways_of
from importplan.plan.plan import Plan
from importplan.plan.risk import envelope
from importplan.plan.road import Road
from importplan.plan.solution import CALLS_BY_RULE, INTERRUPTED, Reason, Repair, Solution, Termination
from importplan.running.clock import RULED, RULES, SETTLING, Clock

Real = NDArray[np.float64]
ROUNDS = 4
SHARES = (1.0, 0.5, 0.25)  # of the levels, where limits leave no room for what a rule calls
SEARCHING = 0.4  # of the time left, for levels; settling plans takes the rest
DOUBT = 0.2  # gap above which nothing called may be better
SETTLED, A_ROUND = 2.5, 3.0  # settling a plan of a large case takes so many times as long as it took to build; a round
WORTH = 1e-6  # of the objective: a round that brings less is the last


def asks_for_rule(case: RowOrder) -> bool:
    """Whether calls are to follow a rule: draws are sampled and somebody may be called."""
    return not case.draws.given and any(offer.contract == "framework" for offer in case.scenario.offers)


def by_rule(task: SearchTask, large: Large | None, seeing: Solution, clock: Clock) -> Solution:
    """The best plan found whose calls follow a rule; the bound is that of calls that see more.

    Parameters
    ----------
    task
        The case; where it is large, in whole pieces, and `large`.
    seeing : Solution
        Of the program that sees more.
    clock
        The time there is, settling included; the first round is always made.

    Returns
    -------
    Solution
        With `held_back` where limits leave no room for what a rule would call.
    """
    if seeing.found is None or not (seeing.plan.bookings or seeing.plan.recourse.call_offs.any()):
        return seeing
    task.tell("call_rule")
    with clock.stage("call_rule"):
        rounds = clock.part(max(0.0, clock.before(SETTLING)))
        took = 0.0 if large is None else SETTLED * clock.seconds.get("build", 0.0)
        found = _Rounds(task.silently(), large, seeing, clock, rounds, took=took).from_start()
    if found.found is None or found.termination.detail == INTERRUPTED:
        return found
    told = replace(
        seeing, objective_cny=found.objective_cny, found=found.found, costs=found.costs, risk=found.risk,
        termination=Termination(Reason.STOPPED_WITH_PLAN, CALLS_BY_RULE), road=Road("call_rule", "sampled"),
        signed_cny=None if seeing.signed_cny is None else found.objective_cny, held_back=found.held_back,
    )  # fmt: skip
    return bounded(told, min(seeing.bound_cny, found.objective_cny), task.case.scenario.settings.gap)


@dataclass
class _Rounds:
    """Rounds of rules and orders."""

    task: SearchTask
    large: Large | None
    seeing: Solution
    whole: Clock  # what there is for all of it, settling included
    clock: Clock  # what there is for rounds
    best: Solution | None = None
    took: float = 0.0  # the longest that settling a plan has taken

    @property
    def _late(self) -> bool:
        """Whether there is no time to settle another plan."""
        return self.clock.left() <= self.took

    @property
    def case(self) -> RowOrder:
        """The case."""
        return self.task.case

    def from_start(self) -> Solution:
        """As `run`; no worse than the plan that the search began with, where it keeps every limit."""
        start = self.task.start
        kept = None if start is None else self._settle(start.plan)
        if start is not None and kept is not None:
            settled = kept.found is not None or kept.termination.reason is Reason.INFEASIBLE
            start.objective_cny = kept.objective_cny if settled else None
        found = self.run()
        if kept is None or kept.found is None:
            return found
        return kept if found.found is None or kept.objective_cny < found.objective_cny else found

    def run(self) -> Solution:
        """Rounds while they help; then nothing called, where that may be better."""
        if self.large is not None and self.clock.left() <= A_ROUND * self.took:
            # Levels of a large case take their time, and a simple rule has some.
            self.best = self._best_of_rules(None)
            if self.best is not None:
                return self.best
        plan = self.seeing.plan
        weights = self._weights(self.seeing)
        for _ in range(ROUNDS):
            began = self.clock.left()
            found = self._ruled(plan, weights)
            if found is None or not _better(found, self.best):
                break
            self.best = found if self.best is not None else self._best_of_rules(found) or found
            # Another round takes as long, and orders planned anew on top of it.
            if self.clock.left() <= began - self.clock.left() or self.case.scenario.settings.goal not in ONE_STAGE:
                break
            weights = self._weights(self.best)
            other = self._again(_called(self._held(self.best.plan), self.best.plan))
            if other.found is None:
                break
            plan = other.plan
        best = self.best
        if best is not None and (
            self._late or best.objective_cny - self.seeing.bound_cny <= DOUBT * abs(best.objective_cny)
        ):
            return best
        without = self._again(np.zeros((self._held(plan).calls.purchases.count, self.case.draws.count)))
        if without.found is not None and (best is None or without.objective_cny < best.objective_cny):
            return without
        return best or self._best(self._simple()) or without

    def _simple(self) -> list[Plan]:
        """What the simple rules order and book, and how they call; last, nothing at all."""
        return [simple.plan for _, simple in first_plans(Course.of(self.case.scenario, self.case.landed))]

    def _best_of_rules(self, best: Solution | None) -> Solution | None:
        """The best of the simple rules where it is better than `best`: what rivals can follow, this plan can."""
        clock = self.whole.part(self.whole.at_least(RULES))
        for plan, counts in self._promising():
            if best is not None and (clock.left() <= self.took or counts >= best.objective_cny):
                break
            simple = self._settle(plan)
            if simple.found is not None and (best is None or simple.objective_cny < best.objective_cny):
                best = simple
        return best

    def _promising(self) -> list[tuple[Plan, float]]:
        """The plans of the simple rules and what they count at least, the most promising ones first.

        Where calls see more than the rule for them a plan counts less; what was settled so in a large case is known.
        """
        if self.large is None:
            return [(plan, self.seeing.bound_cny) for plan in self._simple()]
        known = self.large.simple
        return sorted(
            ((each.plan, known.counts[each.rule.key]) for each in known.plans() if each.rule.key in known.counts),
            key=lambda each: each[1],
        )

    def _settle(self, plan: Plan) -> Solution:
        """A plan, its rule followed, on the draws of the case; without a plan where a hard limit breaks.

        Until there is a plan it has the time that it takes.
        """
        seconds, began = SETTLED_ONCE_S if self.best is None else self.whole.at_least(RULED), self.whole.left()
        found = solve_held(self.task, plan, self.whole.part(seconds))
        self.took = max(self.took, began - self.whole.left())
        return found

    def _again(self, called: Real) -> Solution:
        """The plan that is best where (call, D) is called."""
        clock = self.whole.part(max(1.0, self.whole.left() / 2))
        if self.large is not None:
            return self.large.solve_called(called, clock)
        return solve_called(self.task, called, clock)

    def _ruled(self, plan: Plan, weights: Real) -> Solution | None:
        """The best of some rules for a plan's orders; where each breaks a limit, orders give way and less is called."""
        frame = self._held(plan)
        if not frame.calls.purchases.count:
            return self._settle(plan)
        part = self.clock.part(SEARCHING * max(0.0, self.clock.left()))
        called = _called(frame, plan)
        plans = ruled(frame, replace(plan, call_rule=()), called, weights, part)
        best = self._best(plans)
        if best is not None:
            return best
        if not self._late:
            best = self._best([alike(frame, replace(plan, call_rule=()), called)])
        if best is not None:
            return best
        best = self._with_less_called(frame, plans[0])
        if best is None or self._late:
            return best
        return replace(best, held_back=self._broken(plans[0]))

    def _with_less_called(self, frame: Frame, ruled_plan: Plan) -> Solution | None:
        """A plan that keeps limits which leave no room for what its rule would call."""
        best = self._within_budgets(ruled_plan)
        for share in SHARES:
            if best is not None or self._late:
                break
            rule = tuple(replace(each, level=share * each.level) for each in ruled_plan.call_rule)
            less = replace(ruled_plan, call_rule=rule)
            called = _called(frame, less)
            other = self._again(called)
            if other.found is not None:
                same = replace(other.plan, call_rule=less.call_rule)
                level = alike(self._held(other.plan), replace(other.plan, call_rule=()), called)
                best = self._best([same, level])
        return best

    def _within_budgets(self, plan: Plan) -> Solution | None:
        """Whose budget does not bear what the rule calls calls nothing; or else nobody calls or books."""
        in_time = not self._late
        broke = overrun_by(self.task, plan, self.whole.part(self.whole.at_least(SETTLING))) if in_time else set[str]()
        options = self.case.landed.options
        rule = tuple(each for each in plan.call_rule if options[each.option].payer not in broke)
        bare = replace(plan, call_rule=(), bookings={})
        tries = [replace(plan, call_rule=rule), bare] if broke and rule else [bare]
        return next((found for found in map(self._settle, tries) if found.found is not None), None)

    def _broken(self, plan: Plan) -> tuple[Repair, ...]:
        """Wishes of the case that would have to give way to a plan and its rule."""
        return broken_by(self.task, plan, self.whole.part(self.whole.at_least(SETTLING)))

    def _best(self, plans: list[Plan]) -> Solution | None:
        """The best of some plans that keeps every limit; the first such one where time is over."""
        best: Solution | None = None
        for plan in plans:
            if best is not None and self._late:
                break
            found = self._settle(plan)
            if found.found is not None and (best is None or found.objective_cny < best.objective_cny):
                best = found
        return best

    def _held(self, plan: Plan) -> Frame:
        case = self.case
        return build(case.scenario, case.landed, case.draws, keep=replace(plan, call_rule=()))

    def _weights(self, solution: Solution) -> Real:
        """(D,) what each draw counts in the goal: its weight, and what it has of the tail."""
        settings, weights = self.case.scenario.settings, self.case.draws.weights
        share = tail_weight(settings) if settings.goal in ONE_STAGE else 1.0
        if share <= 0 or solution.costs is None:
            return weights
        tail = envelope(solution.costs.of_draws, weights, settings.risk_level)
        found: Real = (1.0 - share) * weights + share * tail
        return found


def _called(frame: Frame, plan: Plan) -> Real:
    """(call, D) what a plan calls: by its rule, else as it was settled."""
    if plan.call_rule:
        calling = calling_of(frame, plan, ways_of(plan.call_rule))
        return calling.course(calling.levels(plan.call_rule)).called
    return called_in(frame, plan)


def _better(found: Solution, best: Solution | None) -> bool:
    """Whether a round has brought enough for another one."""
    return best is None or found.objective_cny < best.objective_cny - WORTH * abs(best.objective_cny)
