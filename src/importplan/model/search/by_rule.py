"""Sampled draws: the best plan whose calls follow a rule fixed today.

A program with a column for every past that can be told apart sees too much: a fraction of a period's availability gives
the course of its draw away. Its optimum is a bound; what it orders and books is where the search for a plan begins:

    rule for these orders and bookings (`call_levels`) → settle → orders and bookings for these calls → rule again …

as long as the settled objective falls. The rule is what everybody is judged by: on the planning draws, on fresh ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.row_order import RowOrder
from importplan.model.program.build import build, calling_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import ONE_STAGE, tail_weight
from importplan.model.search.call_levels import alike, ruled
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import first_plans
from importplan.plan.call_rule import ways_of
from importplan.plan.plan import Plan
from importplan.plan.risk import envelope
from importplan.plan.solution import Solution
from importplan.running.clock import Clock

Real = NDArray[np.float64]
ROUNDS = 4
SHARES = (1.0, 0.5, 0.25)  # of the levels, where limits leave no room for what a rule calls
SEARCHING = 0.4  # of the time left, for levels; settling plans takes the rest
DOUBT = 0.2  # gap above which nothing called may be better
WORTH = 1e-6  # of the objective: a round that brings less is the last


def asks_for_rule(case: RowOrder) -> bool:
    """Whether calls are to follow a rule: draws are sampled and somebody may be called."""
    return not case.draws.given and any(offer.contract == "framework" for offer in case.scenario.offers)


def by_rule(
    case: RowOrder,
    seeing: Solution,
    clock: Clock,
    settle: Callable[[Plan], Solution],
    again: Callable[[Real], Solution],
    overrun: Callable[[Plan], set[str]],
) -> Solution:
    """The best plan found whose calls follow a rule.

    Parameters
    ----------
    seeing : Solution
        Of the program that sees more, with a plan.
    clock
        The time there is for rounds; the first one is always made.
    settle : callable
        A plan, its rule followed, on the draws of the case; without a plan where a hard limit breaks.
    again : callable
        The plan that is best where (call, D) is called.
    overrun : callable
        Whose budgets a plan overruns; nobody's, where another limit breaks.
    """
    plan, best = seeing.plan, None
    weights = _weights(case, seeing)
    for _ in range(ROUNDS):
        found = _settled(case, plan, weights, clock, settle, again, overrun)
        if found is None or (best is not None and found.objective_cny >= best.objective_cny - _least(best)):
            break
        best = found
        if clock.left() <= 0 or case.scenario.settings.goal not in ONE_STAGE:
            break
        weights = _weights(case, best)
        other = again(_called(_held(case, best.plan), best.plan))
        if other.found is None:
            break
        plan = other.plan
    if best is not None and (
        clock.left() <= 0 or best.objective_cny - seeing.bound_cny <= DOUBT * abs(best.objective_cny)
    ):
        return best
    frame = _held(case, plan)
    without = again(np.zeros((frame.calls.purchases.count, case.draws.count)))
    if without.found is not None and (best is None or without.objective_cny < best.objective_cny):
        return without
    return best or _best(_simple(case), clock, settle) or without


def _simple(case: RowOrder) -> list[Plan]:
    """What the simple rules order and book, and how they call; last, nothing at all."""
    return [simple.plan for _, simple in first_plans(Course.of(case.scenario, case.landed))]


def _least(best: Solution) -> float:
    return WORTH * abs(best.objective_cny)


def _settled(
    case: RowOrder,
    plan: Plan,
    weights: Real,
    clock: Clock,
    settle: Callable[[Plan], Solution],
    again: Callable[[Real], Solution],
    overrun: Callable[[Plan], set[str]],
) -> Solution | None:
    """The best of some rules for a plan's orders; where each breaks a limit, orders give way and less is called."""
    frame = _held(case, plan)
    if not frame.calls.purchases.count:
        return settle(plan)
    part = clock.part(SEARCHING * max(0.0, clock.left()))
    called = _called(frame, plan)
    plans = ruled(frame, replace(plan, call_rule=()), called, weights, part)
    best = _best(plans, clock, settle) or _within_budgets(case, plans[0], settle, overrun)
    if best is None and clock.left() > 0:
        best = _best([alike(frame, replace(plan, call_rule=()), called)], clock, settle)
    for share in SHARES:
        if best is not None or clock.left() <= 0:
            break
        less = replace(
            plans[0], call_rule=tuple(replace(each, level=share * each.level) for each in plans[0].call_rule)
        )
        called = _called(_held(case, less), less)
        other = again(called)
        if other.found is not None:
            same = replace(other.plan, call_rule=less.call_rule)
            best = _best(
                [same, alike(_held(case, other.plan), replace(other.plan, call_rule=()), called)], clock, settle
            )
    return best


def _within_budgets(
    case: RowOrder, plan: Plan, settle: Callable[[Plan], Solution], overrun: Callable[[Plan], set[str]]
) -> Solution | None:
    """Whose budget does not bear what the rule calls calls nothing; where that is not all, nobody calls or books."""
    broke = overrun(plan)
    options = case.landed.options
    rule = tuple(each for each in plan.call_rule if options[each.option].payer not in broke)
    bare = replace(plan, call_rule=(), bookings={})
    tries = [replace(plan, call_rule=rule), bare] if broke and rule else [bare]
    return next((found for found in map(settle, tries) if found.found is not None), None)


def _best(plans: list[Plan], clock: Clock, settle: Callable[[Plan], Solution]) -> Solution | None:
    """The best of some plans that keeps every limit; the first such one where time is over."""
    best: Solution | None = None
    for plan in plans:
        if best is not None and clock.left() <= 0:
            break
        found = settle(plan)
        if found.found is not None and (best is None or found.objective_cny < best.objective_cny):
            best = found
    return best


def _held(case: RowOrder, plan: Plan) -> Frame:
    return build(case.scenario, case.landed, case.draws, keep=replace(plan, call_rule=()))


def _called(frame: Frame, plan: Plan) -> Real:
    """(call, D) what a plan calls: by its rule, else as it was settled."""
    if plan.call_rule:
        calling = calling_of(frame, plan, ways_of(plan.call_rule))
        return calling.course(calling.levels(plan.call_rule)).called
    lane = {way.option: at for at, way in enumerate(plan.recourse.call_off_lanes)}
    purchases = frame.calls.purchases
    found = np.zeros((purchases.count, frame.draws.count))
    for row, (option, period) in enumerate(zip(purchases.option.tolist(), purchases.period.tolist(), strict=True)):
        if option in lane:
            found[row] = plan.recourse.call_offs[:, lane[option], period]
    return found


def _weights(case: RowOrder, solution: Solution) -> Real:
    """(D,) what each draw counts in the goal: its weight, and what it has of the tail."""
    settings, weights = case.scenario.settings, case.draws.weights
    share = tail_weight(settings) if settings.goal in ONE_STAGE else 1.0
    if share <= 0 or solution.costs is None:
        return weights
    tail = envelope(solution.costs.of_draws, weights, settings.risk_level)
    found: Real = (1.0 - share) * weights + share * tail
    return found
