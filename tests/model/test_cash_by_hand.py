"""Instalments, VAT, budgets and exchange rates, worked by hand (families `orders`, `budget`)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Q4,
    Planned,
    courses,
    home_offer,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
)

from importplan.evaluation.ledger.audit import audit
from importplan.plan.solution import Reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.open_orders import OpenOrder


def cash_by_line(found: Planned) -> dict[str, list[float]]:
    """Cash of all payers by line and period, where there is any."""
    assert found.ledger is not None
    cash = found.ledger.cash
    table = cash.plan_cny.sum(axis=0)
    return {line: row.round(9).tolist()[:6] for line, row in zip(cash.lines, table, strict=True) if row.any()}


def test_instalments_duty_and_vat_fall_due_on_their_own_days() -> None:
    """One machine at 100, ordered in Q1, ready after 100 days (Q2), 90 days at sea (day 190: Q3), accepted 100 days on.

    30 % on order in Q1, 60 % on shipment in Q2, 7 % on acceptance on day 290 (Q4), 3 % a year after that month. Duty 10
    and import VAT 13 % of 110 on arrival in Q3; the VAT comes back three months later, in Q4.
    """
    offer = import_offer(
        lead_time_days=100.0, transit_days=90.0, acceptance_days=100.0, retention_share=0.03, warranty_months=12.0
    )
    firm = (Firm(firm="F", vat_recovery_months=3.0),)
    found = planned(tiny(firms=firm, offers=(offer,), demand=(need(Q3, 1.0, firm="F", shortage_cost_cny=90.0),)))
    assert found.bought == {("e", "F", 0): 1.0}
    cash = cash_by_line(found)
    assert cash["deposit"] == [30.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert cash["shipment"] == [0.0, 60.0, 0.0, 0.0, 0.0, 0.0]
    assert cash["acceptance"] == [0.0, 0.0, 0.0, 7.0, 0.0, 0.0]
    assert cash["duty"] == [0.0, 0.0, 10.0, 0.0, 0.0, 0.0]
    assert cash["vat"] == pytest.approx([0.0, 0.0, 14.3, 0.0, 0.0, 0.0])
    assert cash["vat_recovered"] == pytest.approx([0.0, 0.0, 0.0, -14.3, 0.0, 0.0])
    assert found.ledger is not None
    retention = found.ledger.cash.plan_cny[0, found.ledger.cash.lines.index("retention")]
    assert int(np.argmax(retention)) == 7  # October 2027 and twelve months: 2028Q4
    assert found.objective == pytest.approx(110.0)  # deductible VAT is no cost


@pytest.mark.parametrize(("start", "quarter"), [("shipment", 5), ("arrival", 6), ("acceptance", 7)])
def test_a_retention_is_paid_when_the_warranty_ends(start: str, quarter: int) -> None:
    """Twelve months after shipment (day 100: Q2), arrival (day 190: Q3) or acceptance (day 290: Q4)."""
    offer = import_offer(
        lead_time_days=100.0, transit_days=90.0, acceptance_days=100.0, retention_share=0.03, warranty_months=12.0,
        warranty_from=start,
    )  # fmt: skip
    ledger = planned(tiny(offers=(offer,), demand=(need(Q3, 1.0, shortage_cost_cny=90.0),))).ledger
    assert ledger is not None
    assert int(np.argmax(ledger.cash.plan_cny[0, ledger.cash.lines.index("retention")])) == quarter


def test_a_warranty_that_ends_before_acceptance_keeps_the_retention_until_then() -> None:
    offer = import_offer(
        transit_days=90.0, acceptance_days=100.0, retention_share=0.03, warranty_months=1.0, warranty_from="shipment"
    )
    ledger = planned(tiny(offers=(offer,), demand=(need(Q2, 1.0, shortage_cost_cny=90.0),))).ledger
    assert ledger is not None
    rows = [ledger.cash.plan_cny[0, ledger.cash.lines.index(line)] for line in ("retention", "acceptance")]
    assert int(np.argmax(rows[0])) == int(np.argmax(rows[1])) > 1


def test_vat_of_a_firm_with_a_standing_surplus_does_not_come_back_within_the_plan() -> None:
    firm = (Firm(firm="F", vat_credit_surplus=True),)
    found = planned(tiny(firms=firm, offers=(import_offer(),), demand=(need(quantity=1.0, firm="F"),)))
    assert found.ledger is not None
    cash = found.ledger.cash
    recovered = cash.plan_cny[0, cash.lines.index("vat_recovered")]
    assert recovered[:4].tolist() == [0.0] * 4
    assert found.objective == pytest.approx(110.0)  # cash, still no cost


def test_vat_that_cannot_be_deducted_is_a_cost() -> None:
    firm = (Firm(firm="F", vat_deductible=False),)
    found = planned(tiny(firms=firm, offers=(import_offer(),), demand=(need(quantity=1.0, firm="F"),)))
    assert found.objective == pytest.approx(110.0 + 14.3)


def budgeted(*budgets: Budget, recovery: float = 3.0, **sheets: object) -> Scenario:
    """One machine, 100 and 13 of VAT that comes back three months later; a quarter late costs 20."""
    given: dict[str, object] = {
        "firms": (Firm(firm="F", vat_recovery_months=recovery),),
        "demand": (need(Q2, 1.0, firm="F", shortage_cost_cny=40.0),),
    }
    return tiny(**(given | sheets), budgets=budgets)


def test_a_budget_holds_deductible_vat_until_it_comes_back() -> None:
    every_quarter = [Budget(payer="F", from_day=day, to_day=day, amount_cny=112.0) for day in (Q1, Q2, Q3)]
    last = Budget(payer="F", from_day=date(2027, 10, 1), to_day=date(2027, 10, 1), amount_cny=112.0)
    # 113 go out in a quarter and 13 come back in the next: never enough, three quarters late.
    assert planned(budgeted(*every_quarter, last)).objective == pytest.approx(120.0)
    # What comes back within the quarter nets out: 100 <= 112.
    assert planned(budgeted(*every_quarter, last, recovery=0.0)).objective == pytest.approx(100.0)


@pytest.mark.parametrize(("last", "cost"), [(None, 120.0), (Q4, 120.0), (date(2028, 12, 31), 100.0)])
def test_a_blank_end_is_the_end_of_the_plan(last: date | None, cost: float) -> None:
    """113 go out within the plan and 13 come back a year later: 112 are too few, unless the budget says so long."""
    budget = Budget(payer="F", from_day=Q1, to_day=last, amount_cny=112.0)
    assert planned(budgeted(budget, recovery=12.0)).objective == pytest.approx(cost)


def test_what_a_budget_leaves_is_carried_over_where_the_sheet_says_so() -> None:
    def rows(carry: bool) -> tuple[Budget, ...]:
        return (
            Budget(payer="F", from_day=Q1, to_day=Q1, amount_cny=50.0, carry_over=carry),
            Budget(payer="F", from_day=Q2, to_day=Q2, amount_cny=63.0),
            Budget(payer="F", from_day=Q3, to_day=date(2027, 12, 31), amount_cny=0.0),
        )

    assert planned(budgeted(*rows(True))).objective == pytest.approx(100.0)  # 113 = 50 + 63
    assert planned(budgeted(*rows(False))).objective == pytest.approx(120.0)


def in_three_quarters(first: float, *carries: bool, **sheets: object) -> Scenario:
    """Budgets of `first`, 30 and 33 in Q1, Q2 and Q3, nothing after; a machine of 113 with VAT is needed in Q3.

    The VAT is back in Q4. Never buying costs 2 quarters x 60.
    """
    amounts, days = (first, 30.0, 33.0, 0.0), (Q1, Q2, Q3, date(2027, 10, 1))
    rows = [
        Budget(payer="F", from_day=day, to_day=day, amount_cny=amount, carry_over=carry)
        for day, amount, carry in zip(days, amounts, (*carries, False, False), strict=True)
    ]
    return budgeted(*rows, **({"demand": (need(Q3, 1.0, firm="F", shortage_cost_cny=60.0),)} | sheets))


@pytest.mark.parametrize(
    ("carries", "expected"), [((True, True), 100.0), ((False, True), 120.0), ((True, False), 120.0)]
)
def test_what_a_budget_leaves_is_carried_on_over_three_intervals(carries: tuple[bool, bool], expected: float) -> None:
    """50 + 30 + 33 = 113 are enough in Q3; without what the first or the first two leave they are not."""
    assert planned(in_three_quarters(50.0, *carries)).objective == pytest.approx(expected)


def test_what_is_carried_on_is_what_is_left_and_no_yuan_more() -> None:
    """One yuan less in Q1 is one too few in Q3."""
    assert planned(in_three_quarters(49.0, True, True)).objective == pytest.approx(120.0)


def test_what_was_spent_before_is_not_carried_on() -> None:
    """Two parts at 20 (22.60 with VAT, back in the next quarter) in Q1 and the machine in Q3.

    Of 90.40 in Q1 45.20 are left and 5.20 come back in Q2: 45.20 + 5.20 + 30 + 33 = 113.40. With 0.50 less it is too
    little, and one of the parts is never bought: 4 quarters x 30.
    """
    parts = (home_offer(), home_offer("p", 20.0, item="P"))
    demand = (
        need(Q3, 1.0, firm="F", shortage_cost_cny=400.0),
        need(Q1, 2.0, "L2", item="P", firm="F", shortage_cost_cny=30.0),
    )
    for first, expected in ((90.4, 140.0), (89.9, 120.0 + 4 * 30.0)):
        case = in_three_quarters(first, True, True, offers=parts, items=(machine(), machine("P")), demand=demand)
        assert planned(case).objective == pytest.approx(expected), first


def test_an_overrun_of_what_was_carried_on_is_found() -> None:
    """The plan that spends 113 in Q3 is beyond what 49 + 30 + 33 leave by one yuan."""
    found = planned(in_three_quarters(50.0, True, True))
    case = in_three_quarters(49.0, True, True)
    (broken,) = audit(case, found.landed, found.draws, found.plan).violations
    assert (broken.family, broken.excess) == ("budget", pytest.approx(1.0))


def test_a_budget_of_all_payers_counts_them_together() -> None:
    firms = (Firm(firm="F", vat_recovery_months=0.0), Firm(firm="G", vat_recovery_months=0.0))
    demand = (need(Q2, 1.0, firm="F", shortage_cost_cny=40.0), need(Q2, 1.0, "L2", firm="G", shortage_cost_cny=40.0))
    assert planned(budgeted(firms=firms, demand=demand)).objective == pytest.approx(200.0)
    both = Budget(payer="all", amount_cny=199.0)
    assert planned(budgeted(both, firms=firms, demand=demand)).objective == pytest.approx(100.0 + 120.0)


def test_a_budget_of_the_plan_looks_at_the_schedule_without_outages() -> None:
    """A stop moves the second instalment into Q3, where nothing may be spent: only `each_draw` minds."""
    stop = courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0))
    for within, expected in (("plan", 100.0 + 0.5 * 40.0), ("each_draw", 120.0)):
        row = Budget(payer="F", from_day=Q3, amount_cny=0.0, within=within)
        case = budgeted(row, recovery=0.0, offers=(home_offer(from_day=Q2),)).replace(**stop)
        assert planned(case).objective == pytest.approx(expected), within


def test_a_budget_too_small_for_what_is_signed_leaves_no_plan() -> None:
    signed = OpenOrder(order="OO", offer="h", firm="F", quantity=1.0, due=Q2)
    case = budgeted(Budget(payer="F", amount_cny=90.0), open_orders=(signed,))
    assert planned(case).solution.termination.reason is Reason.INFEASIBLE


def test_signed_orders_cost_what_is_still_due_at_their_own_price() -> None:
    """Signed at 120, 30 % paid before the start: 84 are left; the second machine costs 100."""
    row = OpenOrder(order="OO", offer="h", firm="firm", quantity=1.0, due=Q2, unit_price=120.0, paid_share=0.3)
    found = planned(tiny(open_orders=(row,)))
    assert found.objective == pytest.approx(84.0 + 100.0)


def test_exchange_rates_of_a_draw_move_price_and_duty_but_not_fixed_costs() -> None:
    """11 instead of 10 CNY in one draw: 10 % on 110 of price and duty, nothing on the 7 of local cost."""
    case = tiny(offers=(import_offer(local_cost_cny=7.0),), demand=(need(quantity=1.0),))
    drawn = planned(case.replace(**courses({"base": 1.0, "weak": 1.0}, ("weak", "fx", "EUR", None, 11.0))))
    assert drawn.objective == pytest.approx(117.0 + 0.5 * 11.0)
    assert drawn.by_draw("exchange_rate") == pytest.approx([0.0, 11.0])


def test_a_locked_rate_does_not_move() -> None:
    row = OpenOrder(order="OO", offer="e", firm="firm", quantity=2.0, due=Q2, fx_locked_rate=10.0)
    case = tiny(offers=(import_offer(),), open_orders=(row,))
    drawn = planned(case.replace(**courses({"weak": 1.0}, ("weak", "fx", "EUR", None, 11.0))))
    assert drawn.objective == pytest.approx(220.0)


def test_an_exchange_rate_stays_at_its_last_value_beyond_the_horizon() -> None:
    """Half of the price is due two years after acceptance, beyond the plan: at the rate of the last quarter."""
    offer = import_offer(
        duty_rate=0.0, deposit_share=0.5, shipment_share=0.0, retention_share=0.5, warranty_months=24.0
    )
    case = tiny(offers=(offer,), demand=(need(quantity=1.0),))
    last = courses({"only": 1.0}, ("only", "fx", "EUR", date(2027, 10, 1), 12.0))
    assert planned(case.replace(**last)).objective == pytest.approx(50.0 + 60.0)


def refused(refund: float) -> Scenario:
    """The licence is refused in every draw; what is paid by then is the deposit of 30."""
    offer = import_offer(licence_refusal=1.0, deposit_refund_share=refund)
    row = OpenOrder(order="OO", offer="e", firm="firm", quantity=1.0, due=Q2, stage="licence_applied")
    return tiny(settings=settings(draws=2), offers=(offer,), open_orders=(row,), demand=(need(quantity=1.0),))


def test_of_a_refused_order_only_the_deposit_is_lost_unless_a_bank_stands_for_it() -> None:
    lost = planned(refused(0.0))
    assert lost.line("instalments_lost") == pytest.approx(30.0)
    assert lost.objective == pytest.approx(30.0 + 150.0)  # and the machine never comes: three quarters at 50
    assert planned(refused(1.0)).objective == pytest.approx(150.0)


def test_a_bank_guarantee_brings_the_deposit_back_without_a_share_given() -> None:
    case = refused(0.0)
    for guarantee, cost in (("bank", 150.0), ("insurance", 180.0), ("none", 180.0)):
        offers = (replace(case.offers[0], deposit_refund_share=None, guarantee=guarantee),)
        assert planned(case.replace(offers=offers)).objective == pytest.approx(cost)
