"""A ledger that cannot find a fault proves nothing: plans are spoilt one way at a time, and it must say so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Planned,
    courses,
    holding,
    home_offer,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
    with_supplier,
)

from importplan.evaluation.ledger.audit import Ledger, audit
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan, PlannedOrder, Recourse
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute


def audited(found: Planned, plan: Plan | None = None, scenario: Scenario | None = None) -> Ledger:
    """The ledger of a spoilt plan, or of the plan under other rules."""
    return audit(scenario or found.scenario, found.landed, found.draws, plan or found.plan)


def families(ledger: Ledger) -> set[str]:
    """What is broken."""
    return {violation.family for violation in ledger.violations}


def spoilt(plan: Plan, **recourse: object) -> Plan:
    """The plan with something else happening in its draws."""
    return replace(plan, recourse=replace(plan.recourse, **recourse))  # type: ignore[arg-type]


def ordered(plan: Plan, **changes: object) -> Plan:
    """The plan with its first order changed."""
    first: PlannedOrder = replace(plan.orders[0], **changes)  # type: ignore[arg-type]
    return replace(plan, orders=(first, *plan.orders[1:]))


def cost(ledger: Ledger, line: str) -> float:
    """Expected cost of a line."""
    return float(ledger.costs.expected[COST_LINES.index(line)])


@pytest.fixture
def held() -> Planned:
    """Two machines that can only be bought in Q1, held into Q2 for 10 each."""
    return planned(tiny(items=(holding(10.0),), offers=(home_offer(to_day=Q1),)))


def test_the_unspoilt_plan_is_in_order(held: Planned) -> None:
    assert audited(held).violations == ()
    assert audited(held).costs.expected.sum() == pytest.approx(220.0)


def test_a_unit_missing_in_stock_breaks_the_balance_and_changes_the_holding(held: Planned) -> None:
    stock = held.plan.recourse.stock.copy()
    stock[0, 0, 0] -= 1.0
    ledger = audited(held, spoilt(held.plan, stock=stock))
    assert "balance" in families(ledger)
    assert cost(ledger, "holding") == pytest.approx(10.0)


def test_another_quantity_breaks_the_balance_and_changes_the_price(held: Planned) -> None:
    ledger = audited(held, ordered(held.plan, quantity=3.0))
    assert "balance" in families(ledger)
    assert cost(ledger, "goods") == pytest.approx(300.0)


def test_half_a_machine_is_no_machine(held: Planned) -> None:
    assert "whole_units" in families(audited(held, ordered(held.plan, quantity=1.5)))


def test_an_order_outside_its_time_is_found(held: Planned) -> None:
    assert "order_window" in families(audited(held, ordered(held.plan, period=1)))


def test_backlog_that_vanishes_is_found(held: Planned) -> None:
    """Late units that were never served, and units served that were never there."""
    backlog = held.plan.recourse.backlog.copy()
    backlog[0, 0, 1] = 1.0
    assert "balance" in families(audited(held, spoilt(held.plan, backlog=backlog)))
    backlog[0, 0, 2] = 3.0
    assert "served" in families(audited(held, spoilt(held.plan, backlog=backlog)))


def test_patient_demand_is_not_given_up(held: Planned) -> None:
    lost = held.plan.recourse.lost.copy()
    lost[0, 0, 1] = 1.0
    assert "lost" in families(audited(held, spoilt(held.plan, lost=lost)))


def test_a_workaround_without_need_or_beyond_its_limit_is_found() -> None:
    found = planned(tiny(items=(machine(workaround_cost_cny=40.0, workaround_limit=1.0),)))
    relief = found.plan.recourse.workaround.copy()
    relief[0, 0, 0] = 2.0
    ledger = audited(found, spoilt(found.plan, workaround=relief))
    assert {"workaround", "workaround_limit"} <= families(ledger)
    assert cost(ledger, "workaround") == pytest.approx(80.0)


def test_more_than_the_capacity_is_found(held: Planned) -> None:
    tight = held.scenario.replace(offers=(replace(held.scenario.offers[0], capacity_per_period=1.0),))
    assert "capacity" in families(audited(held, scenario=tight))
    assert "capacity" in families(audited(held, scenario=with_supplier(held.scenario, "H", capacity_per_period=1.0)))


@pytest.mark.parametrize("months", [0.0, 4.0])
def test_an_order_from_who_is_not_qualified_or_not_yet_is_found(held: Planned, months: float) -> None:
    strict = with_supplier(held.scenario, "H", qualified=False, qualification_months=months, qualification_cost_cny=9.0)
    assert "qualification" in families(audited(held, scenario=strict))
    bought = replace(held.plan, qualified_suppliers=("H",))
    ledger = audited(held, bought, strict)
    assert ("qualification" in families(ledger)) is (months > 0)  # ordered in Q1, qualified only after four months
    assert cost(ledger, "qualification") == pytest.approx(9.0)


@pytest.mark.parametrize(("terms", "family"), [({"min_order": 3.0}, "min_order"), ({"lot_size": 1.5}, "lot_size")])
def test_an_order_too_small_or_between_lots_is_found(held: Planned, terms: dict[str, float], family: str) -> None:
    other = held.scenario.replace(offers=(replace(held.scenario.offers[0], **terms),))
    assert family in families(audited(held, scenario=other))


def test_a_full_site_is_found(held: Planned) -> None:
    case = held.scenario.replace(
        items=(replace(held.scenario.items[0], volume_m3=1.0),), sites=(Site(site="w", capacity_m3=1.0),)
    )
    assert "storage" in families(audited(held, scenario=case))


@pytest.mark.parametrize("within", ["plan", "each_draw"])
def test_an_overrun_budget_is_found(held: Planned, within: str) -> None:
    enough = held.scenario.replace(budgets=(Budget(payer="firm", amount_cny=201.0, within=within),))
    short = held.scenario.replace(budgets=(Budget(payer="firm", amount_cny=199.0, within=within),))
    assert audited(held, scenario=enough).violations == ()
    (violation,) = audited(held, scenario=short).violations
    assert violation.family == "budget"
    assert violation.excess == pytest.approx(1.0)


@pytest.mark.parametrize(
    "limit",
    [
        Limit(rule="max_supplier_share", value=0.9),
        Limit(rule="max_country_share", value=0.9, who="CN"),
        Limit(rule="min_suppliers", value=2.0),
        Limit(rule="max_hhi", value=0.99),
        Limit(rule="max_hhi", value=0.99, measure="units"),
        Limit(rule="max_shortage", value=0.0, from_day=Q2),
        Limit(rule="min_fill_rate", value=0.6),
        Limit(rule="min_fill_rate", value=0.6, within="mean"),
        Limit(rule="max_shortage", value=0.0, within="mean"),
    ],
)
def test_a_broken_limit_is_found(limit: Limit) -> None:
    """The plan buys one machine of two from one maker at home."""
    found = planned(tiny(offers=(home_offer(to_day=Q2, capacity_per_period=1.0, from_day=Q2),)))
    ledger = audited(found, scenario=found.scenario.replace(limits=(limit,)))
    assert families(ledger) == {limit.rule}
    soft = replace(limit, soft_cost_cny=7.0)
    assert limit.rule not in families(audited(found, scenario=found.scenario.replace(limits=(soft,))))


def test_the_cost_of_a_broken_soft_limit_is_counted() -> None:
    found = planned(tiny(offers=(home_offer(to_day=Q2, capacity_per_period=1.0, from_day=Q2),)))
    soft = Limit(rule="max_shortage", value=0.0, soft_cost_cny=7.0)
    ledger = audited(found, scenario=found.scenario.replace(limits=(soft,)))
    assert cost(ledger, "soft_limits") == pytest.approx(3 * 7.0)  # late at the ends of Q2, Q3, Q4


def test_too_much_tax_is_found() -> None:
    found = planned(tiny(offers=(import_offer(),)))  # 2 x (10 + 14.3)
    for value, broken in ((48.5, True), (48.7, False)):
        limited = found.scenario.replace(limits=(Limit(rule="max_tax", value=value),))
        assert ("max_tax" in families(audited(found, scenario=limited))) is broken


def test_relief_beyond_the_quota_is_found_and_its_tax_is_tax() -> None:
    rows = (Qualification(firm="F", regime="encouraged_project", item="M", quota_units=1.0),)
    case = tiny(firms=(Firm(firm="F"),), offers=(import_offer(),), demand=(need(firm="F"),), qualifications=rows)
    both_exempt = planned(case.replace(qualifications=(replace(rows[0], quota_units=2.0),)))
    strict = audit(case, both_exempt.landed, both_exempt.draws, both_exempt.plan)
    assert "quota" in families(strict)
    limited = planned(case)
    assert limited.ledger is not None
    # Two machines: VAT on 100 and on 110 is 27.3, duty on the one beyond the quota 10.
    assert limited.ledger.cash.tax_by_draw_cny.sum() == pytest.approx(13.0 + 14.3 + 10.0)


def called() -> Planned:
    """One unit booked and called in Q2."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"),),
        demand=(need(quantity=1.0),),
        **courses({"a": 1.0, "b": 1.0}, ("b", "availability", "supplier:J", Q3, 0.0)),
    )
    return planned(with_supplier(case, "J", booking_cost_cny=5.0))


