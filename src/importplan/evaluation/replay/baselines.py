"""Naive rules on the same draws: what a plan is worth is what it does better than they do.

`cheapest_source`: every item from its cheapest offer (landed cost at the start), ordered as if nothing ever stopped.
`equal_split`: every item in equal parts from all qualified suppliers, ordered as if nothing ever stopped.
`no_stock`: any offer, ordered as if nothing ever stopped, nothing held ahead of need.
Each plan is then replayed: what it decides today stays, and what follows in each draw is settled as well as it can be.
A rule that decides anew as it sees what happens is one more `Alternative`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.judged import Alternative
from importplan.model.search.solve import solve
from importplan.plan.plan import Plan
from importplan.plan.risk import objective_of
from importplan.plan.solution import INTERRUPTED, Solution
from importplan.running.clock import NAIVE_RULE, Clock
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

NEEDS = (About.SERVICE,)  # limits that say what is needed, not how to buy
SOFT: tuple[About, ...] = ()  # no limit beyond those that have a price


def naive_plans(
    scenario: Scenario,
    landed: LandedTable,
    tell: Callable[[str], None],
    clock: Clock | None = None,
    apart: bool = False,
) -> tuple[Alternative, ...]:
    """What the naive rules order: each plans for one course without outages.

    Each has its share of the clock's limit, that of the settings if there is none; `apart` as in `solve`. Raises
    KeyboardInterrupt.
    """
    found = []
    for key, rule in BASELINES.items():
        tell(key)
        naive = rule(scenario, landed)
        own = None if clock is None else clock.part(clock.of(NAIVE_RULE))
        solution = solve(naive, landed, nominal(naive), apart=apart, clock=own)
        if solution.termination.detail == INTERRUPTED:
            raise KeyboardInterrupt
        found.append(Alternative(key, solution))
    return tuple(found)


def replay(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    plan: Plan,
    apart: bool = False,
    clock: Clock | None = None,
) -> Solution:
    """Keep what a plan decides today and settle every draw; hard limits and budgets are not imposed.

    Every draw is settled at its least cost, with soft limits at their price. The objective is the case's own; bound and
    gap are those of the expected cost. Raises KeyboardInterrupt where Ctrl-C ended it.
    """
    settled = solve(_free(scenario, SOFT).replace(budgets=()), landed, draws, keep=plan, apart=apart, clock=clock)
    if settled.termination.detail == INTERRUPTED:
        raise KeyboardInterrupt
    if settled.costs is None or settled.risk is None:
        return settled
    settings = scenario.settings
    weight = settings.risk_weight if settings.goal == "weighted" else 0.0
    return replace(settled, objective_cny=objective_of(settled.costs, settled.risk, weight))


def _free(scenario: Scenario, about: tuple[About, ...]) -> Scenario:
    """The case without its rules on buying: what has a price stays a cost, and what is about these stays.

    Everything is done at least expected cost. On one course that is all there is; on many, what nothing joins is then
    at its least in each draw, and so are mean and tail. Nobody in a draw knows whether it is one of the worst.
    """
    settings = replace(scenario.settings, risk_limit_cny=None, goal="weighted", risk_weight=0.0)
    limits = tuple(row for row in scenario.limits if row.soft_cost_cny is not None or row.kind.about in about)
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


def equal_split(scenario: Scenario, landed: LandedTable) -> Scenario:
    """No supplier of an item sells more than an equal part of it, rounded up to whole units."""
    shares = []
    for item in scenario.items:
        sellers = {
            offer.supplier
            for offer in scenario.offers
            if offer.item == item.item and offer.qualified and scenario.supplier_of(offer).qualified
        }
        needed = sum(line.quantity for line in scenario.demand if line.item == item.item)
        if len(sellers) > 1 and needed > 0:
            part = needed / len(sellers)
            part = math.ceil(part) if item.whole_units else part
            value = min(1.0, part / needed)
            shares.append(Limit(rule="max_supplier_share", item=item.item, value=value, measure="units"))
    free = _free(scenario, NEEDS)
    return free.replace(limits=(*free.limits, *shares))


def no_stock(scenario: Scenario, landed: LandedTable) -> Scenario:
    """Any offer; a plan for one course without outages has no reason to hold anything ahead of need."""
    return _free(scenario, NEEDS)


BASELINES: dict[str, Callable[[Scenario, LandedTable], Scenario]] = {
    "cheapest_source": cheapest_source,
    "equal_split": equal_split,
    "no_stock": no_stock,
}
