"""Ways to plan as they were judged on some draws: their figures with intervals, and break-even costs.

What happened in each draw is dropped once it is judged; costs by draw stay. A policy that plans anew as it sees what
happens has no single plan of orders, but costs by draw all the same: it is one more `Judged`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.clearance.worth import ClearanceWorth
from importplan.evaluation.replay.break_even import BreakEven
from importplan.evaluation.replay.estimates import Judgement, ServiceByDraw, judge
from importplan.plan.plan import Plan, PlannedOrder, Recourse
from importplan.plan.solution import CostLines, Solution, Termination
from importplan.scenario.scenario import Scenario

THIS_PLAN, NAIVE = "this_plan", "cheapest_source"  # the plan itself, and the rule that break-even costs are against


@dataclass(frozen=True)
class Alternative:
    """A way to plan, judged on the same draws as the plan itself."""

    key: str
    solution: Solution
    forbidden: str = ""  # the cell that lets it buy nothing of what is needed


@dataclass(frozen=True)
class Awaited:
    """A way to plan that is worked out when it is asked for."""

    key: str
    make: Callable[[], Alternative]


@dataclass(frozen=True)
class Judged:
    """A way to plan and how it did on the draws; without figures where it has no plan."""

    key: str
    termination: Termination
    objective_cny: float
    decided: Plan | None = None  # what it decides today, without what follows in draws
    costs: CostLines | None = None
    service: ServiceByDraw | None = None
    judgement: Judgement | None = None
    forbidden: str = ""  # the cell that lets it buy nothing of what is needed

    @property
    def orders(self) -> tuple[PlannedOrder, ...]:
        """What it orders today."""
        return self.decided.orders if self.decided is not None else ()


@dataclass(frozen=True)
class JudgedPlans:
    """Every way on the same draws, this plan first; the cost of being late at which the cheapest source wins; what
    days less at customs are worth to this plan."""

    alternatives: tuple[Judged, ...] = ()
    break_evens: tuple[BreakEven, ...] = ()
    clearance: ClearanceWorth = field(default_factory=ClearanceWorth)
    whole: bool = True  # no replay was ended by the time limit


def judged(scenario: Scenario, landed: LandedTable, alternative: Alternative, given: bool) -> Judged:
    """The figures of one alternative."""
    solution = alternative.solution
    if solution.found is None or solution.costs is None:
        return Judged(alternative.key, solution.termination, solution.plan_cny, forbidden=alternative.forbidden)
    service = ServiceByDraw.of(scenario, landed, solution.found)
    return Judged(
        alternative.key,
        solution.termination,
        solution.plan_cny,
        replace(solution.found, recourse=Recourse.none()),
        solution.costs,
        service,
        judge(solution.costs, service, scenario.settings.risk_level, given),
    )
