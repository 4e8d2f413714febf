"""Results spoilt with every figure that depends on it, by the product's own writer: no cell contradicts another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from consistent import of_another_case, resettled, rows_of, with_course, with_orders, with_plan, with_recourse
from workbooks import Made, Spot, below, edited

from importplan.pipeline.plan import write_result
from importplan.pipeline.verify import verify_result
from importplan.plan.plan import PlannedOrder
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario

Change = Callable[[Scenario], Scenario]


def row(sheet: str, number: int, **values: Any) -> Change:
    """A row of the case with other values."""

    def change(case: Scenario) -> Scenario:
        rows = list(getattr(case, sheet))
        rows[number] = replace(rows[number], **values)
        return case.replace(**{sheet: tuple(rows)})

    return change


def setting(**values: Any) -> Change:
    """Other settings."""
    return lambda case: case.replace(settings=replace(case.settings, **values))


LATE, FEE = "每台（件）每期延误损失（元）", "产能预留费（元/单位·期）"
# A change of the case, and where the echo would show it: sheet, heading, row below it.
CASES: dict[str, tuple[Change, tuple[str, str, int]]] = {
    "a demand lowered": (row("demand", 0, quantity=1.0), ("需求计划", "需求数量", 1)),
    "a shortage cost zeroed": (row("demand", 0, shortage_cost_cny=0.0), ("需求计划", LATE, 1)),
    "a priority lowered": (row("demand", 0, priority=3), ("需求计划", "保障等级（1最高）", 1)),
    "a floor dropped": (row("limits", 0, value=0.0), ("约束条件", "限值", 1)),
    "a price lowered": (row("offers", 0, unit_price=1_400_000.0), ("报价", "单价", 1)),
    "a lead time shortened": (row("offers", 0, lead_time_days=60.0), ("报价", "生产周期（天）", 1)),
    "a rate lowered": (row("fx", 0, cny_per_unit=7.5), ("汇率", "人民币汇率", 1)),
    "stock raised": (row("stock", 0, quantity=9.0), ("现有库存", "库存数量", 1)),
    "a quota raised": (row("qualifications", 0, quota_units=5.0), ("减免税资格", "免税数量额度", 1)),
    "a budget raised": (row("budgets", 0, amount_cny=9e7), ("资金预算", "预算金额（元）", 1)),
    "a risk made rare": (row("risks", 0, starts_per_year=0.01), ("断供风险", "年均发生次数", 1)),
    "an instalment paid before": (row("open_orders", 0, paid_share=0.9), ("已签合同与在途", "已付比例", 1)),
    "a qualification made cheap": (
        row("suppliers", 3, qualification_cost_cny=1.0), ("供应商", "认证费用（元）", 4)),
    "a fee for capacity halved": (row("suppliers", 1, booking_cost_cny=10_000.0), ("供应商", FEE, 2)),
    "another seed": (setting(seed=5), ("基本设置", "随机种子", 0)),
    "a risk weighed otherwise": (setting(risk_weight=0.9), ("基本设置", "风险权重（0 只看平均，1 只看最坏）", 0)),
    "rent of a store": (row("sites", 0, cost_cny_per_m3_month=1.0), ("仓储点", "仓储费（元/立方米·月）", 1)),
}  # fmt: skip

# What is told of the draws and of demand in the settlement is not made anew by `of_another_case`.
CONTRADICT_THEMSELVES = {"a demand lowered", "a shortage cost zeroed", "another seed"}


@pytest.mark.parametrize("name", CASES)
def test_a_result_of_another_case_is_found_by_the_case_alone(name: str, made: Made) -> None:
    """Echo, draws, costs, every sheet are those of the other case: it does not contradict itself, the original tells.

    Where its echo shows the true case again, and nothing else does, it tells by itself: the plan claims a demand of 1
    where the case says 3, and verify takes it from the case.
    """
    change, (sheet, heading, number) = CASES[name]
    path = made.free
    write_result(of_another_case(made.result, change), path)
    kinds = {finding.kind for finding in verify_result(path, made.case).findings}
    assert "case" in kinds
    assert kinds == {"case"} or name in CONTRADICT_THEMSELVES
    row, column = below(made.cells[sheet], heading, number)
    at = (row, column) if number else (row, column + 1)  # a setting stands beside its name
    spot: Spot = (sheet, *at)
    assert not verify_result(edited(path, made.free, {spot: made.cells[sheet][at].value})).agrees


@pytest.mark.parametrize(("amount", "found"), [(386_000.0, False), (384_000.0, True)])
def test_a_reserve_that_advances_what_it_has_not_is_found(amount: float, found: bool, made: Made) -> None:
    """It has paid 384,664 more than it has received at the end of some quarter; less at the end of the plan."""
    result = of_another_case(made.result, row("budgets", 1, amount_cny=amount))
    path = made.free
    write_result(result, path)
    told = {(finding.kind, finding.name) for finding in verify_result(path).findings}
    assert (("rule", "budget") in told) is found


def order_of(result: PlanResult, offer: str) -> PlannedOrder:
    return next(row for row in result.solution.plan.orders if result.landed.options[row.option].offer == offer)


def only(offer: str, **values: Any) -> Callable[[PlanResult], PlanResult]:
    """The orders of one offer with other values."""
    return lambda result: with_orders(result, lambda order, name: replace(order, **values) if name == offer else order)


def without_quota_part(result: PlanResult) -> PlanResult:
    """Two exempt machines under a quota of one, and no unit of them taxed."""
    return only("M-DE", quantity=2.0)(result)


def called_beyond(result: PlanResult) -> PlanResult:
    """Three machines called in the first period in every draw: one is booked."""
    plan = result.solution.plan
    calls = np.zeros_like(plan.recourse.call_offs)
    calls[:, 0, 0] = 3.0
    claimed = rows_of(replace(result, solution=replace(result.solution, found=with_course(plan, call_offs=calls))))
    return with_plan(result, resettled(result, plan, rows_of(result) | {"call": claimed["call"]}))


def backlog_lowered(result: PlanResult) -> PlanResult:
    """Nobody waits: what is served comes out of nothing."""
    recourse = result.solution.plan.recourse
    return with_recourse(result, backlog=np.zeros_like(recourse.backlog), workaround=np.zeros_like(recourse.workaround))


def stock_raised(result: PlanResult) -> PlanResult:
    """A machine more in every stock at every end of a period."""
    return with_recourse(result, stock=result.solution.plan.recourse.stock + 1.0)


def demand_forgotten(result: PlanResult) -> PlanResult:
    """The plan claims that nothing was due."""
    recourse = result.solution.plan.recourse
    nothing = np.zeros_like(recourse.demand)
    return with_recourse(result, demand=nothing, backlog=nothing, lost=nothing, workaround=nothing)


def released_beyond(result: PlanResult) -> PlanResult:
    """Twice as much leaves the reserve as there is."""
    plan = result.solution.plan
    rows = rows_of(result)
    release = replace(rows["release"], value=rows["release"].value * 3.0)
    return with_plan(result, resettled(result, plan, rows | {"release": release}))


def given_up(result: PlanResult) -> PlanResult:
    """Demand that waits for ever is given up as soon as it is late."""
    recourse = result.solution.plan.recourse
    lost = recourse.backlog.copy()
    lost[:, :, 1:] -= recourse.backlog[:, :, :-1]
    nothing = np.zeros_like(recourse.backlog)
    return with_recourse(result, lost=np.maximum(lost, 0.0), backlog=nothing, workaround=nothing)


def relieved_beyond(result: PlanResult) -> PlanResult:
    """A workaround for more than may be rented, of what is not even late."""
    recourse = result.solution.plan.recourse
    return with_recourse(result, workaround=recourse.workaround + 2.0)


def without_booking(result: PlanResult) -> PlanResult:
    """Calls go on, the capacity is not paid for."""
    plan = replace(result.solution.plan, bookings={})
    return with_plan(result, plan)


def overbooked(result: PlanResult) -> PlanResult:
    """More capacity than the supplier lets anybody book, and paid for."""
    return with_plan(result, replace(result.solution.plan, bookings={"MITSUI": 5.0}))


def without_qualification(result: PlanResult) -> PlanResult:
    """Spares come from a supplier that nobody has qualified."""
    return with_plan(result, replace(result.solution.plan, qualified_suppliers=()))


def with_objective(result: PlanResult) -> PlanResult:
    """A better objective than the plan has, on page one and in the notes alike."""
    better = result.solution.objective_cny * 0.9
    return replace(result, solution=replace(result.solution, objective_cny=better, bound_cny=better, gap=0.0))


PLANS: dict[str, tuple[Callable[[PlanResult], PlanResult], str]] = {
    "an order without its quota part": (without_quota_part, "rule"),
    "a call-off beyond its availability": (called_beyond, "rule"),
    "an order moved to before it can be placed": (only("S-IT", period=0), "rule"),
    "an order moved to after its last day": (only("S-IT", period=4), "rule"),
    "an order off its lots": (only("S-IT", quantity=25.0), "rule"),
    "an order of half a machine": (only("M-DE", quantity=0.5), "rule"),
    "an order below the smallest one": (only("B-JP", quantity=3.0), "rule"),
    "orders above the capacity": (only("B-JP", quantity=40.0), "rule"),
    "orders above the budget": (only("M-DE", quantity=6.0), "rule"),
    "a booking that is not paid": (without_booking, "rule"),
    "a booking above what can be booked": (overbooked, "rule"),
    "a supplier that is not qualified": (without_qualification, "rule"),
    "a release of more than there is": (released_beyond, "rule"),
    "backlog lowered to nothing": (backlog_lowered, ""),
    "stock raised": (stock_raised, ""),
    "demand forgotten": (demand_forgotten, ""),
    "demand given up at once": (given_up, ""),
    "a workaround beyond its limit": (relieved_beyond, "rule"),
    "an objective that is too good": (with_objective, "fact"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_is_not_allowed_is_found(name: str, made: Made) -> None:
    """Every sheet shows what follows from it: only the rules of the case tell."""
    spoil, kind = PLANS[name]
    path = made.free
    write_result(spoil(made.result), path)
    found = verify_result(path, made.case)
    assert not found.agrees
    assert not kind or kind in {finding.kind for finding in found.findings}


def test_another_plan_that_is_allowed_agrees(made: Made) -> None:
    """It is not claimed that a plan is the best: to buy a lot of spares less than is needed is allowed."""
    path = made.free
    write_result(only("S-IT", quantity=20.0)(made.result), path)
    assert verify_result(path, made.case).findings == ()


def test_enough_ways_to_spoil_a_result_are_tried() -> None:
    """At least thirty, half of them consistent."""
    from test_spoilt_by_hand import CELLS, SPOILS

    assert len(CELLS | SPOILS) >= 30
    assert len(CASES) + len(PLANS) >= 15
