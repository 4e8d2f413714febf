"""Stocks, waiting, lost demand, workarounds and the reserve, worked by hand (family `balance`, `workaround`)."""

import pytest
from hand_cases import (
    NEXT_Q1,
    Q1,
    Q2,
    courses,
    holding,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
)

from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.stock import Stock


def test_the_tiny_case_buys_both_machines_when_they_are_needed() -> None:
    found = planned(tiny())
    assert found.objective == pytest.approx(200.0)  # 2 x 100; later costs 50 a quarter, earlier nothing but no less
    assert sum(found.bought.values()) == 2.0


def test_what_costs_less_to_miss_than_to_buy_is_not_bought() -> None:
    found = planned(tiny(demand=(need(shortage_cost_cny=30.0),)))
    assert found.objective == pytest.approx(180.0)  # 2 machines x 3 quarter ends (Q2, Q3, Q4) x 30 < 200
    assert found.bought == {}


def test_goods_that_take_long_are_ordered_early_and_held() -> None:
    """60 days serve in the quarter of the order, 100 days in the next: order in Q1, hold nothing, or be late."""
    found = planned(tiny(items=(holding(10.0),), offers=(home_offer(lead_time_days=100.0),)))
    assert found.objective == pytest.approx(200.0)
    assert found.bought == {("h", "firm", 0): 2.0}
    late = planned(tiny(offers=(home_offer(lead_time_days=100.0),), demand=(need(Q1),)))
    assert late.objective == pytest.approx(300.0)  # at best they come in Q2: 2 x 100 + 2 x 50 at the end of Q1


def test_stock_at_the_start_serves_first_and_costs_holding_until_then() -> None:
    found = planned(tiny(items=(holding(10.0),), stock=(Stock(item="M", quantity=1.0),)))
    assert found.objective == pytest.approx(110.0)  # one is held over the end of Q1 (10), one is bought (100)
    assert found.line("holding") == pytest.approx(10.0)


def test_costs_are_discounted_to_the_first_day_of_their_period() -> None:
    found = planned(with_settings(tiny(), discount_rate=0.21))
    # Bought at the start of Q2, a quarter of a year on; waiting for Q3 saves 4.6 % of 100 and costs 50.
    assert found.objective == pytest.approx(200.0 / 1.21**0.25)


def test_what_is_left_is_worth_its_share_at_the_end() -> None:
    """Three in stock, two needed: the third is worth 0.5 x 100, discounted over the whole year."""
    case = tiny(settings=settings(terminal_value_share=0.5, discount_rate=0.21), stock=(Stock(item="M", quantity=3.0),))
    assert planned(case).objective == pytest.approx(-50.0 / 1.21)


def test_demand_that_does_not_wait_is_lost_after_its_patience() -> None:
    patient = planned(tiny(demand=(need(quantity=1.0),)))
    assert patient.objective == pytest.approx(100.0)  # waiting to the end would cost 3 x 50
    lost = planned(tiny(demand=(need(quantity=1.0, lost_after_periods=1),)))
    assert lost.objective == pytest.approx(50.0)  # late at the end of Q2, given up in Q3
    assert lost.plan.recourse.lost[0, 0].tolist() == [0.0, 0.0, 1.0, 0.0]
    assert lost.plan.recourse.backlog[0, 0].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_workaround_relieves_one_unit_for_a_period_and_leaves_the_demand_open() -> None:
    case = tiny(
        items=(machine(workaround_cost_cny=40.0, workaround_limit=1.0),),
        offers=(home_offer(lead_time_days=100.0),),
        demand=(need(Q1),),
    )
    found = planned(case)
    # Both are late at the end of Q1: one is relieved for 40, the other costs 50. Both are bought all the same, as four
    # quarters of rent are 160.
    assert found.objective == pytest.approx(200.0 + 40.0 + 50.0)
    assert found.plan.recourse.backlog[0, 0].tolist() == [2.0, 0.0, 0.0, 0.0]


def test_workaround_dearer_than_being_late_is_not_used() -> None:
    case = tiny(
        items=(machine(workaround_cost_cny=51.0, workaround_limit=1.0),),
        offers=(home_offer(lead_time_days=100.0),),
        demand=(need(Q1),),
    )
    assert planned(case).line("workaround") == 0.0


def reserve_case(retransfer_days: float):  # type: ignore[no-untyped-def]
    """A firm that cannot deduct VAT pays 113 itself; the reserve, which deducts, pays 100 and hands over."""
    return tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F", vat_deductible=False),),
        offers=(home_offer(end_user="retransfer", retransfer_days=retransfer_days),),
        demand=(need(quantity=1.0, firm="F"),),
    )


