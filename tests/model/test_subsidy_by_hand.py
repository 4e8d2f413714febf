"""A grant to the buyer in plan, ledger and cash: taken off the cost, received one period after acceptance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q2, courses, home_offer, import_offer, need, planned, settings, tiny

from importplan.plan.lines import CASH_LINES, COST_LINES
from importplan.scenario.schema.open_orders import OpenOrder

GRANT = {"subsidy": "tianjin_showcase", "subsidy_status": "granted", "subsidy_cny": 30.0}


def test_a_grant_lowers_the_cost_of_the_plan() -> None:
    """Two machines at 100, each with 30 granted: 140. Bought and accepted in Q2, the 60 come in Q3."""
    found = planned(tiny(offers=(home_offer(**GRANT),)))
    assert found.solution.objective_cny == pytest.approx(140.0)
    costs = found.ledger.costs.expected
    assert costs[COST_LINES.index("subsidy")] == pytest.approx(-60.0)
    assert found.ledger.violations == ()
    received = found.ledger.cash.plan_cny[0, CASH_LINES.index("subsidy")]
    assert received[:4].tolist() == pytest.approx([0.0, 0.0, -60.0, 0.0])


def test_a_grant_is_discounted_to_the_quarter_in_which_it_is_received() -> None:
    """At 1,500 % a year a quarter halves money: 200 in Q2 are 100, the 60 of Q3 are 15."""
    found = planned(tiny(settings=settings(discount_rate=15.0), offers=(home_offer(**GRANT),)))
    assert found.line("subsidy") == pytest.approx(-15.0)


def test_a_grant_comes_a_quarter_after_acceptance_not_after_delivery() -> None:
    """Accepted 100 days after 1 April, in Q3: received in Q4."""
    found = planned(tiny(offers=(home_offer(from_day=Q2, to_day=Q2, acceptance_days=100.0, **GRANT),)))
    received = found.ledger.cash.plan_cny[0, CASH_LINES.index("subsidy")]
    assert received[:4].tolist() == pytest.approx([0.0, 0.0, 0.0, -60.0])


def test_what_is_granted_does_not_move_with_the_price_of_a_draw() -> None:
    """A sum in a letter: at twice the price still 30 a machine."""
    drawn = courses({"base": 1.0, "dear": 1.0}, ("dear", "price", "h", None, 200.0))
    found = planned(tiny(offers=(home_offer(**GRANT),), demand=(need(shortage_cost_cny=500.0),), **drawn))
    assert found.line("subsidy") == pytest.approx(-60.0)
    assert found.objective == pytest.approx(300.0 - 60.0)


def test_a_stop_delays_the_grant_with_the_machine_and_a_lost_machine_brings_none() -> None:
    """In one of two courses the seller is stopped in Q2: accepted in Q3, received in Q4."""
    stop = courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0))
    offer = home_offer(from_day=Q2, to_day=Q2, **GRANT)
    found = planned(tiny(offers=(offer,), demand=(need(shortage_cost_cny=80.0),), **stop))
    by_draw = found.ledger.cash.by_draw_cny[:, 0]
    assert by_draw[:, 3].tolist() == pytest.approx([0.0, -60.0])
    cancelled = tiny(
        settings=settings(draws=2),
        offers=(replace(offer, licence_refusal=1.0, deposit_refund_share=0.0),),
        open_orders=(OpenOrder(order="OO", offer="h", firm="firm", quantity=1.0, due=Q2, stage="licence_applied"),),
        demand=(need(quantity=1.0),),
    )
    assert planned(cancelled).line("subsidy") == pytest.approx(0.0)


def test_what_is_merely_expected_does_not_count() -> None:
    found = planned(tiny(offers=(home_offer(**(GRANT | {"subsidy_status": "expected"})),)))
    assert found.objective == pytest.approx(200.0)
    assert found.line("subsidy") == 0.0


def test_a_grant_can_make_the_dearer_domestic_machine_the_better_one() -> None:
    """Imported: 100 and 10 duty. At home: 130, less 30 granted."""
    offers = (import_offer(), home_offer(unit_price=130.0))
    assert planned(tiny(offers=offers)).solution.objective_cny == pytest.approx(220.0)
    with_grant = planned(tiny(offers=(import_offer(), home_offer(unit_price=130.0, **GRANT))))
    assert with_grant.solution.objective_cny == pytest.approx(200.0)


def test_an_award_of_the_maker_changes_no_plan() -> None:
    named = planned(tiny(offers=(home_offer(subsidy="guangdong_first_unit"),)))
    assert named.solution.objective_cny == pytest.approx(200.0)
