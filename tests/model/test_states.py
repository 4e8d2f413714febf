"""When draws share the columns of a stock, and that the value is that of the extensive form where they do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q1, Q2, catalog, courses, home_offer, machine, need, planned, settings, tiny, with_supplier

from importplan.landed.price import price
from importplan.model.build import build
from importplan.model.frame import Frame
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.stock import Stock
from importplan.uncertainty.sample import sample


def framed(case: Scenario) -> Frame:
    """The frame of a case."""
    landed = price(case, catalog())
    return build(case, landed, sample(case, base_rate=landed.base_rate))


def stopped(**sheets: object) -> Scenario:
    """Three draws: calm, nothing ships in Q1, nothing ships in Q1 and Q2."""
    stops = courses(
        {"calm": 1.0, "short": 1.0, "long": 1.0},
        ("short", "availability", "supplier:H", Q1, 0.0),
        ("long", "availability", "supplier:H", Q1, 0.0),
        ("long", "availability", "supplier:H", Q2, 0.0),
    )
    return tiny(**(stops | sheets))


def test_draws_are_the_same_state_once_the_same_orders_have_arrived() -> None:
    """In Q1 calm stands against both stops; in Q2 the long stop alone still waits; from Q3 on all agree."""
    states = framed(stopped()).states
    assert states.merged.tolist() == [True]
    assert states.count.tolist() == [[2, 2, 1, 1]]
    label = states.label[0]
    assert label[0, 1] == label[0, 2] != label[0, 0]
    assert label[1, 0] == label[1, 1] != label[1, 2]


def test_other_demand_is_another_state_from_its_period_on() -> None:
    case = tiny(**courses({"one": 1.0, "two": 1.0}, ("two", "demand", "L1", None, 3.0)))
    assert framed(case).states.count.tolist() == [[1, 2, 2, 2]]


@pytest.mark.parametrize(
    "changes",
    [
        {"settings": settings(terminal_value_share=0.5)},
        {"demand": (need(), need(line="L2", shortage_cost_cny=10.0))},
        {"demand": (need(lost_after_periods=1),)},
        {"demand": (need(shortage_cost_cny=0.0),)},
        {
            "items": (machine(workaround_limit=1.0, workaround_cost_cny=1.0),),
            "budgets": (Budget(payer="firm", amount_cny=9e9, within="each_draw"),),
        },
        {"settings": settings(owner="bureau"), "firms": (Firm(firm="F"),), "demand": (need(firm="F"),)},
        {"limits": (Limit(rule="min_fill_rate", value=0.1, from_day=Q2),)},
    ],
    ids=["worth", "two queues", "lost", "free", "refused relief", "reserve", "late fill rate"],
)
def test_a_stock_that_remembers_more_is_not_merged(changes: dict[str, object]) -> None:
    """Its draws share columns by whole course: with three different courses, not at all."""
    states = framed(stopped(**changes)).states
    assert not states.merged.any()
    assert states.count[0].tolist() == [3, 3, 3, 3]


def test_priorities_of_one_cost_are_one_queue_and_do_not_hinder() -> None:
    demand = (need(priority=1), need(line="L2", priority=3))
    assert framed(stopped(demand=demand)).states.merged.all()


def test_items_with_call_offs_keep_every_draw_apart() -> None:
    """Also draws that are alike in all: what is called depends on what was seen of everything."""
    case = tiny(
        offers=(home_offer("k", supplier="J", contract="framework"),),
        **courses({"a": 1.0, "b": 1.0}),
    )
    assert framed(with_supplier(case, "J", booking_cost_cny=1.0)).states.count[0].tolist() == [2, 2, 2, 2]


def test_draws_of_one_course_share_everything_that_is_not_merged() -> None:
    case = tiny(demand=(need(lost_after_periods=1),), **courses({"a": 1.0, "b": 1.0}))
    assert framed(case).states.count.tolist() == [[1, 1, 1, 1]]


@pytest.mark.parametrize("merge", [True, False])
def test_a_fill_rate_that_begins_later_keeps_draws_apart(merge: bool) -> None:
    """One machine in stock, A needs one in Q1 and B in Q2; whatever is due in Q2 must be served in Q2.

    The foreign maker (60, from Q2 on) is stopped in Q2 in one of two draws. There the machine in stock is kept for B, A
    is late at the ends of Q1 and Q2: 2 x 50. In the calm draw A has it at once. 60 + 100 / 2 = 110. Draws that share
    their state in Q1 would keep it in both: 135.
    """
    case = tiny(
        offers=(home_offer("f", 60.0, supplier="J", origin="JP", from_day=Q2),),
        stock=(Stock(item="M", quantity=1.0),),
        demand=(need(Q1, 1.0, "A"), need(Q2, 1.0, "B")),
        limits=(Limit(rule="min_fill_rate", value=1.0, from_day=Q2, to_day=Q2),),
        **courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:J", Q2, 0.0)),
    )
    assert planned(case, merge=merge).objective == pytest.approx(110.0)


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_sharing_does_not_touch_risk(weight: float) -> None:
    """The cost of a draw adds up its own states: the same optimum at every weight on the tail."""
    case = stopped()
    risky = case.replace(settings=replace(case.settings, risk_weight=weight, risk_level=0.5))
    assert planned(risky, merge=True).objective == pytest.approx(planned(risky, merge=False).objective)