def test_goods_of_the_reserve_reach_the_taker_after_the_consent() -> None:
    found = planned(reserve_case(100.0))
    # Ordered and released on day 0, consent on day 100: in Q2 (from day 90), in time.
    assert found.objective == pytest.approx(100.0)
    assert found.bought == {("h", "reserve", 0): 1.0}
    assert found.plan.recourse.release[0, 0].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_a_consent_that_takes_too_long_makes_the_firm_buy_itself() -> None:
    # Day 200 lies in Q3: the reserve's machine would be a quarter late, 100 + 50; the firm's own costs 113.
    assert planned(reserve_case(200.0)).objective == pytest.approx(113.0)
    assert planned(reserve_case(200.0)).bought == {("h", "F", 1): 1.0}


def test_goods_of_a_named_end_user_are_not_pooled() -> None:
    case = reserve_case(0.0)
    named = case.replace(offers=(home_offer(end_user="named"),))
    assert planned(named).objective == pytest.approx(113.0)


def test_a_release_is_paid_by_the_taker_and_costs_nobody_else_anything() -> None:
    """The price of a release moves cash from the taker to the reserve: full reference value where nothing is said."""
    found = planned(reserve_case(0.0))
    assert found.ledger is not None
    cash = found.ledger.cash
    release = cash.plan_cny[:, cash.lines.index("release")].sum(axis=1)
    assert dict(zip(cash.payers, release.tolist(), strict=True)) == {"F": 100.0, "reserve": -100.0}
    assert found.objective == pytest.approx(100.0)


def test_waiting_in_one_queue_does_not_let_a_later_line_jump_an_earlier_one() -> None:
    """The counter-example to merging: one unit in stock, B (1 a quarter late) due first, A (10) due second.

    Served to B, A is late at the ends of Q2 and later; kept for A, B is late at the ends of Q1, Q2. With two quarters:
    kept for A costs 1 + 1 = 2, served to B costs 10. Stock less demand so far alone would say 1: at the end of Q1
    nothing is short, at the end of Q2 one unit is, and B's is the cheapest to be short of.
    """
    case = tiny(
        settings=settings(periods=2),
        offers=(home_offer(from_day=NEXT_Q1),),
        stock=(Stock(item="M", quantity=1.0),),
        demand=(
            need(Q1, 1.0, "B", shortage_cost_cny=1.0),
            need(Q2, 1.0, "A", shortage_cost_cny=10.0),
        ),
    )
    for merge in (True, False):
        assert planned(case, merge=merge).objective == pytest.approx(2.0)


def test_every_draw_settles_its_own_course() -> None:
    """An order that one of two draws holds up for a quarter: late there only."""
    case = tiny(**courses({"calm": 3.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0)))
    found = planned(case.replace(items=(holding(20.0),)))
    # In time: 200, and in the stopped draw 2 x 50 late, weight 1/4: 225. A quarter early: 200 + 2 x 20 held.
    assert found.objective == pytest.approx(225.0)
    assert found.by_draw("shortage_2") == pytest.approx([0.0, 100.0])


def test_severity_lets_the_rest_of_an_order_through() -> None:
    case = tiny(**courses({"half": 1.0}, ("half", "availability", "supplier:H", Q2, 0.5)))
    found = planned(case.replace(items=(holding(100.0),), demand=(need(Q2, 2.0),)))
    # Ordered in Q2, one of the two ships at once and one waits until Q3: 200 + 50.
    assert found.objective == pytest.approx(250.0)
    assert found.plan.recourse.backlog[0, 0].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_demand_outside_the_horizon_is_not_planned_for() -> None:
    assert planned(tiny(demand=(need(), need(NEXT_Q1, 5.0, "later")))).objective == pytest.approx(200.0)


def test_priorities_that_cost_the_same_are_served_by_urgency() -> None:
    """One queue inside, told apart in the answer: with one machine a quarter, priority 1 goes first."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer(capacity_per_period=1.0, from_day=Q2),),
        demand=tuple(
            need(Q2, 1.0, name, priority=priority, shortage_cost_cny=60.0)
            for name, priority in (("low", 3), ("high", 1))
        ),
    )
    found = planned(case)
    assert found.objective == pytest.approx(260.0)  # the second machine comes in Q3
    assert found.line("shortage_1") == pytest.approx(0.0)
    assert found.line("shortage_3") == pytest.approx(60.0)
