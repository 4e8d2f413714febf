"""What keeping a reserve costs its owner (sheet `reserve_terms`), worked by hand.

A machine is worth 100 CNY. A fee of 2 a month is 6 a quarter; 4 % of interest a year is 1 a quarter that comes back;
20 % lost every 12 months is 5 a quarter. So a machine that lies in the reserve costs 10 a quarter.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, Planned, courses, home_offer, import_offer, machine, need, planned, settings, tiny
from random_cases import random_case, reserve, with_reserve_terms
from test_blocks import basis, reassembled, twice

from importplan.evaluation.ledger.audit import audit
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.stock import Stock

TERMS = ReserveTerms(
    item="M",
    mode="entrusted",
    title="省储备中心",
    holder="甲仓储",
    holding_fee_cny=2.0,
    interest_subsidy=0.04,
    rotation_months=12.0,
    rotation_loss_share=0.2,
)


def kept(units: float = 2.0, **sheets: object) -> Scenario:
    """Two machines lie in the reserve; the firm needs one in Q3."""
    given: dict[str, object] = {
        "stock": (Stock(item="M", quantity=units, owner=RESERVE),),
        "demand": (need(Q3, 1.0),),
        "reserve_terms": (TERMS,),
        "offers": (home_offer(unit_price=1000.0),),
    }
    return tiny(**(given | sheets))


def cash(found: Planned, payer: str, line: str) -> list[float]:
    """The payer's money of a line by period, on the schedule (decided by draw: at its mean)."""
    assert found.ledger is not None
    at = found.ledger.cash
    money = at.plan_cny[at.payers.index(payer), at.lines.index(line), :4]
    return [round(float(each), 6) for each in money]


def test_fee_rotation_and_subsidy_of_what_lies_there() -> None:
    """Two in Q1 and Q2 (the one for Q3 leaves on its first day), one in Q3 and Q4: 6 machine-quarters at 6 + 5 - 1."""
    found = planned(kept())
    assert found.line("holding_fee") == pytest.approx(36.0)
    assert found.line("rotation") == pytest.approx(30.0)
    assert found.line("interest_subsidy") == pytest.approx(-6.0)
    assert found.objective == pytest.approx(60.0)
    assert cash(found, RESERVE, "holding_fee") == [12.0, 12.0, 6.0, 6.0]
    assert cash(found, RESERVE, "rotation") == [10.0, 10.0, 5.0, 5.0]
    assert cash(found, RESERVE, "interest_subsidy") == [-2.0, -2.0, -1.0, -1.0]
    assert cash(found, "firm", "holding_fee") == [0.0, 0.0, 0.0, 0.0]


def test_periods_of_a_month_and_discount() -> None:
    """A month: 2 + 100 × 20 % / 12 − 100 × 4 % / 12; two months, the second worth 21 % a year less."""
    monthly = settings(period="month", periods=2, discount_rate=0.21)
    found = planned(kept(1.0, settings=monthly, demand=(need(Q1, 1.0, item="N"),), items=(machine(), machine("N")),
                         offers=(home_offer(unit_price=0.0, item="N"),)))  # fmt: skip
    month = 2.0 + 20.0 / 12 - 4.0 / 12
    assert found.objective == pytest.approx(month * (1.0 + 1.21 ** (-1.0 / 12)))


@pytest.mark.parametrize(
    ("mode", "owner", "cost"),
    [("government", RESERVE, 40.0), ("firm", "firm", 40.0), ("firm", RESERVE, 0.0), ("government", "firm", 0.0),
     ("framework", RESERVE, 0.0), ("capacity", "firm", 0.0)],
)  # fmt: skip
def test_whose_stock_terms_speak_of(mode: str, owner: str, cost: float) -> None:
    """Government and entrusted stock is the reserve's, a firm's own is the firm's; the others have none."""
    case = kept(
        items=(machine(), machine("N")), demand=(need(Q1, 1.0, item="N"),), offers=(home_offer("n", 0.0, item="N"),),
        stock=(Stock(item="M", quantity=1.0, owner=owner),), reserve_terms=(replace(TERMS, mode=mode),),
    )  # fmt: skip
    found = planned(case)
    assert found.objective == pytest.approx(cost)
    if cost:
        assert cash(found, owner, "holding_fee") == [6.0] * 4


