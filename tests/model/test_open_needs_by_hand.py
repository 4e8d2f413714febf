"""Needs open at the end, by hand (family `open_needs`): 1.2 of the worth of a unit that nothing still comes for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q4,
    Planned,
    courses,
    home_offer,
    import_offer,
    need,
    planned,
    settings,
    tiny,
    with_settings,
)

from importplan.evaluation.agreement import agreement
from importplan.evaluation.ledger.audit import audit
from importplan.plan.lines import COST_INDEX
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.stock import Stock

PRICED = settings(open_need_share=1.2)
TOO_LATE = home_offer(lead_time_days=400.0)  # ordered on the first day, it serves after the four quarters


def test_what_would_not_pay_by_lateness_alone_is_bought() -> None:
    """Late in Q4 costs 50 and a machine 100; left open it costs 120 more."""
    case = tiny(settings=PRICED, demand=(need(Q4),))
    assert planned(with_settings(case, open_need_share=0.0)).objective == pytest.approx(100.0)
    found = planned(case)
    assert found.objective == pytest.approx(200.0)
    assert found.line("open_needs") == 0.0


def test_it_is_discounted_as_the_last_period() -> None:
    """Two of 100 CNY that nobody sells: 1.2 of their value, three quarters on."""
    case = tiny(
        settings=settings(open_need_share=1.2, discount_rate=0.21),
        offers=(home_offer(capacity_per_period=0.0),),
        demand=(need(Q4, shortage_cost_cny=0.0),),
    )
    assert planned(case).line("open_needs") == pytest.approx(240.0 / 1.21**0.75)


def test_the_dearest_offer_counts_only_where_it_can_be_bought() -> None:
    """An offer of 300 CNY that ended before the plan raises nothing; one that stands does, also taxed abroad (330)."""
    ended = home_offer("x", 300.0, to_day=Q1, procurement_days=30.0)
    dear = import_offer(unit_price=30.0, capacity_per_period=0.0)
    none = home_offer(capacity_per_period=0.0)
    for offers, worth in (((none, ended), 100.0), ((none, dear), 330.0)):
        found = planned(tiny(settings=PRICED, offers=offers, demand=(need(Q4),)))
        assert found.line("open_needs") == pytest.approx(2.0 * 1.2 * worth)


def test_what_comes_after_the_end_is_not_open_where_it_comes() -> None:
    """Ordered for 100 it spares 120 in a draw in which the licence is given; it is given in half of them."""
    given = planned(tiny(settings=PRICED, offers=(TOO_LATE,), demand=(need(Q4),)))
    assert given.objective == pytest.approx(300.0)  # 2 x (100 + 50 late)
    refused = _stopped(tiny(settings=PRICED, offers=(TOO_LATE,), demand=(need(Q4),)))
    assert refused.bought == {}  # 100 known, and 30 of it not paid back on average, against 60
    assert refused.line("open_needs") == pytest.approx(240.0)


def _stopped(case: Scenario) -> Planned:
    """The case with a licence that is refused to half of the draws."""
    offers = tuple(replace(offer, licence_refusal=0.5, licence_days=1.0, deposit_share=1.0) for offer in case.offers)
    return planned(with_settings(case.replace(offers=offers), draws=40))


def test_lost_units_and_lines_that_do_not_come_cost_nothing_at_the_end() -> None:
    """Late once for 50 each, then lost; in the other half of the draws nothing is needed."""
    case = tiny(
        settings=PRICED,
        offers=(home_offer(capacity_per_period=0.0),),
        demand=(need(Q2, lost_after_periods=1),),
        **courses({"a": 1.0, "b": 1.0}, ("b", "demand", "L1", None, 0.0)),
    )
    found = planned(case)
    assert found.objective == pytest.approx(50.0)
    assert found.line("open_needs") == 0.0
    waits = planned(case.replace(demand=(need(Q2),)))
    assert waits.by_draw("open_needs") == pytest.approx([240.0, 0.0])


def test_what_waits_for_consent_at_the_end_is_on_its_way() -> None:
    """The reserve buys goods whose release takes 100 days: released in Q4 they come after the end, and are not open."""
    consent = home_offer(end_user="retransfer", retransfer_days=100.0, lead_time_days=200.0)
    case = tiny(settings=settings(open_need_share=1.2, owner="bureau"), offers=(consent,), demand=(need(Q4),))
    found = planned(case)
    assert found.line("open_needs") == 0.0
    pool = case.replace(
        offers=(home_offer(capacity_per_period=0.0),), stock=(Stock(item="M", quantity=1.0, owner="reserve"),)
    )
    assert planned(pool).line("open_needs") == pytest.approx(120.0)  # the one in stock is released at once


def test_an_audit_of_a_plan_without_its_orders_prices_what_is_open() -> None:
    """The ledger finds 240 of what a plan that says nothing of it leaves open, and does not agree."""
    found = planned(tiny(settings=PRICED, demand=(need(Q4),)))
    bare = _without_orders(found.plan)
    ledger = audit(found.scenario, found.landed, found.draws, bare)
    assert ledger.costs.expected[COST_INDEX["open_needs"]] == pytest.approx(240.0)
    assert found.solution.costs is not None
    assert not agreement(found.solution.costs, ledger).agrees


def _without_orders(plan: Plan) -> Plan:
    waits = np.cumsum(plan.recourse.demand, axis=2)
    recourse = replace(plan.recourse, backlog=waits, stock=np.zeros_like(plan.recourse.stock))
    return replace(plan, orders=(), recourse=recourse)
