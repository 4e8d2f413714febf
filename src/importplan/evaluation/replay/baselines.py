"""Rivals on the same draws: what a plan is worth is what it does better than simple rules of buying do.

The rules (`model/search/simple`) may buy what can be bought: dates, qualification, capacity, whole units, lots and the
budgets of the case hold for them; what nobody sells they make, on routes without inputs. Each plan is then replayed:
what it decides today stays, and what follows in each draw is settled as well as it can be. A rule that decides anew as
it sees what happens is one more `Alternative`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.judged import Alternative, Awaited
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.made import made_at_home
from importplan.model.search.simple.plans import SimplePlan, simple_plan
from importplan.model.search.simple.rules import RULES
from importplan.model.search.solve import solve
from importplan.plan.plan import Plan, PlannedStart
from importplan.plan.risk import objective_of
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import Clock
from importplan.scenario.counting import in_whole
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet


def rivals(scenario: Scenario, landed: LandedTable) -> tuple[Alternative, ...]:
    """What every simple rule orders; one that can buy nothing of what is needed says which cell forbids it."""
    waiting = Rivals(scenario, landed)
    return tuple(waiting.of(key) for key in RULES)


class Rivals:
    """What simple rules order, each worked out when it is asked for: in a large case that takes its time."""

    def __init__(self, scenario: Scenario, landed: LandedTable) -> None:
        self._scenario, self._landed = scenario, landed
        self._known: dict[str, Alternative] = {}

    @cached_property
    def _course(self) -> Course:
        return Course.of(self._scenario, self._landed)

    def of(self, key: str) -> Alternative:
        """What a rule orders."""
        if key not in self._known:
            self._known[key] = _alternative(key, simple_plan(self._course, RULES[key]), made_at_home(self._scenario))
        return self._known[key]

    def awaited(self) -> tuple[Awaited, ...]:
        """All of them, in the order in which they are told."""
        return tuple(Awaited(key, partial(self.of, key)) for key in RULES)


def _alternative(key: str, simple: SimplePlan, made: tuple[PlannedStart, ...]) -> Alternative:
    forbidden = "" if made else simple.forbidden
    reason = Reason.INFEASIBLE if forbidden else Reason.STOPPED_WITH_PLAN
    opened = tuple(dict.fromkeys(start.route for start in made))
    plan = None if forbidden else replace(simple.plan, opened_routes=opened, starts=made)
    nothing = Solution(Termination(reason), float("inf"), float("-inf"), float("inf"), {}, found=plan)
    return Alternative(key, nothing, forbidden)


def replay(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    plan: Plan,
    apart: bool = False,
    clock: Clock | None = None,
) -> Solution:
    """Keep what a plan decides today and settle every draw; hard limits are not imposed. What is called of pieces is
    whole.

    Budgets `in` each_draw are; where the draws are the workbook's own, those `in` plan are too. Every draw is settled
    at its least cost, with soft limits at their price. The objective is the case's own; bound and gap are those of the
    expected cost. Raises KeyboardInterrupt where Ctrl-C ended it.
    """
    case = in_whole(_free(scenario, draws))
    settled = solve(case, landed, draws, keep=plan, apart=apart, clock=clock, gives_way=True)
    if settled.termination.detail == INTERRUPTED:
        raise KeyboardInterrupt
    if settled.costs is None or settled.risk is None:
        return settled
    settings = scenario.settings
    weight = settings.risk_weight if settings.goal == "weighted" else 0.0
    return replace(settled, objective_cny=objective_of(settled.costs, settled.risk, weight))


def _free(scenario: Scenario, draws: DrawSet) -> Scenario:
    """The case without its rules on buying: what has a price stays a cost, and what is paid for needs a budget.

    A budget `in` plan holds the mean over the draws of what is decided by draw. On a sample that the plan was not made
    on this mean is another by chance, and nobody in a draw knows those of the others: there the row is left out, for
    all ways alike.

    Everything is done at least expected cost. What nothing joins is then at its least in each draw, and so are mean and
    tail. Nobody in a draw knows whether it is one of the worst.
    """
    settings = replace(scenario.settings, risk_limit_cny=None, goal="weighted", risk_weight=0.0)
    limits = tuple(row for row in scenario.limits if row.soft_cost_cny is not None)
    budgets = tuple(row for row in scenario.budgets if draws.given or row.within == "each_draw")
    return scenario.replace(settings=settings, limits=limits, budgets=budgets)
