"""No family is forgotten and every one can fail: plans in order are spoilt one way at a time, and the ledger says how.

Half of the ways are consistent: what follows from the lie is changed with it, so that no balance gives it away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

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
from route_cases import ANY, kits, one_kit, route

from importplan.evaluation.ledger.audit import Ledger, audit
from importplan.evaluation.ledger.violation import FAMILIES, Violation
from importplan.plan.plan import CallOffLane, CustomsStatus, Holding, Plan, PlannedOrder, QuotaPart, ReleaseLane, Tier
from importplan.scenario.contract_price import PAID_BESIDE
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute

# --- plans in order -----------------------------------------------------------------------------------------------


@cache
def bought() -> Planned:
    """Two machines bought in Q1, the only time, and held into Q2."""
    return planned(tiny(items=(holding(10.0),), offers=(home_offer(to_day=Q1),)))


@cache
def swapped() -> Planned:
    """Two machines of a higher specification serve for two that nobody sells."""
    higher = Substitute(item="HI", serves="M")
    offers, lines = (home_offer(item="HI"),), (need(accepts=("higher",)),)
    return planned(tiny(items=(machine(), machine("HI")), offers=offers, demand=lines, substitutes=(higher,)))


@cache
def in_bond() -> Planned:
    """A machine that nobody needs lies in bond for six months and goes abroad again in Q3."""
    site = Site(site="B", kind="bonded", longest_stay_months=6.0, owner="firm")
    lot = Stock(item="M", quantity=1.0, customs_status="bonded")
    items, offers = (machine(), machine("N")), (import_offer(), home_offer(item="N"))
    return planned(tiny(items=items, offers=offers, sites=(site,), stock=(lot,), demand=(need(item="N"),)))


@cache
def impatient() -> Planned:
    """Two machines that nobody sells in time: late at the end of Q2, given up in Q3; one is relieved in Q2."""
    case = tiny(
        items=(machine(workaround_cost_cny=1.0, workaround_limit=1.0),),
        offers=(home_offer(unit_price=9000.0),),
        demand=(need(lost_after_periods=1),),
    )
    return planned(case)


@cache
def in_turn() -> Planned:
    """A needs one in Q1, B one in Q2, a single one can be had, in Q2: A's. B is late in Q2 and Q3 and lost in Q4."""
    lines = (need(Q1, 1.0, "A", lost_after_periods=2), need(Q2, 1.0, "B", lost_after_periods=2))
    offer = home_offer(unit_price=1.0, capacity_per_period=1.0, from_day=Q2, to_day=Q2)
    return planned(tiny(offers=(offer,), demand=lines))


@cache
def pooled() -> Planned:
    """A machine of the reserve goes to the firm that needs it."""
    case = tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F", vat_deductible=False),),
        offers=(home_offer(end_user="retransfer", retransfer_days=10.0),),
        demand=(need(quantity=1.0, firm="F"),),
    )
    found = planned(case)
    assert found.bought == {("h", RESERVE, 1): 1.0} or found.bought == {("h", RESERVE, 0): 1.0}
    return found


def released_to_who_takes_kits() -> Ledger:
    """What is released of the reserve goes to who takes complete machines of any origin."""
    case = pooled().scenario
    return spoilt(pooled(), case.replace(demand=(replace(case.demand[0], accepts=("machine", "skd")),)))


@cache
def exempt() -> Planned:
    """Two machines by import, one of them exempt, the other beyond the quota."""
    row = Qualification(firm="F", regime="encouraged_project", item="M", quota_units=1.0)
    case = tiny(firms=(Firm(firm="F"),), offers=(import_offer(),), demand=(need(firm="F"),), qualifications=(row,))
    return planned(case)


