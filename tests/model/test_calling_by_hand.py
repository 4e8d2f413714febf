"""Calls by a rule fixed today, period by period by hand: levels, positions, what limits a call, what a plan keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, Planned, catalog, holding, home_offer, need, planned, settings, tiny, with_supplier

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.baselines import replay, rivals
from importplan.model.search.solve import solve
from importplan.plan.call_rule import CallLevel, OutageState
from importplan.plan.plan import Plan, PlannedOrder
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample

Q4 = date(2027, 10, 1)


def callable_case(**terms: object) -> Scenario:
    """One offer under a framework at 80, two a quarter booked for nothing; a need in Q2 and in Q4."""
    case = tiny(
        items=(holding(0.0),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework", **terms),),
        demand=(need(Q2, 1.0, shortage_cost_cny=1000.0), need(Q4, 1.0, "L2", shortage_cost_cny=1000.0)),
    )
    return with_supplier(case, "J", booking_cost_cny=0.0, booking_min=2.0, booking_max=2.0)


def under(
    case: Scenario,
    levels: list[float],
    state: OutageState = OutageState.OPEN,
    count: int = 1,
    orders: tuple[PlannedOrder, ...] = (),
) -> Planned:
    """The case with a plan of nothing but two booked, a rule of these levels by quarter, and orders."""
    landed = price(case, catalog())
    draws = sample(case, count=count, base_rate=landed.base_rate)
    rule = tuple(CallLevel(0, period, state, level) for period, level in enumerate(levels))
    plan = Plan(orders, (), (), {"J": 2.0}, rule)
    found = solve(case, landed, draws, keep=plan)
    ledger = audit(case, landed, draws, found.plan)
    assert ledger.violations == ()
    return Planned(case, landed, draws, found, ledger)


def called(found: Planned) -> list[list[float]]:
    """By draw and quarter."""
    return np.round(found.plan.recourse.call_offs[:, 0], 9).tolist()


def test_a_level_is_what_is_there_and_comes_less_what_waits() -> None:
    """Level 0: each need when it is due. Level 1 from the start: one ahead. Level 2 in Q4: to the end with two left."""
    assert called(under(callable_case(), [0.0] * 4)) == [[0.0, 1.0, 0.0, 1.0]]
    assert called(under(callable_case(), [1.0] * 4)) == [[1.0, 1.0, 0.0, 1.0]]
    assert called(under(callable_case(), [0.0, 0.0, 0.0, 2.0])) == [[0.0, 1.0, 0.0, 2.0]]


def test_without_a_level_nobody_calls() -> None:
    found = under(callable_case(), [])
    assert found.plan.recourse.call_offs.sum() == 0.0
    assert found.plan.recourse.backlog[0, 0].tolist() == [0.0, 1.0, 1.0, 2.0]


def test_what_is_on_its_way_is_not_called_again() -> None:
    """Called in Q2 it serves in Q3: the unit that waits in Q2 is on its way, and Q3 calls nothing."""
    assert called(under(callable_case(lead_time_days=80.0), [0.0] * 4)) == [[0.0, 1.0, 0.0, 1.0]]


def test_no_more_than_a_capacity_leaves() -> None:
    assert called(under(callable_case(capacity_per_period=1.0), [2.0] * 4)) == [[1.0, 1.0, 1.0, 1.0]]


def test_what_is_ordered_leaves_so_much_less_to_call() -> None:
    """The supplier makes two a quarter, whoever asks: where one is ordered, one is called."""
    case = callable_case()
    case = case.replace(offers=(*case.offers, home_offer("s", 80.0, supplier="J")))
    found = under(with_supplier(case, "J", capacity_per_period=2.0), [9.0] * 4, orders=(PlannedOrder(1, 0, 1.0),))
    assert called(found) == [[1.0, 2.0, 2.0, 2.0]]


def test_calls_are_whole_pieces_where_units_are() -> None:
    """A level of one and a half calls one; of what can be divided, one and a half."""
    assert called(under(callable_case(), [1.5] * 4))[0][0] == 1.0
    parts = callable_case().replace(items=(replace(holding(0.0), whole_units=False),))
    assert called(under(parts, [1.5] * 4))[0][0] == 1.5


def test_a_unit_that_is_given_up_waits_no_more() -> None:
    """The need of Q2 is given up at the beginning of Q3, so a level of nothing calls nothing for it then."""
    case = callable_case()
    case = case.replace(demand=(need(Q2, 1.0, shortage_cost_cny=10.0, lost_after_periods=1),))
    rule = [-1.0, -1.0, 0.0, 0.0]
    found = under(case, rule)
    assert called(found) == [[0.0, 0.0, 0.0, 0.0]]
    assert found.plan.recourse.lost[0, 0].tolist() == [0.0, 0.0, 1.0, 0.0]


def stopped(begins: float) -> tuple[Scenario, DrawSet]:
    """A stop of the supplier for exactly two quarters from a day on, in the only draw."""
    case = callable_case().replace(
        risks=(Risk(risk="R", active_until=Q2, starts_per_year=0.0),),
        risk_targets=(RiskTarget(risk="R", target="supplier:J"),),
    )
    landed = price(case, catalog())
    drawn = sample(case, count=1, base_rate=landed.base_rate)
    out = drawn.outages
    assert len(out.draw) == 1
    days = replace(out, start_day=np.array([begins]), end_day=np.array([begins + 182.0]))
    return case, replace(drawn, outages=days)


@pytest.mark.parametrize(
    ("begins", "state", "period"),
    [(0.0, OutageState.ON, 2), (150.0, OutageState.BEGUN, 1), (150.0, OutageState.OPEN, 0)],
)
def test_what_is_seen_of_the_supplier_says_which_level_holds(begins: float, state: OutageState, period: int) -> None:
    """From day 0 for two quarters (182 days): on at the first day of Q3 (day 181). From day 150: begun within Q2."""
    case, draws = stopped(begins)
    landed = price(case, catalog())
    plan = Plan((), (), (), {"J": 2.0}, (CallLevel(0, period, state, 9.0),))
    found = solve(case, landed, draws, keep=plan)
    calls = found.plan.recourse.call_offs[0, 0]
    assert calls[period] > 0.0
    assert calls.sum() == calls[period]
    others = [replace(plan, call_rule=(CallLevel(0, period, other, 9.0),)) for other in OutageState if other != state]
    assert all(solve(case, landed, draws, keep=other).plan.recourse.call_offs.sum() == 0.0 for other in others)


def risky(**changes: object) -> Scenario:
    """A need in every quarter, a framework that may be stopped, and a dear offer beside it."""
    case = tiny(
        items=(replace(holding(0.1), whole_units=False),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"), home_offer("d", 150.0)),
        demand=tuple(need(day, 2.0, f"L{n}", shortage_cost_cny=60.0) for n, day in enumerate((Q1, Q2, Q3, Q4))),
        risks=(Risk(risk="R", starts_per_year=1.0, mean_months=4.0),),
        risk_targets=(RiskTarget(risk="R", target="supplier:J"),),
        settings=settings(draws=40),
    )
    return with_supplier(case, "J", **({"booking_cost_cny": 1.0} | changes))


def test_a_plan_of_sampled_draws_keeps_its_rule_on_other_draws_and_is_never_better_than_its_bound() -> None:
    found = planned(risky())
    assert found.plan.call_rule
    assert found.solution.bound_cny <= found.solution.objective_cny
    fresh = sample(replace_seed(found.scenario, 77), count=400, base_rate=found.landed.base_rate)
    again = replay(found.scenario, found.landed, fresh, found.plan)
    assert again.plan.call_rule == found.plan.call_rule
    assert audit(found.scenario, found.landed, fresh, again.plan).violations == ()


def test_the_order_of_rows_says_nothing() -> None:
    case = risky()
    turned = case.replace(
        offers=case.offers[::-1], demand=case.demand[::-1], suppliers=case.suppliers[::-1], risks=case.risks[::-1]
    )
    one, other = planned(case), planned(turned)
    assert one.solution.objective_cny == pytest.approx(other.solution.objective_cny)
    named = [
        [(found.landed.options[each.option].offer, each.period, each.seen, each.level) for each in found.plan.call_rule]
        for found in (one, other)
    ]
    assert named[0] == named[1]


def test_rivals_call_by_a_rule_of_their_own() -> None:
    """The cheapest source is the framework: it calls in every quarter what is due, after a stop what was missed."""
    case = risky()
    landed = price(case, catalog())
    (cheapest,) = (way for way in rivals(case, landed) if way.key == "cheapest_source")
    assert cheapest.solution.plan.bookings["J"] == pytest.approx(2.0)
    draws = sample(case, count=50, base_rate=landed.base_rate)
    again = replay(case, landed, draws, cheapest.solution.plan)
    assert again.plan.recourse.call_offs.sum() > 0.0
    assert audit(case, landed, draws, again.plan).violations == ()


def test_a_rival_calls_from_its_first_call_on_and_not_before() -> None:
    """Its course without outages calls for Q2 and for Q4."""
    case = callable_case()
    (cheapest,) = (way for way in rivals(case, price(case, catalog())) if way.key == "cheapest_source")
    assert {level.period for level in cheapest.solution.plan.call_rule} == {1, 2, 3}


def test_without_risk_the_rule_costs_nothing() -> None:
    """Nothing is unknown: the plan is as good as one that sees everything."""
    case = risky().replace(risks=(), risk_targets=())
    found = planned(case)
    assert found.solution.objective_cny == pytest.approx(found.solution.bound_cny, rel=1e-6)


def replace_seed(case: Scenario, seed: int) -> Scenario:
    """The same case with other draws."""
    return case.replace(settings=replace(case.settings, seed=seed))


def test_a_budget_that_leaves_no_room_for_calls_is_told() -> None:
    """Two at 80 may be called in Q2 and Q4, in draws where an outage leaves them; 100 of cash holds one at most."""
    case = callable_case().replace(
        budgets=(Budget(payer="all", amount_cny=100.0, within="each_draw"),),
        risks=(Risk(risk="R", starts_per_year=1.0, mean_months=2),),
        risk_targets=(RiskTarget(risk="R", target="supplier:J"),),
    )
    landed = price(case, catalog())
    found = solve(case, landed, sample(case, count=20, base_rate=landed.base_rate))
    assert [(each.rule, each.who) for each in found.held_back] == [("budget", "all")]
    roomy = case.replace(budgets=(Budget(payer="all", amount_cny=300.0, within="each_draw"),))
    assert solve(roomy, landed, sample(roomy, count=20, base_rate=landed.base_rate)).held_back == ()