def test_a_call_beyond_the_booking_is_found() -> None:
    found = called()
    assert "framework" in families(audited(found, replace(found.plan, bookings={"J": 0.5})))
    assert "framework" in families(audited(found, replace(found.plan, bookings={})))


def test_a_call_that_the_stop_does_not_leave_is_found() -> None:
    found = called()
    calls = found.plan.recourse.call_offs.copy()
    calls[1, 0, 2] = 1.0  # Q3 of the stopped draw
    assert "framework" in families(audited(found, spoilt(found.plan, call_offs=calls)))


def test_booking_limits_are_checked() -> None:
    found = called()
    for limit in (Limit(rule="min_booked_capacity", value=2.0), Limit(rule="max_booking_cost", value=19.0)):
        assert limit.rule in families(audited(found, scenario=found.scenario.replace(limits=(limit,))))


def test_booking_cost_is_that_of_the_interval() -> None:
    """5 a quarter, 20 in all: 10 in two quarters."""
    found = called()
    for value, broken in ((9.9, True), (10.0, False)):
        limit = Limit(rule="max_booking_cost", value=value, from_day=Q2, to_day=Q3)
        said = families(audited(found, scenario=found.scenario.replace(limits=(limit,))))
        assert ("max_booking_cost" in said) == broken


def test_a_reserve_too_small_or_too_large_is_found() -> None:
    case = tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        demand=(need(quantity=1.0, firm="F"),),
        limits=(Limit(rule="min_reserve", value=1.0, from_day=Q3),),
    )
    found = planned(case)
    for limit in (
        Limit(rule="min_reserve", value=2.0, from_day=Q3),
        Limit(rule="max_reserve", value=0.5),
        Limit(rule="min_reserve", value=2.0, from_day=Q3, within="mean"),
    ):
        assert families(audited(found, scenario=case.replace(limits=(limit,)))) == {limit.rule}


