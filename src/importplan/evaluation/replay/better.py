"""The plan is never worse than a rule that is shown beside it: one that does better on the same draws is taken.

On few draws, or short of time, a search may end with a plan that a simple rule beats on draws that neither has seen.
Nobody would sign it. Where the rule keeps every limit of the case on the draws of the plan, its plan is the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from importplan.basics.issues import Issue
from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.in_time import BY_HAND, Looked, replayed_s
from importplan.evaluation.replay.judged import NAIVE, THIS_PLAN, Alternative, Judged, JudgedPlans
from importplan.evaluation.replay.judging import judge_all
from importplan.model.search.solve import solve
from importplan.model.search.stages import bounded
from importplan.plan.plan import Recourse
from importplan.plan.risk import risk_of
from importplan.plan.road import BETTER_BESIDE, Road
from importplan.plan.solution import Reason, Solution, Termination
from importplan.running.clock import OVERTIME, Clock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.sampling.draw_set import DrawSet

ALIKE = 1e-9  # relative: less is no difference


@dataclass(frozen=True)
class BestOfJudged:
    """The plan that stands, how it and the others were judged, and what is to be told of it."""

    solution: Solution
    looked: Looked
    issues: tuple[Issue, ...] = ()


def best_of_judged(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    solution: Solution,
    looked: Looked,
    modes: Iterable[ClearanceMode],
    clock: Clock,
    apart: bool = True,
) -> BestOfJudged:
    """The plan, or the rule that did best on the same draws and may be bought.

    Parameters
    ----------
    draws
        Those that made the plan: a rule must keep every limit there.
    looked
        The plan first, then the rules.
    clock
        What is left of the time limit; a rule that cannot be settled in it, with a little overtime, is told.
    """
    if looked.draws is None or looked.verdict.alternatives[0].judgement is None:
        return BestOfJudged(solution, looked)
    (own, *others), settings = looked.verdict.alternatives, scenario.settings
    mark = _goal(own, own, settings)
    better = [way for way in others if way.decided is not None and _below(_goal(way, own, settings), mark)]
    told: list[Issue] = []
    refused = -1.0
    for way in sorted(better, key=lambda way: _goal(way, own, settings)):
        less = mark - _goal(way, own, settings)
        if abs(less - refused) <= ALIKE * max(1.0, abs(mark)):
            continue  # buys what the one before it bought
        part = clock.part(clock.at_least(OVERTIME))
        if looked.stopped == BY_HAND or part.left() < replayed_s(solution, draws.count, clock):
            told.append(Issue.warning("rule-not-settled", less=less))
            break
        assert way.decided is not None
        refused = less
        held = solve(scenario, landed, draws, keep=way.decided, apart=apart, clock=part)
        if held.found is None:
            late = held.termination.reason is Reason.STOPPED_WITHOUT_PLAN
            told.append(Issue.warning("rule-not-settled" if late else "rule-not-allowed", less=less))
            continue
        planned = solution.objective_cny if solution.signed_cny is None else solution.signed_cny
        if _asks_more(scenario) and not _below(held.objective_cny, planned):
            told.append(Issue.warning("rule-dearer-within-limits", less=less, more=held.objective_cny - planned))
            continue
        taken = _in_its_place(solution, held, settings)
        ways = (Alternative(THIS_PLAN, replace(taken, found=way.decided)), *_naive(others))
        again = judge_all(scenario, landed, looked.draws, ways, modes, part, apart)
        first = again.alternatives[0] if again.alternatives[0].judgement is not None else replace(way, key=THIS_PLAN)
        verdict = JudgedPlans((first, *others), again.break_evens, again.clearance, looked.verdict.whole)
        told.append(Issue.warning("rule-taken", less=less))
        return BestOfJudged(taken, replace(looked, verdict=verdict), tuple(told))
    return BestOfJudged(solution, looked, tuple(told))


def _goal(way: Judged, own: Judged, settings: Settings) -> float:
    """What a way comes to by the goal of the case on the draws that it was judged on; infinite where it is not told.

    Where risk has a limit, a way that breaks it by more than the plan does is none. `ordered` has several figures: no
    way is taken there.
    """
    if way.costs is None or own.costs is None or settings.goal == "ordered":
        return float("inf")
    risk, of_own = (risk_of(each.costs, settings.risk_level) for each in (way, own) if each.costs is not None)
    limit = settings.risk_limit_cny
    if limit is not None and risk.cvar_cny > max(limit, of_own.cvar_cny):
        return float("inf")
    return risk.cvar_whole_cny if settings.goal == "min_cvar" else way.objective_cny


def _asks_more(scenario: Scenario) -> bool:
    """Whether the program keeps what replays do not ask: there a way may only seem to cost less."""
    return bool(scenario.limits or scenario.budgets) or scenario.settings.risk_limit_cny is not None


def _below(one: float, other: float) -> bool:
    return one < other - ALIKE * max(1.0, abs(other))


def _naive(others: Iterable[Judged]) -> tuple[Alternative, ...]:
    """The rule that break-even costs are against, to be replayed beside the plan."""
    return tuple(
        Alternative(way.key, Solution(way.termination, way.objective_cny, 0.0, 0.0, {}, found=way.decided))
        for way in others
        if way.key == NAIVE and way.decided is not None
    )


def _in_its_place(solution: Solution, held: Solution, settings: Settings) -> Solution:
    """A plan that was settled on the planning draws, with the bound that is known of them."""
    found = replace(
        solution,
        termination=Termination(Reason.STOPPED_WITH_PLAN, solution.termination.detail),
        objective_cny=held.objective_cny,
        found=None if held.found is None else replace(held.found, recourse=held.found.recourse or Recourse.none()),
        costs=held.costs,
        risk=held.risk,
        road=Road("simple_rule", BETTER_BESIDE),
        signed_cny=None if solution.signed_cny is None else held.objective_cny,
        at_bound=None,
        held_back=(),
    )
    return bounded(found, min(solution.bound_cny, held.objective_cny), settings.gap)
