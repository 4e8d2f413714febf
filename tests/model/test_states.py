"""When draws share the columns of a stock, and that the value is that of the extensive form where they do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    catalog,
    courses,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
    with_supplier,
)

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.search import one_piece
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.uncertainty.sampling.sample import sample


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
        {"items": (machine(workaround_limit=1.0),)},
        {"settings": settings(owner="bureau"), "firms": (Firm(firm="F"),), "demand": (need(firm="F"),)},
        {"limits": (Limit(rule="min_fill_rate", value=0.1),)},
    ],
    ids=["worth", "two queues", "lost", "free", "relieved for nothing", "reserve", "fill rate"],
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


# --- rows that join draws or stocks: worked examples that sharing by the item alone would miss --------------------


@pytest.mark.parametrize("merge", [True, False])
def test_relief_that_a_budget_limits_in_the_mean_goes_to_the_worst_draw(merge: bool) -> None:
    """One machine (100) is late in Q1 in both draws and costs 100 more in the dear one; 500 late, 400 for relief.

    The budget of Q1 pays for half a unit of relief in the mean. Only the worst draw counts: all of it goes to the dear
    one, 100 + 400 there and 500 in the calm one. 100 + 500 = 600. Shared by draws that look alike: 100 + 550 = 650.
    """
    case = tiny(
        settings=settings(risk_weight=1.0, risk_level=0.5),
        items=(machine(workaround_cost_cny=400.0, workaround_limit=1.0),),
        offers=(home_offer(from_day=Q2),),
        demand=(need(Q1, 1.0, shortage_cost_cny=500.0),),
        budgets=(Budget(payer="firm", to_day=Q1, amount_cny=200.0),),
        **courses({"calm": 1.0, "dear": 1.0}, ("dear", "price", "h", None, 200.0)),
    )
    found = planned(case, merge=merge)
    assert found.objective == pytest.approx(600.0)
    assert framed(case).states.exact


@pytest.mark.parametrize("merge", [True, False])
@pytest.mark.parametrize("within", ["mean", "each_draw"])
def test_old_demand_is_kept_waiting_for_a_fill_rate_only_where_it_must(merge: bool, within: str) -> None:
    """A needs one in Q1, B in Q3; one a quarter can be had (60), from Q2 on; half of the demand is served in time.

    Where the maker stops in Q3, the unit of Q2 is kept for B, and A waits at the ends of Q1, Q2 and Q3: 3 x 50. In the
    calm draw A waits once: 50. 120 + (50 + 150) / 2 = 220. In Q2 the draws look alike: shared, A waits in both: 245.
    Half of all in the mean is 1 of 2 late in each: A is late anyway, so the same.
    """
    case = tiny(
        offers=(home_offer("f", 60.0, supplier="J", origin="JP", from_day=Q2, capacity_per_period=1.0),),
        demand=(need(Q1, 1.0, "A"), need(Q3, 1.0, "B")),
        limits=(Limit(rule="min_fill_rate", value=0.5, within=within, item="all"),),
        **courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:J", Q3, 0.0)),
    )
    assert planned(case, merge=merge).objective == pytest.approx(220.0)


@pytest.mark.parametrize("merge", [True, False])
def test_draws_that_are_alike_lose_others_for_a_limit_in_the_mean(merge: bool) -> None:
    """A needs one in Q1, B in Q2, both lost after two quarters; two in stock, each worth 120 where it is left.

    At most half a unit is late at the end of Q3, in the mean. In one draw both are served; in the other nobody is: A is
    late in Q1 and Q2, B in Q2 and Q3. (4 x 50 - 2 x 120) / 2 = -20. Draws that share their columns serve 1 1/2 in Q1
    and Q2, and half a B is late twice: 50 - 60 = -10. Nobody is lost there, so the mean of both courses is none.
    """
    case = tiny(
        settings=settings(terminal_value_share=0.5),
        items=(machine(reference_value_cny=240.0),),
        offers=(home_offer(unit_price=4000.0),),
        stock=(Stock(item="M", quantity=2.0),),
        demand=(need(Q1, 1.0, "A", lost_after_periods=2), need(Q2, 1.0, "B", lost_after_periods=2)),
        limits=(Limit(rule="max_shortage", value=0.5, within="mean", from_day=Q3, to_day=Q3),),
        **courses({"a": 1.0, "b": 1.0}),
    )
    assert planned(case, merge=merge).objective == pytest.approx(-20.0)


RIVALS = (need(Q1, 1.0, "B", shortage_cost_cny=1.0), need(Q2, 1.0, "A", shortage_cost_cny=10.0))


@pytest.mark.parametrize("merge", [True, False])
def test_a_limit_of_each_draw_over_items_joins_their_stocks(merge: bool) -> None:
    """One M in stock for B (1 late) in Q1 or A (10 late) in Q2; at most one unit late in Q1, of M and N together.

    N (100; 50 late) comes in Q1, but in Q2 where its maker stops. There B must be served, and A is late three times:
    30 + 50. In the calm draw the unit is kept for A: B is late four times, 4. 100 + (4 + 80) / 2 = 142. The course of M
    is the same in both draws: labelled by it alone, B is served in both: 155.
    """
    case = tiny(
        items=(machine(), machine("N")),
        offers=(home_offer("n", item="N", supplier="J", origin="JP"),),
        stock=(Stock(item="M", quantity=1.0),),
        demand=(*RIVALS, need(Q1, 1.0, "C", item="N")),
        limits=(Limit(rule="max_shortage", value=1.0, item="all", who="all", within="each_draw", to_day=Q1),),
        **courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:J", Q1, 0.0)),
    )
    assert planned(case, merge=merge).objective == pytest.approx(142.0)


@pytest.mark.parametrize("merge", [True, False])
def test_a_store_that_is_full_joins_the_stocks_in_it(merge: bool) -> None:
    """One M and one N in stock, room for one. Where nobody needs N, M must go to B at once: A is late, 3 x 10.

    Where N is needed in Q1, M is kept for A: 4 x 1. (30 + 4) / 2 = 17; labelled by the course of M alone: 30.
    """
    case = tiny(
        items=(machine(volume_m3=1.0), machine("N", volume_m3=1.0)),
        offers=(home_offer("n", item="N"),),
        stock=(Stock(item="M", quantity=1.0), Stock(item="N", quantity=1.0)),
        sites=(Site(site="w", capacity_m3=1.0),),
        demand=(*RIVALS, need(Q1, 1.0, "C", item="N")),
        **courses({"calm": 1.0, "glut": 1.0}, ("glut", "demand", "C", None, 0.0)),
    )
    assert planned(case, merge=merge).objective == pytest.approx(17.0)


# --- where sharing is a rule --------------------------------------------------------------------------------------


def bureau(within: str = "plan", **changes: object) -> Scenario:
    """A reserve whose taker pays for what it draws out of a budget; risk counts; two draws of one course."""
    case = tiny(
        settings=settings(owner="bureau", risk_weight=0.5, risk_level=0.5),
        firms=(Firm(firm="F"),),
        stock=(Stock(item="M", quantity=1.0, owner="reserve"),),
        demand=(need(firm="F"),),
        budgets=(Budget(payer="F", amount_cny=150.0, within=within),),
        **courses({"calm": 1.0, "dear": 1.0}, ("dear", "price", "h", None, 200.0)),
    )
    return with_settings(case, **changes)


@pytest.mark.parametrize(
    ("case", "exact", "labels"),
    [
        (bureau(), False, 1),
        (bureau(risk_weight=0.0), True, 1),
        (bureau(risk_level=0.0), True, 1),
        (bureau("each_draw"), True, 2),
        (bureau().replace(budgets=()), True, 1),
    ],
    ids=["risk meets a plan's budget", "neutral", "CVaR of level 0", "budget of each draw", "no budget"],
)
def test_only_a_reserve_shares_by_rule_where_risk_meets_a_row_in_the_mean(
    case: Scenario, exact: bool, labels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_piece, "FEW_APART", 0)
    states = framed(case).states
    assert not states.merged.any()
    assert states.exact is exact
    assert states.count.max() == labels
    assert planned(case).solution.shared_by_rule is not exact


def test_a_rule_never_finds_a_better_plan_than_the_extensive_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Release for the dear draw alone would save more of the tail than sharing lets it. A small case needs no rule."""
    small, apart = planned(bureau()), planned(bureau(), merge=False)
    monkeypatch.setattr(one_piece, "FEW_APART", 0)
    shared = planned(bureau())
    assert shared.solution.shared_by_rule
    assert shared.objective >= apart.objective - 1e-6
    assert small.objective == pytest.approx(apart.objective)
    assert not apart.solution.shared_by_rule
