"""A result spoilt with every figure that depends on it, as the product's own writer has it: nothing shows at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.agreement import agreement_within
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.replay.estimates import judge
from importplan.evaluation.replay.judged import THIS_PLAN, Alternative, Judged, judged
from importplan.evaluation.schedule import order_dates, signed_dates
from importplan.evaluation.settling.settled import settled
from importplan.evaluation.settling.telling import told
from importplan.pipeline.case import fx_reference
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan, PlannedOrder, Recourse
from importplan.plan.plan_file import bind, filed
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.settlement import Settlement
from importplan.results.plan_result import PlanResult
from importplan.scenario.checks.run import run as check
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal, sample

Change = Callable[[Scenario], Scenario]


def of_another_case(result: PlanResult, change: Change) -> PlanResult:
    """The same decisions and the same settlement, everything else as it follows from a changed case."""
    scenario = change(result.scenario)
    landed = price(scenario, result.catalog)
    draws = _draws(result, scenario, landed.base_rate, result.draws.count, "plan")
    fresh = _draws(result, scenario, landed.base_rate, result.judging.count, "fresh")
    books = Books(scenario, landed, draws)
    rows = told(Books(result.scenario, result.landed, result.draws), result.solution.plan)
    decisions = bind(filed(result.solution.plan, result.scenario, result.landed), scenario, landed)
    plan = settled(books, decisions, Settlement(rows, {}, ()))
    issues = tuple(check(scenario))
    changed = replace(result, scenario=scenario, landed=landed, draws=draws, fresh=fresh, issues=issues)
    return with_plan(changed, plan)


def _draws(result: PlanResult, scenario: Scenario, base_rate: Any, count: int, stream: str) -> DrawSet:
    reference = fx_reference(result.catalog)
    return sample(scenario, count=count, stream=stream, fx_reference=reference, base_rate=base_rate)


def with_plan(result: PlanResult, plan: Plan) -> PlanResult:
    """Another plan, its costs, cash and dates recomputed; that it breaks rules is kept quiet about."""
    ledger = replace(audit(result.scenario, result.landed, result.draws, plan), violations=())
    settings = result.scenario.settings
    risk = risk_of(ledger.costs, settings.risk_level)
    objective = objective_of(ledger.costs, risk, settings.risk_weight if settings.goal == "weighted" else 0.0)
    solution = replace(
        result.solution,
        found=plan,
        costs=ledger.costs,
        risk=risk,
        objective_cny=objective,
        bound_cny=objective,
        gap=0.0,
    )
    known = judged(result.scenario, result.landed, Alternative(THIS_PLAN, solution), result.draws.given)
    spoilt = replace(
        result,
        solution=solution,
        ledger=ledger,
        agreement=agreement_within(0.0, COST_LINES[0], ledger),
        dates=order_dates(result.scenario, result.landed, plan),
        signed=signed_dates(result.scenario, result.landed),
        in_sample=known.judgement,
    )
    return replace(spoilt, alternatives=tuple(_rejudged(spoilt, way) for way in result.alternatives))


def _rejudged(result: PlanResult, way: Judged) -> Judged:
    """A way with what its decisions cost today by the changed case; what it costs in draws stays."""
    assert way.costs is not None
    assert way.service is not None
    assert way.decided is not None
    decided = result.solution.plan if way.key == THIS_PLAN else way.decided
    course = nominal(result.scenario)
    plan = settled(Books(result.scenario, result.landed, course), replace(decided, recourse=Recourse.none()), NOTHING)
    known = audit(result.scenario, result.landed, course, plan).costs.known
    costs = replace(way.costs, known=np.where(np.array(COST_LINES) == "soft_limits", way.costs.known, known))
    settings = result.scenario.settings
    objective = objective_of(costs, risk_of(costs, settings.risk_level), settings.risk_weight)
    found = judge(costs, way.service, settings.risk_level, result.judging.given)
    return replace(
        way, decided=replace(decided, recourse=Recourse.none()), costs=costs, objective_cny=objective, judgement=found
    )


NOTHING = Settlement({}, {}, ())


def with_orders(result: PlanResult, change: Callable[[PlannedOrder, str], PlannedOrder | None]) -> PlanResult:
    """Other orders (None: left out), the draws settled as they were told before."""
    rows = told(Books(result.scenario, result.landed, result.draws), result.solution.plan)
    options = result.landed.options
    orders = [change(order, options[order.option].offer) for order in result.solution.plan.orders]
    plan = replace(result.solution.plan, orders=tuple(order for order in orders if order is not None))
    rows = {what: block for what, block in rows.items() if not what.startswith("beyond")}
    return with_plan(result, resettled(result, plan, rows))


def resettled(result: PlanResult, plan: Plan, rows: dict[str, Any]) -> Plan:
    """A plan with the course of its draws that rows tell."""
    books = Books(result.scenario, result.landed, result.draws)
    return settled(books, replace(plan, recourse=Recourse.none()), Settlement(rows, {}, ()))


def with_course(plan: Plan, **courses: Any) -> Plan:
    """A plan that claims other courses of its draws."""
    return replace(plan, recourse=replace(plan.recourse, **courses))


def with_recourse(result: PlanResult, **courses: Any) -> PlanResult:
    """Other courses of the draws, as they are claimed: nothing else of them follows."""
    return with_plan(result, with_course(result.solution.plan, **courses))


def rows_of(result: PlanResult) -> dict[str, Any]:
    """What the settlement of a result tells of its planning draws."""
    return told(Books(result.scenario, result.landed, result.draws), result.solution.plan)
