"""A plan that is there before a search: as it stands, and as far as a case allows that has moved since.

A search that begins from it finds no worse one. What was bought under other budgets, from other suppliers or for other
needs is bought again as far as rows allow, by the arithmetic of the simple rules; with the needs that are open then
served from the cheapest source, or left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from importplan.model.program.build import decided
from importplan.model.search.rounding import Decisions
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import SPENT, SimplePlan, Spending, first_plans, plan_of
from importplan.model.search.simple.rules import RULES, SimpleRule
from importplan.plan.plan import Plan, PlannedOrder

AS_IT_IS, MENDED, FILLED = SimpleRule("start"), SimpleRule("start_mended"), SimpleRule("start_filled")


@dataclass
class Start:
    """A plan of the case in order, and what it comes to on the draws of the case: None as long as nobody has settled
    it, infinite where it breaks what must be kept.
    """

    plan: Plan
    objective_cny: float | None = None


def plans_to_begin_with(course: Course, start: Start | None) -> Iterator[tuple[str, SimplePlan]]:
    """Road and plan: the start and what becomes of it, the simple rules, nothing bought; each different plan once."""
    seen: set[tuple[PlannedOrder, ...]] = set()
    for road, found in chain(_of_start(course, start.plan) if start else (), first_plans(course)):
        if found.rule is AS_IT_IS or found.plan.orders not in seen:
            seen.add(found.plan.orders)
            yield road, found


def _of_start(course: Course, plan: Plan) -> Iterator[tuple[str, SimplePlan]]:
    yield "start", SimplePlan(AS_IT_IS, plan, decided(course.decided, plan))
    for rule in (MENDED, FILLED):
        found = followed(course, plan, SPENT, fills=rule is FILLED)
        calls = plan.call_rule or found.plan.call_rule
        yield "start_mended", replace(found, rule=rule, plan=replace(found.plan, call_rule=calls))


def followed(course: Course, plan: Plan, part: float, fills: bool) -> SimplePlan:
    """A plan as far as rows allow with `part` of what budgets hold; it `fills` the needs that are open."""
    spending = Spending(course, RULES["cheapest_source"], part, capped=True)
    spending.follow(plan)
    if fills:
        spending.run()
    return spending.plan()


def mended(course: Course, decisions: Decisions) -> Iterator[Decisions]:
    """Decisions of today that break rows (rounding spends more than budgets hold), as far as rows allow, and what is
    open then served from the cheapest source. What is not decided stays so.
    """
    plan = plan_of(course.decided, decisions)
    for part in (1.0, SPENT):
        found = followed(course, plan, part, fills=True).decisions
        yield {variable: found[variable] for variable in decisions}
