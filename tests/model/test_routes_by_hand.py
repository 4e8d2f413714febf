"""Routes from imports to home-made, by hand: kits and parts against machines, opening, capacity, waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Q4,
    Planned,
    catalog,
    courses,
    home_offer,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_supplier,
)
from route_cases import ANY, kits, random_routes, route, with_fallback

from importplan.basics.errors import InputRejected
from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.model.program.blocks import components
from importplan.model.program.build import basis_of
from importplan.model.search.simple.made import made_at_home
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.uncertainty.sampling.sample import sample


def started(found: Any) -> dict[tuple[str, str, int], float]:
    """(route, firm, period) → units that are to start."""
    return {(row.route, row.firm, row.period): row.quantity for row in found.plan.starts}


def starts_in(found: Any, draw: int, lane: int = 0) -> list[float]:
    """Units that start in each period of a draw."""
    return [round(float(units), 6) for units in found.plan.recourse.starts[draw, lane]]


# --- kits and parts against machines ---------------------------------------------------------------------------------


def test_kits_are_assembled_where_they_are_cheaper_than_machines() -> None:
    """2 x (60 + 20) = 160 against 2 x 100; started in Q2, when they are needed, or before, at no cost of waiting."""
    found = planned(kits(need(accepts=ANY)))
    assert found.objective == pytest.approx(160.0)
    assert found.line("local_value") == pytest.approx(40.0)
    assert sum(started(found).values()) == 2.0
    assert sum(units for (offer, _, _), units in found.bought.items() if offer == "k") == 2.0
    assert found.plan.opened_routes == ("kits",)


@pytest.mark.parametrize(
    ("changes", "accepts"),
    [
        ({"local_cost_cny": 41.0}, ANY),
        ({"opening_cost_cny": 41.0}, ANY),
        ({"use": True}, ()),
        ({}, ("machine", "国产")),
    ],
    ids=["local cost", "opening", "nobody takes kits", "only complete machines"],
)
def test_machines_are_bought_where_kits_cost_more_or_are_not_accepted(changes: Any, accepts: tuple[str, ...]) -> None:
    """60 + 41 > 100; 160 + 41 > 200; and a blank takes complete machines only."""
    found = planned(kits(need(accepts=accepts), routes=(route(**changes),)))
    assert found.objective == pytest.approx(200.0)
    assert found.plan.starts == ()
    assert found.plan.opened_routes == ()


def test_opening_is_paid_once_on_the_day_on_which_a_route_is_available() -> None:
    """160 + 30; from July on two machines would wait for a quarter at 50 each, so they are bought for 200."""
    found = planned(kits(need(accepts=ANY), routes=(route(opening_cost_cny=30.0),)))
    assert (found.objective, found.line("route_opening")) == pytest.approx((190.0, 30.0))
    late = planned(
        kits(need(Q4, accepts=ANY, shortage_cost_cny=500.0), routes=(route(opening_cost_cny=30.0, available_from=Q3),))
    )
    assert late.objective == pytest.approx(190.0)
    assert min(period for _, _, period in started(late)) >= 2
    later = planned(kits(need(accepts=ANY), routes=(route(opening_cost_cny=30.0, available_from=Q3),)))
    assert later.objective == pytest.approx(200.0)


def test_a_line_that_takes_only_kits_buys_no_machine() -> None:
    """Kits at 99 + 20 are dearer than machines at 100, and all that the line takes."""
    found = planned(kits(need(accepts=("skd",)), offers=(home_offer(), home_offer("k", 99.0, item="K"))))
    assert found.objective == pytest.approx(238.0)
    assert {offer for offer, _, _ in found.bought} == {"k"}


def test_inputs_are_used_by_units_and_yield_one_lead_time_before() -> None:
    """4 parts a unit at 0.8 good: 5 parts of 10 CNY each, started 91 days before: 2 x (50 + 20) = 140, in Q1."""
    sheets = {
        "offers": (home_offer(), home_offer("k", 10.0, item="K")),
        "routes": (route(kind="parts", yield_share=0.8, lead_time_days=91.0),),
        "route_inputs": (RouteInput(route="kits", item="K", quantity=4.0),),
    }
    found = planned(kits(need(accepts=("parts",)), **sheets))
    assert found.objective == pytest.approx(140.0)
    assert started(found) == {("kits", "firm", 0): 2.0}
    assert found.bought == {("k", "firm", 0): 10.0}


def test_a_domestic_route_needs_no_inputs_and_a_blank_takes_it() -> None:
    """2 x 90 of local work; nobody has to write that a machine may be made at home."""
    found = planned(tiny(routes=(route("own", kind="domestic", local_cost_cny=90.0),)))
    assert found.objective == pytest.approx(180.0)
    assert found.bought == {}


# --- tax -------------------------------------------------------------------------------------------------------------


def parts_of_a_qualified_maker(kind: str = "part", **maker: str) -> Scenario:
    """Machines at 10 EUR of 10 CNY with 10 % duty, or of parts at 7.35 EUR, which a qualified maker imports freely."""
    relief = Qualification(firm="A", regime="major_equipment", item="K", certificate="2027-1")
    return kits(
        need(accepts=ANY, firm="B"),
        firms=(Firm(firm="A"), Firm(firm="B")),
        items=(machine(), machine("K", kind=kind, hs_code="84669390")),
        offers=(import_offer(), import_offer("k", 7.35, item="K")),
        routes=(route(kind="parts", **maker),),
        qualifications=(relief,),
    )


def test_parts_are_free_for_the_maker_that_holds_the_certificate_and_for_nobody_else() -> None:
    """By A: 2 x (73.50 + 20) = 187.00. By B, who has no certificate: 7.35 of duty each, 201.70. Machines: 220."""
    found = planned(parts_of_a_qualified_maker(firm="A"))
    assert round(found.objective, 2) == 187.00
    assert (round(found.line("duty"), 2), found.bought) == (0.00, {("k", "A", 1): 2.0})
    other = planned(parts_of_a_qualified_maker())
    assert round(other.objective, 2) == 201.70
    assert (round(other.line("duty"), 2), other.bought) == (14.70, {("k", "B", 1): 2.0})


def test_a_kit_gets_no_relief_as_parts() -> None:
    """The regime frees parts and materials: a kit is classified as the machine, and the certificate is refused."""
    with pytest.raises(InputRejected, match="issue"):
        planned(parts_of_a_qualified_maker("kit", firm="A"))


# --- capacity, ramp, validation --------------------------------------------------------------------------------------


def test_capacity_grows_from_opening_and_limits_what_starts() -> None:
    """1, 2, 4 a quarter from Q1: 3 by Q2 at 80, the fourth of Q2 is a machine at 100."""
    found = planned(
        kits(need(quantity=4.0, accepts=ANY), routes=(route(capacity_per_period=1.0, capacity_growth=1.0),))
    )
    assert found.objective == pytest.approx(3 * 80.0 + 100.0)
    assert started(found) == {("kits", "firm", 0): 1.0, ("kits", "firm", 1): 2.0}


def test_nothing_starts_before_validation_is_over() -> None:
    """Validated from April on (3 months after January): the machines of Q1 are bought, those of Q2 made."""
    lines = (need(Q1, 1.0, "a", accepts=ANY), need(Q2, 1.0, "b", accepts=ANY))
    found = planned(kits(*lines, routes=(route(validation_months=3.0),)))
    assert found.objective == pytest.approx(180.0)
    assert started(found) == {("kits", "firm", 1): 1.0}


# --- what starts in a draw -------------------------------------------------------------------------------------------


def test_kits_are_bought_early_where_an_outage_would_make_machines_wait() -> None:
    """In half of the draws kits of Q2 ship in Q3: so they are bought in Q1, where nothing stops them."""
    stopped = courses({"calm": 0.5, "out": 0.5}, ("out", "availability", "k", Q2, 0.0))
    found = planned(kits(need(accepts=ANY), **stopped))
    assert found.objective == pytest.approx(160.0)
    assert found.bought == {("k", "firm", 0): 2.0}


def test_waiting_starts_catch_up_within_capacity() -> None:
    """Kits ship in Q1 in one half and in Q3 in the other; one a quarter is made. Planned in Q1 and Q2, it starts in Q3
    and Q4 where kits are late: late at 50 are 2 units in Q2 and 1 in Q3.
    """
    stopped = courses(
        {"calm": 0.5, "out": 0.5}, ("out", "availability", "k", Q1, 0.0), ("out", "availability", "k", Q2, 0.0)
    )
    sheets = {"offers": (home_offer(unit_price=1000.0), home_offer("k", 60.0, item="K")), **stopped}
    found = planned(kits(need(accepts=ANY), routes=(route(capacity_per_period=1.0),), **sheets))
    assert started(found) == {("kits", "firm", 0): 1.0, ("kits", "firm", 1): 1.0}
    assert starts_in(found, 0) == [1.0, 1.0, 0.0, 0.0]
    assert starts_in(found, 1) == [0.0, 0.0, 1.0, 1.0]
    assert found.objective == pytest.approx(160.0 + 0.5 * (2 + 1) * 50.0)


def test_what_is_planned_starts_whether_it_is_needed_or_not() -> None:
    """The need comes in half of the draws; planned is planned: 80 in both, against 1/2 x 300 of waiting."""
    lines = (need(quantity=1.0, accepts=ANY, shortage_cost_cny=100.0),)
    sheets = courses({"yes": 0.5, "no": 0.5}, ("no", "demand", "L1", None, 0.0))
    found = planned(kits(*lines, **sheets))
    assert found.objective == pytest.approx(80.0)
    assert starts_in(found, 0) == starts_in(found, 1)
    assert found.by_draw("local_value") == pytest.approx([0.0, 0.0])


def test_starts_that_are_not_those_of_the_plan_are_found_by_the_auditor() -> None:
    """More than the plan has or the kits allow, or none at all."""
    found = planned(kits(need(accepts=ANY)))
    assert audit(found.scenario, found.landed, found.draws, found.plan).violations == ()
    for starts in (found.plan.recourse.starts + 0.5, 0.0 * found.plan.recourse.starts):
        spoilt = replace(found.plan, recourse=replace(found.plan.recourse, starts=starts))
        assert audit(found.scenario, found.landed, found.draws, spoilt).violations


# --- cash ------------------------------------------------------------------------------------------------------------


def test_what_is_paid_for_making_is_cash_of_the_maker_as_planned_and_as_it_starts() -> None:
    """Planned in Q2; where kits come in Q3 the work is paid in Q3. A budget of each draw sees it there."""
    stopped = courses({"calm": 0.5, "out": 0.5}, ("out", "availability", "k", Q2, 0.0))
    offers = (home_offer(unit_price=1000.0), home_offer("k", 60.0, item="K", from_day=Q2))
    found = planned(kits(need(accepts=ANY), offers=offers, **stopped))
    assert starts_in(found, 0) == [0.0, 2.0, 0.0, 0.0]
    assert starts_in(found, 1) == [0.0, 0.0, 2.0, 0.0]
    assert found.ledger is not None
    cash = found.ledger.cash
    assert cash.plan_cny[0, cash.lines.index("local_value"), 1] == pytest.approx(40.0)
    short = Budget(payer="firm", amount_cny=30.0, from_day=Q3, to_day=date(2027, 9, 30), within="each_draw")
    without = planned(kits(need(accepts=ANY), offers=offers, budgets=(short,), **stopped))
    assert starts_in(without, 1)[2] <= 1.0


# --- routes that fail ------------------------------------------------------------------------------------------------


def failing(case: Scenario, *fails: bool) -> Planned:
    """Planned on draws of equal weight of which some see the first route fail."""
    case = case.replace(settings=replace(case.settings, draws=len(fails)))
    drawn = sample(case)
    return planned(case, draws=replace(drawn, failed=np.array(fails)[:, None]))


def test_a_route_that_fails_leaves_its_need_short() -> None:
    """Made for 80 in one draw; in the other nothing starts and two units wait for three quarters at 100: mean 380."""
    route_of_luck = route("own", kind="domestic", local_cost_cny=80.0, success_probability=0.5)
    lines = (need(shortage_cost_cny=100.0),)
    found = failing(tiny(demand=lines, offers=(home_offer(unit_price=1000.0),), routes=(route_of_luck,)), False, True)
    assert found.objective == pytest.approx(380.0)
    assert starts_in(found, 0) == [0.0, 2.0, 0.0, 0.0] or starts_in(found, 0) == [2.0, 0.0, 0.0, 0.0]
    assert starts_in(found, 1) == [0.0] * 4
    assert found.by_draw("local_value") == pytest.approx([0.0, -160.0])
    sure = failing(tiny(demand=lines, offers=(home_offer(unit_price=189.0),), routes=(route_of_luck,)), False, True)
    assert (sure.objective, sure.plan.starts) == (pytest.approx(378.0), ())


def test_what_a_route_fails_to_make_is_bought_on_the_day_that_is_known() -> None:
    """Known in April (3 months); the offer costs 300 and takes a quarter: 2 x 300, and 2 x 100 late in Q2, in one draw,
    160 in the other; never bought, 600 would be late. Nothing of it is known today; it is cash of the draw.
    """
    luck = route(
        "own", kind="domestic", local_cost_cny=80.0, success_probability=0.5, validation_months=3.0, fallback_offer="h"
    )
    offer = home_offer(unit_price=300.0, lead_time_days=91.0, from_day=Q2)
    found = failing(tiny(demand=(need(shortage_cost_cny=100.0),), offers=(offer,), routes=(luck,)), False, True)
    assert found.objective == pytest.approx(0.5 * 160.0 + 0.5 * (600.0 + 200.0))
    assert (started(found), found.bought) == ({("own", "firm", 1): 2.0}, {})
    assert found.by_draw("goods") == pytest.approx([0.0, 600.0])
    assert found.ledger is not None
    cash = found.ledger.cash
    assert cash.by_draw_cny[1, 0].sum() - cash.by_draw_cny[0, 0].sum() == pytest.approx(600.0 - 160.0, abs=80.0)
    assert planned(found.scenario, draws=found.draws, merge=False).objective == pytest.approx(found.objective)
    closed = replace(offer, to_day=date(2027, 4, 2), from_day=date(2027, 4, 2))
    without = failing(found.scenario.replace(offers=(closed,)), False, True)
    assert without.objective == pytest.approx(0.5 * 160.0 + 0.5 * 600.0)


def test_what_is_bought_instead_is_an_order_with_its_fee_and_its_clearance() -> None:
    """300 a machine and 7 for the order, in one draw of two; in the other 160. No order of today has them."""
    luck = route("own", kind="domestic", local_cost_cny=80.0, success_probability=0.5, fallback_offer="h")
    offer = home_offer(unit_price=300.0, order_cost_cny=7.0)
    case = tiny(demand=(need(shortage_cost_cny=500.0),), offers=(offer,), routes=(luck,))
    found = failing(case, False, True)
    assert found.objective == pytest.approx(0.5 * 160.0 + 0.5 * 607.0)
    assert found.by_draw("order_cost") == pytest.approx([0.0, 7.0])
    abroad = case.replace(offers=(import_offer("h", unit_price=30.0, clearance_cost_cny=9.0),))
    assert failing(abroad, False, True).by_draw("clearance") == pytest.approx([0.0, 9.0])


def test_what_is_bought_instead_is_what_its_maker_can_make_and_is_qualified_for() -> None:
    """Two are planned for 80 each; where that fails one is bought for 600, which is all that can be made in Q1, and the
    other waits three quarters at 500. To qualify the maker costs 50 more. The auditor reckons it by itself.
    """
    luck = route("own", kind="domestic", local_cost_cny=80.0, success_probability=0.5, fallback_offer="h")
    offer = home_offer(unit_price=600.0, capacity_per_period=1.0, to_day=Q1)
    case = tiny(demand=(need(shortage_cost_cny=500.0),), offers=(offer,), routes=(luck,))
    found = failing(case, False, True)
    assert found.objective == pytest.approx(0.5 * 160.0 + 0.5 * (600.0 + 1500.0))
    assert found.ledger is not None and found.ledger.violations == ()
    assert planned(found.scenario, draws=found.draws, merge=False).objective == pytest.approx(found.objective)
    unknown = replace(offer, qualified=False, qualification_cost_cny=50.0)
    first = failing(case.replace(offers=(unknown,)), False, True)
    assert (first.objective, first.plan.qualified_offers) == (pytest.approx(found.objective + 50.0), ("h",))
    for other in (replace(offer, capacity_per_period=None), replace(unknown, qualified=False)):
        ledger = audit(found.scenario.replace(offers=(other,)), found.landed, found.draws, found.plan)
        assert "balance" in {entry.family for entry in ledger.violations}


def test_calls_get_what_is_left_of_a_capacity_where_a_route_fails() -> None:
    """H makes one machine in Q1: in place of M where its route fails; else the N that is called at 50 from Q1 on."""
    luck = route("own", kind="domestic", local_cost_cny=80.0, success_probability=0.5, fallback_offer="h")
    case = tiny(
        items=(machine(), machine("N")),
        offers=(
            home_offer(unit_price=300.0, to_day=Q1),
            home_offer("n", unit_price=50.0, item="N", contract="framework"),
        ),
        demand=(need(Q1, 1.0, shortage_cost_cny=500.0), need(Q1, 1.0, "N", item="N", shortage_cost_cny=100.0)),
        routes=(luck,),
    )
    found = failing(with_supplier(case, "H", booking_cost_cny=0.0, capacity_per_period=1.0), False, True)
    assert found.objective == pytest.approx(0.5 * (80.0 + 50.0) + 0.5 * (300.0 + 50.0 + 100.0))
    called = found.plan.recourse.call_offs.sum(axis=1)
    assert called[0].tolist()[:2] == [1.0, 0.0] and called[1].tolist()[:2] == [0.0, 1.0]
    assert found.ledger is not None and found.ledger.violations == ()


def test_a_budget_of_each_draw_sees_what_is_bought_instead() -> None:
    """500 in each draw do not pay 2 x 300 where the route fails: one is planned and bought instead, one is late."""
    luck = route("own", kind="domestic", local_cost_cny=80.0, success_probability=0.5, fallback_offer="h")
    budget = Budget(payer="firm", amount_cny=500.0, within="each_draw")
    case = tiny(demand=(need(shortage_cost_cny=500.0),), offers=(home_offer(unit_price=300.0),), routes=(luck,))
    assert sum(row.quantity for row in failing(case, False, True).plan.starts) == 2.0
    held = failing(case.replace(budgets=(budget,)), False, True)
    assert sum(row.quantity for row in held.plan.starts) == 1.0


def test_kits_that_were_bought_lie_idle_where_their_route_fails() -> None:
    """Their price is known and lost; the work is not done: 2 x 60 + 1/2 x 2 x 20 + 1/2 x 600."""
    doubtful = route(success_probability=0.5)
    offers = (home_offer(unit_price=1000.0), home_offer("k", 60.0, item="K"))
    found = failing(kits(need(accepts=ANY, shortage_cost_cny=100.0), offers=offers, routes=(doubtful,)), True, False)
    assert found.objective == pytest.approx(120.0 + 20.0 + 300.0)


def test_outcomes_come_as_often_as_they_are_likely_and_follow_their_route() -> None:
    """One outcome of a draw for a route, whatever other routes there are."""
    luck = route("own", kind="domestic", success_probability=0.7)
    case = tiny(settings=settings(draws=2000), routes=(luck,))
    drawn = sample(case)
    assert drawn.failure("own").mean() == pytest.approx(0.3, abs=0.03)
    other = sample(case.replace(routes=(route("a", kind="domestic", success_probability=0.1), luck)))
    assert (other.failure("own") == drawn.failure("own")).all()
    assert not drawn.failure("nobody").any()


# --- one program, parts of it, draws apart ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_draws_apart_and_together_agree_and_what_starts_is_what_is_there(seed: int) -> None:
    """Outages of two inputs, capacity, lead time, two takers: with merged states and in the extensive form."""
    case = with_fallback(random_routes(seed)) if seed % 3 == 2 else random_routes(seed)
    one, apart = planned(case), planned(case, merge=False)
    assert one.solution.bound_cny <= apart.objective + 1e-6
    assert apart.solution.bound_cny <= one.objective + 1e-6
    again = planned(case, keep=one.plan)
    assert again.objective == pytest.approx(one.objective)


def test_a_route_is_one_block_whose_parts_make_the_whole() -> None:
    """A case with two such items taken apart and put together again."""
    case = random_routes(3)
    basis = basis_of(case, price(case, catalog()), sample(case))
    assert components(basis) == (("M", "K", "P"),)


def test_a_case_without_routes_in_use_is_the_same_program() -> None:
    """Switched off, or accepted by nobody: no column, no row, no entry more."""
    bare = planned(kits(need(), routes=(), route_inputs=()))
    assert planned(kits(need())).solution.size == bare.solution.size


# --- rivals ----------------------------------------------------------------------------------------------------------


def test_a_simple_rule_makes_only_what_nobody_sells_as_late_as_will_do() -> None:
    """1 a quarter: of 2 due in Q2 one starts in Q1; of 2 due in Q4 one in Q3. Where anybody sells, nothing is made.
    From April on, 91 days ahead, Q2 is served late and Q4 on its last day.
    """
    lines = (need(), need(Q4, line="b"))
    case = tiny(demand=lines, offers=(), routes=(route("own", kind="domestic", capacity_per_period=1.0),))
    assert [(row.period, row.quantity) for row in made_at_home(case)] == [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)]
    assert made_at_home(case.replace(offers=(home_offer(),))) == ()
    late = case.replace(routes=(route("own", kind="domestic", lead_time_days=91.0, available_from=Q2),))
    assert [(row.period, row.quantity) for row in made_at_home(late)] == [(1, 2.0), (3, 2.0)]