@cache
def called() -> Planned:
    """One machine is called in Q2 in both draws; a stop in Q3 of draw b, a need of draw a in Q4, are seen by then."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"),),
        demand=(need(quantity=1.0),),
        **courses({"a": 1.0, "b": 1.0}, ("b", "availability", "supplier:J", Q3, 0.0)),
    )
    return planned(with_supplier(case, "J", booking_cost_cny=5.0, booking_min=1.0, booking_max=1.0))


@cache
def ruled() -> Planned:
    """The same without given draws: the call of Q2 follows a rule."""
    return planned(called().scenario.replace(draws=(), draw_values=()))


def exempt_and_taxed() -> Ledger:
    """The two machines that are needed ordered exempt, and the same day once more as taxed ones."""
    found = exempt()
    order = replace(found.plan.orders[0], quantity=2.0)
    options = found.landed.options
    other = next(
        at for at, each in enumerate(options) if at != order.option and each.offer == options[order.option].offer
    )
    return spoilt(found, plan=replace(found.plan, orders=(order, replace(order, option=other))))


@cache
def made() -> Planned:
    """Two machines needed in Q3 are made of kits, one in Q2 and one in Q3: one a quarter, from Q2 on."""
    sheets = {"routes": (route(capacity_per_period=1.0, available_from=Q2, opening_cost_cny=1.0),)}
    return planned(kits(need(Q3, accepts=ANY), **sheets))


def to_start(period: int, quantity: float) -> Plan:
    """The plan of `made` with something else of its first start."""
    first, second = made().plan.starts
    return replace(made().plan, starts=(replace(first, period=period, quantity=quantity), second))


def other_route(**terms: Any) -> Scenario:
    """The case of `made` with other terms of its route."""
    return made().scenario.replace(routes=(replace(made().scenario.routes[0], **terms),))


def unsigned(scenario: Scenario, **said: Any) -> Scenario:
    """The same case with another word, or none, for its item."""
    blank = said if "confirmed_on" in said else {"confirmed_by": "", "confirmed_basis": ""} | said
    return scenario.replace(items=tuple(replace(item, **blank) for item in scenario.items))


# --- ways to spoil them -------------------------------------------------------------------------------------------


def spoilt(found: Planned, scenario: Scenario | None = None, plan: Plan | None = None, **recourse: Any) -> Ledger:
    """The ledger of a plan with something else in its draws, or under other rules."""
    plan = plan or found.plan
    plan = replace(plan, recourse=replace(plan.recourse, **recourse)) if recourse else plan
    return audit(scenario or found.scenario, found.landed, found.draws, plan)


def changed(array: np.ndarray, place: tuple[Any, ...], by: float) -> np.ndarray:
    """An array with one entry changed."""
    found = array.copy()
    found[place] += by
    return found


def ordered(found: Planned, **changes: Any) -> Plan:
    """The plan with its first order changed."""
    return replace(found.plan, orders=(replace(found.plan.orders[0], **changes), *found.plan.orders[1:]))


def other_item(found: Planned, **terms: Any) -> Scenario:
    """The case with other terms of its item."""
    return found.scenario.replace(items=(replace(found.scenario.items[0], **terms),))


def other_offer(found: Planned, **terms: Any) -> Scenario:
    """The case with other terms of its offer."""
    return found.scenario.replace(offers=(replace(found.scenario.offers[0], **terms),))


def three_for_two() -> Ledger:
    """A third machine that nobody needs is bought in Q1 and lies there to the end: consistent."""
    found = bought()
    stock = changed(found.plan.recourse.stock, (slice(None), 0, slice(None)), 1.0)
    return spoilt(found, plan=ordered(found, quantity=3.0), stock=stock)


def lost_too_soon() -> Ledger:
    """Given up in the quarter in which it is due, and so never late: consistent."""
    recourse = impatient().plan.recourse
    lost = np.zeros_like(recourse.lost)
    lost[0, 0, 1] = 2.0
    late = np.zeros_like(recourse.backlog)
    return spoilt(impatient(), lost=lost, backlog=late, workaround=np.zeros_like(late))


def never_given_up() -> Ledger:
    """Still waiting in Q3 and Q4: consistent."""
    recourse = impatient().plan.recourse
    return spoilt(impatient(), lost=np.zeros_like(recourse.lost), backlog=np.cumsum(recourse.demand, axis=2))


def younger_first(in_parts: bool) -> Ledger:
    """B is served in Q2, and A, who came first, lost in Q3: consistent, told of one queue or of each line by itself."""
    late, lost = np.zeros((1, 2, 4)), np.zeros((1, 2, 4))
    late[0, 0, :2] = lost[0, 0, 2] = 1.0
    recourse = in_turn().plan.recourse
    (tier,) = recourse.tiers
    if not in_parts:
        return spoilt(in_turn(), backlog=late.sum(axis=1, keepdims=True), lost=lost.sum(axis=1, keepdims=True))
    demand, nothing = np.zeros((1, 2, 4)), np.zeros((1, 2, 4))
    demand[0, 0, 0] = demand[0, 1, 1] = 1.0
    tiers = tuple(replace(tier, lines=(line,)) for line in tier.lines)
    return spoilt(in_turn(), tiers=tiers, demand=demand, backlog=late, lost=lost, workaround=nothing)


def served_less_than_nobody() -> Ledger:
    """In Q1 one more lies there and one more waits than there are: consistent."""
    recourse = bought().plan.recourse
    more = {name: changed(getattr(recourse, name), (0, 0, 0), 1.0) for name in ("stock", "backlog")}
    return spoilt(bought(), **more)


def less_needed() -> Ledger:
    """One machine is said to be needed, bought and served, where the case says two: consistent but for the case."""
    found = bought()
    recourse = found.plan.recourse
    half = {name: getattr(recourse, name) / 2.0 for name in ("demand", "stock", "backlog")}
    return spoilt(found, plan=ordered(found, quantity=1.0), **half)


def cheaper_to_be_late() -> Ledger:
    """The label of a queue says that being late costs nothing."""
    recourse = bought().plan.recourse
    return spoilt(bought(), tiers=(replace(recourse.tiers[0], shortage_cost_cny=0.0),))


def raised(found: Planned, by: float) -> Ledger:
    """The plan with other levels than it calls by."""
    rule = tuple(replace(each, level=each.level + by) for each in found.plan.call_rule)
    return spoilt(found, plan=replace(found.plan, call_rule=rule))


def seen_too_soon() -> Ledger:
    """The call of Q2 is made in one draw only, though both look alike until then: consistent."""
    found = called()
    recourse = found.plan.recourse
    calls = changed(recourse.call_offs, (0, 0, 1), -1.0)
    late = changed(changed(changed(recourse.backlog, (0, 0, 1), 1.0), (0, 0, 2), 1.0), (0, 0, 3), 1.0)
    return spoilt(found, call_offs=calls, backlog=late)


def pooled_named() -> Ledger:
    """Goods of a named end user, sold to the reserve."""
    return spoilt(pooled(), other_offer(pooled(), end_user="named", retransfer_days=0.0))


def two_in_one_draw() -> Ledger:
    """The reserve hands out a machine more than it has, and the firm keeps it: its own stock is in order."""
    found = pooled()
    recourse = found.plan.recourse
    firm = next(place for place, row in enumerate(recourse.holdings) if row.owner == "F")
    lane = next(place for place, _ in enumerate(recourse.release_lanes) if recourse.release[:, place].any())
    stock = recourse.stock.copy()
    stock[:, firm, 1:] += 1.0
    return spoilt(found, release=changed(recourse.release, (0, lane, 0), 1.0), stock=stock)


def stays_in_bond() -> Ledger:
    """Nothing leaves bond, and the stock says so."""
    course = in_bond().plan.recourse
    lies = [place for place, holding in enumerate(course.holdings) if holding.status is CustomsStatus.BONDED]
    stock = course.stock.copy()
    stock[:, lies] = 1.0
    return spoilt(in_bond(), cleared=np.zeros_like(course.cleared), stock=stock)


FAILS: dict[str, tuple[Callable[[], Ledger], ...]] = {
    "unknown": (lambda: spoilt(bought(), plan=ordered(bought(), option=99)),),
    "shape": (lambda: spoilt(bought(), stock=bought().plan.recourse.stock[:, :, 1:]),),
    "not_finite": (
        lambda: spoilt(bought(), backlog=changed(bought().plan.recourse.backlog, (0, 0, 0), np.nan)),
        lambda: spoilt(bought(), plan=ordered(bought(), quantity=np.inf)),
        lambda: spoilt(called(), plan=replace(called().plan, bookings={"J": float("nan")})),
    ),
    "negative": (
        lambda: spoilt(bought(), stock=changed(bought().plan.recourse.stock, (0, 0, 3), -1.0)),
        lambda: spoilt(bought(), plan=ordered(bought(), quantity=-1.0)),
    ),
    "demand": (less_needed, cheaper_to_be_late, lambda: spoilt(bought(), tiers=(), demand=np.zeros((1, 0, 4)))),
    "balance": (
        lambda: spoilt(bought(), stock=changed(bought().plan.recourse.stock, (0, 0, 0), 1.0)),
        lambda: spoilt(bought(), plan=replace(bought().plan, orders=())),
        two_in_one_draw,
    ),
    "served": (
        served_less_than_nobody,
        lambda: spoilt(bought(), backlog=changed(bought().plan.recourse.backlog, (0, 0, 3), 1.0)),
    ),
    "lost": (
        lost_too_soon,
        lambda: younger_first(in_parts=False),
        lambda: younger_first(in_parts=True),
        lambda: spoilt(bought(), lost=changed(bought().plan.recourse.lost, (0, 0, 1), 1.0)),
    ),
    "patience": (never_given_up,),
    "workaround": (
        lambda: spoilt(impatient(), workaround=changed(impatient().plan.recourse.workaround, (0, 0, 3), 1.0)),
    ),
    "workaround_limit": (lambda: spoilt(impatient(), other_item(impatient(), workaround_limit=0.5)),),
    "storage": (
        lambda: spoilt(bought(), other_item(bought(), volume_m3=1.0).replace(sites=(Site(site="w", capacity_m3=1.0),))),
    ),
    "capacity": (
        lambda: spoilt(bought(), other_offer(bought(), capacity_per_period=1.0)),
        lambda: spoilt(bought(), with_supplier(bought().scenario, "H", capacity_per_period=1.0)),
        lambda: spoilt(called(), other_offer(called(), capacity_per_period=0.5)),
    ),
    "qualification": (
        lambda: spoilt(bought(), other_offer(bought(), qualified=False)),
        lambda: spoilt(bought(), with_supplier(bought().scenario, "H", qualified=False)),
    ),
    "whole_units": (lambda: spoilt(bought(), plan=ordered(bought(), quantity=1.5)),),
    "min_order": (
        lambda: spoilt(bought(), other_offer(bought(), min_order=3.0)),
        lambda: spoilt(bought(), other_offer(bought(), order_cost_cny=1.0), plan=ordered(bought(), quantity=0.0)),
    ),
    "substitutes": (lambda: spoilt(swapped(), substituted=np.roll(swapped().plan.recourse.substituted, -1, axis=2)),),
    "of_use": (
        lambda: spoilt(bought(), plan=ordered(bought(), quantity=3.0)),
        three_for_two,
        exempt_and_taxed,
        lambda: spoilt(made(), plan=to_start(1, 2.0)),
    ),
    "accepts": (
        lambda: spoilt(made(), made().scenario.replace(demand=(need(Q3),))),
        lambda: spoilt(made(), made().scenario.replace(route_inputs=())),
        lambda: spoilt(bought(), bought().scenario.replace(demand=(need(accepts=("skd",)),))),
        released_to_who_takes_kits,
    ),
    "route": (
        lambda: spoilt(made(), plan=replace(made().plan, opened_routes=())),
        lambda: spoilt(made(), plan=to_start(0, 1.0)),
        lambda: spoilt(made(), other_route(validation_months=1.0)),
    ),
    "route_capacity": (
        lambda: spoilt(made(), plan=to_start(1, 2.0)),
        lambda: spoilt(made(), other_route(capacity_per_period=0.5)),
    ),
    "planned_inputs": (
        lambda: spoilt(made(), plan=replace(made().plan, orders=())),
        lambda: spoilt(made(), made().scenario.replace(route_inputs=(one_kit(quantity=1.5),))),
    ),
    "starts": (
        lambda: spoilt(made(), starts=made().plan.recourse.starts * 0.5),
        lambda: spoilt(made(), starts=np.roll(made().plan.recourse.starts, 1, axis=2)),
        lambda: spoilt(made(), start_lanes=(), starts=np.zeros((1, 0, 4))),
    ),
    "lot_size": (lambda: spoilt(bought(), other_offer(bought(), lot_size=1.5)),),
    "order_window": (
        lambda: spoilt(bought(), plan=ordered(bought(), period=1)),
        lambda: spoilt(bought(), other_offer(bought(), procurement_days=1.0)),
        lambda: spoilt(bought(), other_offer(bought(), contract="framework")),
        lambda: spoilt(called(), other_offer(called(), procurement_days=200.0)),
    ),
    "named_end_user": (pooled_named,),
    "reserve_terms": (
        lambda: spoilt(pooled(), pooled().scenario.replace(reserve_terms=(ReserveTerms(item="M", mode="firm"),))),
    ),
    "quota": (lambda: spoilt(exempt(), beyond_quota=np.zeros_like(exempt().plan.recourse.beyond_quota)),),
    "consent": (
        lambda: spoilt(exempt(), unsigned(exempt().scenario)),
        lambda: spoilt(exempt(), unsigned(exempt().scenario, confirmed_by="关务", confirmed_basis="清单第1项（示例）")),
        lambda: spoilt(exempt(), unsigned(exempt().scenario, confirmed_on=Q1 + timedelta(days=20))),
    ),
    "declared": (
        lambda: spoilt(exempt(), other_offer(exempt(), tooling=1.0)),
        lambda: spoilt(exempt(), other_offer(exempt(), installation_inside=1.0)),
        lambda: spoilt(exempt(), other_offer(exempt(), incoterm="CFR")),
        *(lambda name=name: spoilt(exempt(), other_offer(exempt(), **{name: 1.0})) for name in PAID_BESIDE),
    ),
    "quota_request": (lambda: spoilt(exempt(), beyond_quota=exempt().plan.recourse.beyond_quota + 5.0),),
    "booking": (
        lambda: spoilt(called(), plan=replace(called().plan, bookings={"J": 2.0})),
        lambda: spoilt(called(), with_supplier(called().scenario, "J", booking_min=2.0, booking_max=3.0)),
        lambda: spoilt(called(), plan=replace(called().plan, bookings={"J": 1.0, "H": 1.0})),
    ),
    "framework": (
        lambda: spoilt(called(), plan=replace(called().plan, bookings={})),
        lambda: spoilt(called(), other_offer(called(), contract="order")),
        lambda: spoilt(called(), with_supplier(called().scenario, "J", booking_from=Q3)),
    ),
    "foresight": (seen_too_soon,),
    "call_rule": (
        lambda: spoilt(ruled(), plan=replace(ruled().plan, call_rule=())),
        lambda: raised(ruled(), 1.0),
        lambda: raised(ruled(), -1.0),
    ),
    "longest_stay": (
        lambda: spoilt(
            in_bond(),
            in_bond().scenario.replace(sites=(replace(in_bond().scenario.sites[0], longest_stay_months=3.0),)),
        ),
        stays_in_bond,
    ),
    "stay_over": (lambda: spoilt(in_bond(), cleared=np.roll(in_bond().plan.recourse.cleared, -1, axis=2)),),
    "budget": (
        lambda: spoilt(bought(), bought().scenario.replace(budgets=(Budget(payer="firm", amount_cny=199.0),))),
        lambda: spoilt(
            bought(), bought().scenario.replace(budgets=(Budget(payer="all", amount_cny=199.0, within="each_draw"),))
        ),
    ),
    "risk_limit": (lambda: spoilt(bought(), with_settings(bought().scenario, risk_limit_cny=19.0)),),
}


def test_every_family_has_a_plan_that_breaks_it() -> None:
    assert set(FAILS) == set(FAMILIES)


@pytest.mark.parametrize("found", [bought, impatient, pooled, exempt, called, made, in_bond])
def test_the_plans_are_in_order_before_they_are_spoilt(found: Callable[[], Planned]) -> None:
    assert spoilt(found()).violations == ()


@pytest.mark.parametrize(
    ("family", "way"),
    [(family, way) for family, ways in FAILS.items() for way in ways],
    ids=[f"{family}-{number}" for family, ways in FAILS.items() for number in range(len(ways))],
)
def test_the_ledger_says_what_is_broken(family: str, way: Callable[[], Ledger]) -> None:
    assert family in {violation.family for violation in way().violations}


def test_a_family_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="weather"):
        Violation("weather", (), 1.0)


# --- what does not exist ------------------------------------------------------------------------------------------


def test_a_plan_that_points_at_nothing_is_told_and_never_raises() -> None:
    """Every position and every name of a plan at once: the ledger comes to its end and names each."""
    found = pooled()
    recourse = found.plan.recourse
    plan = replace(
        found.plan,
        orders=(PlannedOrder(99, 0, 1.0), PlannedOrder(-1, 0, 1.0), PlannedOrder(0, 99, 1.0), *found.plan.orders),
        qualified_suppliers=("NOBODY",),
        qualified_offers=("nothing",),
        bookings={"NOBODY": 1.0},
        recourse=replace(
            recourse,
            holdings=(
                replace(recourse.holdings[0], item="X"),
                Holding("NOBODY", "M"),
                replace(recourse.holdings[0], release_delay_days=7.0),
                replace(recourse.holdings[0], status=CustomsStatus.BONDED),
                *recourse.holdings[:1] * 2,
            ),
            tiers=(Tier("NOBODY", "X", 7, 1.0, None, ()), replace(recourse.tiers[0], lines=(5, -1))),
            release_lanes=(ReleaseLane(99, "F"), ReleaseLane(0, "F"), ReleaseLane(-1, "NOBODY")),
            call_off_lanes=(CallOffLane(99), CallOffLane(-2)),
            quota_parts=(QuotaPart(99, None, 0), QuotaPart(None, 0, 0), QuotaPart(0, 0, 0), QuotaPart(0, None, 9)),
        ),
    )
    told = {violation.about[0] for violation in audit(found.scenario, found.landed, found.draws, plan).violations}
    assert {"order", "supplier", "offer", "stock", "release", "call", "quota part"} <= told


@pytest.mark.parametrize("name", ["stock", "demand", "backlog", "lost", "workaround", "release", "call_offs"])
def test_no_number_passes_for_a_small_one(name: str) -> None:
    """NaN is larger than nothing and smaller than nothing: comparing it proves nothing."""
    for found in (pooled(), called()):
        array = getattr(found.plan.recourse, name)
        if array.size:
            ledger = spoilt(found, **{name: np.full_like(array, np.nan)})
            assert "not_finite" in {violation.family for violation in ledger.violations}
            assert np.isfinite(ledger.costs.expected).all()


def test_stock_that_the_plan_does_not_speak_of_is_not_there() -> None:
    """A machine in stock that serves, and no stock in the plan."""
    found = planned(tiny(stock=(Stock(item="M", quantity=2.0),)))
    assert spoilt(found).violations == ()
    ledger = spoilt(found, holdings=(), stock=np.zeros((1, 0, 4)))
    assert [violation.family for violation in ledger.violations] == ["balance"]


def test_a_demand_line_that_the_plan_forgets_is_late_to_the_end_and_costs() -> None:
    """Two machines at 50 a quarter over three quarters."""
    found = planned(tiny(demand=(need(shortage_cost_cny=10.0),)))
    assert found.bought == {}
    recourse = found.plan.recourse
    empty = {name: getattr(recourse, name)[:, :0] for name in ("demand", "backlog", "lost", "workaround")}
    ledger = spoilt(found, tiers=(), **empty)
    assert {violation.family for violation in ledger.violations} == {"demand"}
    assert ledger.costs.expected.sum() == pytest.approx(2 * 10.0 * 3)
