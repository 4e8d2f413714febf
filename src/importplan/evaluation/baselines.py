"""Naive rules on the same draws: what a plan is worth is what it does better than they do.

`cheapest_source`: every item from its cheapest offer (landed cost at the start), ordered as if nothing ever stopped.
`no_stock`: any offer, ordered as if nothing ever stopped, nothing held ahead of need. Both are then replayed: their
orders stay, and what follows in each draw is settled as well as it can be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from importplan.landed.table import LandedTable
from importplan.model.solve import solve
from importplan.plan.plan import Plan
from importplan.plan.solution import Solution
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet
from importplan.uncertainty.sample import nominal

NEEDS = ("min_fill_rate", "max_shortage")  # limits that say what is needed, not how to buy
SOFT: tuple[str, ...] = ()  # no rule beyond those that have a price


@dataclass(frozen=True)
class Alternative:
    """A way to plan, judged on the same draws as the plan itself."""

    key: str
    solution: Solution


def compare(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    solution: Solution,
    progress: Callable[[str], None] | None = None,
) -> tuple[Alternative, ...]:
    """The plan first, then the naive rules, all on the same draws."""
    found = [Alternative("this_plan", solution)]
    for key, rule in BASELINES.items():
        if progress:
            progress(key)
        found.append(Alternative(key, _replayed(scenario, rule(scenario, landed), landed, draws)))
    return tuple(found)


def _replayed(scenario: Scenario, naive: Scenario, landed: LandedTable, draws: DrawSet) -> Solution:
    """Plan naively for one course without outages, then keep those orders on the draws."""
    alone = solve(naive, landed, nominal(naive))
    if not alone.termination.reason.has_plan:
        return alone
    return replay(scenario, landed, draws, alone.plan)


def replay(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan) -> Solution:
    """Keep what a plan decides today and settle every draw; hard limits and budgets are not imposed."""
    return solve(_free(scenario, SOFT).replace(budgets=()), landed, draws, keep=plan)


def _free(scenario: Scenario, rules: tuple[str, ...]) -> Scenario:
    """The case without its rules on buying: what has a price stays a cost, and these rules stay."""
    settings = replace(scenario.settings, risk_limit_cny=None, goal="weighted")
    limits = tuple(row for row in scenario.limits if row.soft_cost_cny is not None or row.rule in rules)
    return scenario.replace(settings=settings, limits=limits)


def cheapest_source(scenario: Scenario, landed: LandedTable) -> Scenario:
    """Only the cheapest offer of every item can be ordered."""
    cost = landed.cost_cny()[:, 0]
    cheapest: dict[str, tuple[float, str]] = {}
    for position, option in enumerate(landed.options):
        offer = scenario.offers[scenario.offer_index[option.offer]]
        if offer.contract == "order" and not landed.planned[position]:
            candidate = (float(cost[position]), offer.offer)
            cheapest[offer.item] = min(cheapest.get(offer.item, candidate), candidate)
    kept = {name for _, name in cheapest.values()}
    before = scenario.calendar.first_day(-1)
    closed = tuple(
        offer if offer.offer in kept or offer.contract == "framework" else replace(offer, to_day=before)
        for offer in scenario.offers
    )
    return _free(scenario, NEEDS).replace(offers=closed)


def no_stock(scenario: Scenario, landed: LandedTable) -> Scenario:
    """Any offer; a plan for one course without outages has no reason to hold anything ahead of need."""
    return _free(scenario, NEEDS)


BASELINES: dict[str, Callable[[Scenario, LandedTable], Scenario]] = {
    "cheapest_source": cheapest_source,
    "no_stock": no_stock,
}