def test_keeping_is_counted_draw_by_draw() -> None:
    """One is held in Q1 by a floor, bought for 60; one draw in two needs it in Q2, in the other it lies to the end."""
    maybe = courses({"A": 1.0, "B": 1.0}, ("B", "demand", "L1", None, 0.0))
    floor = (Limit(rule="min_reserve", item="M", value=1.0, to_day=Q1),)
    case = kept(stock=(), demand=(need(Q2, 1.0),), offers=(home_offer(unit_price=60.0),), limits=floor, **maybe)
    assert planned(case).objective == pytest.approx(60.0 + 10.0 + 0.5 * 3 * 10.0)
    free = case.replace(reserve_terms=(ReserveTerms(item="M", mode="entrusted"),))
    assert planned(free).objective == pytest.approx(60.0)


def test_what_nobody_needs_is_not_put_into_the_stock_of_a_firm() -> None:
    """The firm has signed for what it needs: the reserve keeps its two. Taken all the same, the audit says so."""
    signed = OpenOrder(order="S", offer="e", quantity=1.0, due=Q1, paid_share=1.0, stage="cleared")
    case = kept(offers=(import_offer(), home_offer(unit_price=1000.0)), open_orders=(signed,))
    found = planned(case)
    assert found.objective == pytest.approx(8 * 10.0)
    assert not found.plan.recourse.release.any()
    dumped = np.zeros_like(found.plan.recourse.release)
    dumped[:, :, 0] = 2.0
    stock = found.plan.recourse.stock.copy()
    for place, row in enumerate(found.plan.recourse.holdings):
        stock[:, place] += 2.0 if row.owner == "firm" else -2.0
    plan = replace(found.plan, recourse=replace(found.plan.recourse, release=dumped, stock=stock))
    broken = audit(case, found.landed, found.draws, plan)
    assert {entry.family for entry in broken.violations} == {"releases"}


def test_the_audit_does_not_let_a_plan_forget_what_keeping_costs() -> None:
    """The same plan under terms without a fee is cheaper by the fee alone."""
    found = planned(kept())
    unpaid = audit(kept(reserve_terms=(replace(TERMS, holding_fee_cny=0.0),)), found.landed, found.draws, found.plan)
    assert found.ledger is not None
    spared = found.ledger.costs.expected.sum() - unpaid.costs.expected.sum()
    assert spared == pytest.approx(36.0)


def test_a_budget_of_the_reserve_pays_for_keeping() -> None:
    """To keep one to the end takes 40: within 40 it is bought for nothing and kept, within 39.99 there is no plan."""
    floor = (Limit(rule="min_reserve", item="M", value=1.0),)
    case = kept(stock=(), demand=(need(Q1, 1.0, item="N"),), items=(machine(), machine("N")), limits=floor,
                offers=(home_offer(unit_price=0.0), home_offer("n", 0.0, item="N")))  # fmt: skip

    def within(amount: float, **row: object) -> Planned:
        return planned(case.replace(budgets=(Budget(payer=RESERVE, amount_cny=amount, **row),)))  # type: ignore[arg-type]

    assert within(40.0).objective == pytest.approx(40.0)
    assert within(39.9).solution.found is None
    assert within(39.9, within="each_draw").solution.found is None


def test_a_subsidy_above_what_holding_costs_keeps_stock_but_not_at_the_price_of_a_need() -> None:
    """80 % a year brings 20 a quarter: a machine of the firm that nobody needs earns 80; the need in Q3 is served
    from stock all the same, late it would cost 50 a quarter."""
    rich = ReserveTerms(item="M", mode="firm", interest_subsidy=0.8)
    case = kept(stock=(Stock(item="M", quantity=2.0, owner="firm"),), reserve_terms=(rich,))
    found = planned(case)
    assert found.objective == pytest.approx(-(2 * 2 * 20.0 + 2 * 20.0))
    assert not found.plan.recourse.backlog.any()
    assert planned(case, merge=False).objective == pytest.approx(found.objective)


@pytest.mark.parametrize("seed", [3, 5, 14, 19])
def test_random_reserves_keep_the_ledger_and_are_the_union_of_their_parts(seed: int) -> None:
    """`planned` holds every line against the auditor; merged draws and the extensive form find the same."""
    case = with_reserve_terms(reserve(random_case(seed), Random(seed)), Random(seed))
    found = planned(case)
    assert planned(case, merge=False).objective == pytest.approx(found.objective)
    reassembled(basis(twice(case)))