def test_a_reserve_of_an_item_that_nobody_needs_yet_is_built_all_the_same() -> None:
    case = tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        items=(machine(), machine("SPARE")),
        offers=(home_offer(), home_offer("s", 30.0, item="SPARE")),
        demand=(need(quantity=1.0, firm="F"),),
        limits=(Limit(rule="min_reserve", item="SPARE", value=2.0, from_day=Q2),),
    )
    assert planned(case).objective == pytest.approx(100.0 + 60.0)


def test_a_tail_above_the_risk_limit_is_found() -> None:
    case = tiny(**courses({"calm": 3.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0)))
    found = planned(with_settings(case.replace(items=(holding(100.0),)), risk_level=1.0))
    # In the stopped draw both machines are a quarter late: 100.
    for limit, broken in ((99.0, True), (101.0, False)):
        limited = with_settings(found.scenario, risk_limit_cny=limit)
        assert ("risk_limit" in families(audited(found, scenario=limited))) is broken


def test_every_array_of_the_recourse_is_looked_at() -> None:
    """No array of a plan may be spoilt unseen: each one is changed at random and either cost or a check must move."""
    rows = (Qualification(firm="F", regime="encouraged_project", item="M", quota_units=1.0),)
    case = tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        items=(machine(workaround_cost_cny=150.0, workaround_limit=5.0, holding_rate=0.1), machine("N")),
        offers=(
            import_offer(),
            home_offer("k", 80.0, supplier="J", contract="framework", capacity_per_period=1.0),
            import_offer("n", item="N"),
        ),
        demand=(need(firm="F", lost_after_periods=2, quantity=3.0, shortage_cost_cny=200.0, accepts=ANY_FORM),),
        substitutes=(Substitute(item="N", serves="M"),),
        qualifications=rows,
        stock=(Stock(item="N", quantity=1.0, owner="F", customs_status="bonded"),),
        routes=(Route(route="own", item="M", kind="domestic", local_cost_cny=9_000.0),),
    )
    found = planned(with_supplier(case, "J", booking_cost_cny=1.0, booking_max=1.0, booking_from=Q2, booking_to=Q2))
    before = audited(found)
    assert before.violations == ()
    for name in ARRAYS:
        array = getattr(found.plan.recourse, name)
        assert array.size, name
        changed = audited(found, spoilt(found.plan, **{name: array + 0.5}))
        moved = not np.allclose(changed.costs.expected, before.costs.expected)
        assert moved or changed.violations, name
    assert {field for field in Recourse.__dataclass_fields__ if field not in LABELS} == set(ARRAYS)


ANY_FORM = ("machine", "domestic", "higher")
LABELS = (
    "holdings",
    "tiers",
    "release_lanes",
    "call_off_lanes",
    "quota_parts",
    "start_lanes",
    "clearance_lanes",
    "substitute_lanes",
)
ARRAYS = (
    "stock",
    "demand",
    "backlog",
    "lost",
    "workaround",
    "release",
    "call_offs",
    "beyond_quota",
    "starts",
    "cleared",
    "substituted",
)
