"""Price breaks by hand: all units of an order pay the price of the highest step that it reaches."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hand_cases import Q2, Q3, Planned, courses, home_offer, import_offer, machine, need, planned, tiny
from random_cases import random_case, with_price_breaks
from test_blocks import reassembled, twice
from test_generation import asked, basis

from importplan.evaluation.ledger.audit import audit
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import simple_plans
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.qualifications import Qualification


def steps(*of: tuple[float, float], offer: str = "h") -> tuple[PriceBreak, ...]:
    return tuple(PriceBreak(offer=offer, from_quantity=units, unit_price=price) for units, price in of)


def case(units: float, *of: tuple[float, float], **sheets: Any) -> Scenario:
    """So many machines in Q2 at 100 CNY, with steps of the price."""
    return tiny(**{"demand": (need(quantity=units),), "price_breaks": steps(*of)} | sheets)


def bought(found: Planned) -> float:
    return sum(units for (_, _, _), units in found.bought.items())


@pytest.mark.parametrize(
    ("units", "of", "ordered", "cost"),
    [
        (9.0, ((10.0, 85.0),), 10.0, 850.0),  # 850 for ten are less than 900 for nine
        (8.0, ((10.0, 85.0),), 8.0, 800.0),
        (9.0, ((10.0, 95.0),), 9.0, 900.0),  # 950 for ten
        (12.0, ((10.0, 85.0),), 12.0, 1020.0),
        (30.0, ((20.0, 90.0), (10.0, 95.0)), 30.0, 2700.0),  # in no order
        (9.0, ((10.0, 95.0), (20.0, 40.0)), 20.0, 800.0),  # the second step alone pays
        (2.0, ((1000.0, 0.01),), 1000.0, 10.0),
        (2.0, ((0.0, 60.0),), 2.0, 120.0),
    ],
)
def test_more_is_ordered_where_it_costs_less(units: float, of: Any, ordered: float, cost: float) -> None:
    found = planned(case(units, *of))
    assert (bought(found), found.objective) == (ordered, pytest.approx(cost))


def test_an_order_of_two_quarters_reaches_what_two_orders_miss() -> None:
    """Six in Q2 and five in Q3: 11 x 85 = 935 at once, 3 CNY to keep one for a quarter: 950, against 1,100."""
    lines = (need(Q2, 6.0), need(Q3, 5.0, line="L2"))
    held = machine(reference_value_cny=100.0, holding_rate=0.12)
    found = planned(case(0.0, (10.0, 85.0), demand=lines, items=(held,)))
    assert found.bought == {("h", "firm", 1): 11.0}
    assert found.objective == pytest.approx(935.0 + 15.0)


def test_lots_and_the_smallest_order_stand_over_steps() -> None:
    """Sold by four: the break from ten is reached with twelve, 12 x 70 = 840 < 900; four of them are never needed."""
    found = planned(case(9.0, (10.0, 70.0), offers=(home_offer(lot_size=4.0),)))
    assert (bought(found), found.objective) == (12.0, pytest.approx(840.0))
    assert planned(case(4.0, (3.0, 50.0), offers=(home_offer(min_order=5.0),))).objective == pytest.approx(250.0)


def test_what_is_sold_by_weight_takes_the_step_that_it_reaches() -> None:
    by_weight = machine(whole_units=False, unit="kg")
    found = planned(case(9.5, (10.0, 85.0), items=(by_weight,)))
    assert (bought(found), found.objective) == (pytest.approx(10.0), pytest.approx(850.0))
    below = planned(case(8.2, (10.0, 85.0), items=(by_weight,)))
    assert (bought(below), below.objective) == (pytest.approx(8.2), pytest.approx(820.0))


def test_no_step_is_taken_that_capacity_or_budget_forbid() -> None:
    """Nine a quarter are below the break; 850 CNY of ten are paid from 850, not from 849."""
    assert planned(case(9.0, (10.0, 85.0), offers=(home_offer(capacity_per_period=9.0),))).objective == pytest.approx(
        900
    )
    enough = planned(case(9.0, (10.0, 85.0), budgets=(Budget(payer="firm", amount_cny=850.0),)))
    assert bought(enough) == 10.0
    fewer = planned(case(9.0, (10.0, 85.0), budgets=(Budget(payer="firm", amount_cny=849.0),)))
    assert bought(fewer) == 8.0


def test_customs_value_duty_and_shares_follow_the_price_of_the_order() -> None:
    """Ten at 8 instead of 10 EUR: price and duty fall by a fifth; by value four fifths of a half come from abroad."""
    abroad = import_offer("e", 10.0, incoterm="CIF")
    plain = planned(case(10.0, offers=(abroad,)))
    found = planned(case(10.0, offers=(abroad,), price_breaks=steps((10.0, 8.0), offer="e")))
    for line in ("goods", "duty"):
        assert found.line(line) == pytest.approx(0.8 * plain.line(line))
    limit = Limit(rule="max_import_share", item="M", value=0.43)
    mixed = planned(
        case(
            20.0,
            offers=(abroad, home_offer(unit_price=120.0)),
            price_breaks=steps((10.0, 8.0), offer="e"),
            limits=(limit,),
        )
    )
    # 800 of 800 + 1,200 are 0.4; eleven of them were 880 of 1,960, 0.449.
    assert {offer: units for (offer, _, _), units in mixed.bought.items()} == {"e": 10.0, "h": 10.0}


def test_all_treatments_of_an_order_reach_the_step_together() -> None:
    """Six exempt and four taxed pieces are one order of ten."""
    row = Qualification(firm="F", regime="encouraged_project", item="M", quota_units=6.0)
    both = tiny(
        firms=(Firm(firm="F"),),
        demand=(need(quantity=10.0, firm="F"),),
        offers=(import_offer("e", 10.0),),
        qualifications=(row,),
        price_breaks=steps((10.0, 8.0), offer="e"),
    )
    found = planned(both)
    assert bought(found) == 10.0
    assert found.line("goods") == pytest.approx(0.8 * planned(both.replace(price_breaks=())).line("goods"))


def test_prices_of_draws_move_the_step_with_the_offer() -> None:
    """The draw's 200 instead of 100 CNY makes the 85 of the step 170."""
    told = courses({"a": 0.5, "b": 0.5}, ("b", "price", "h", None, 200.0))
    found = planned(case(10.0, (10.0, 85.0), **told))
    assert found.objective == pytest.approx(10 * (0.5 * 85.0 + 0.5 * 170.0))


def test_signed_orders_and_calls_pay_their_own_price() -> None:
    signed = OpenOrder(order="o", offer="h", quantity=10.0, due=Q2.replace(day=2))
    found = planned(case(10.0, (10.0, 85.0), open_orders=(signed,)))
    assert found.objective == pytest.approx(1000.0)


def test_a_share_is_not_met_by_a_step_that_costs_more() -> None:
    """One of two suppliers sells at least half: ten for 950 instead of nine for 900 would be bought for the share."""
    found = planned(case(2.0, (10.0, 95.0)))
    plan = replace(found.plan, orders=(replace(found.plan.orders[0], quantity=10.0),))
    said = audit(found.scenario, found.landed, found.draws, plan)
    assert "of_use" in {each.family for each in said.violations}


def test_the_auditor_prices_what_is_ordered_not_what_was_planned() -> None:
    found = planned(case(9.0, (10.0, 85.0)))
    fewer = replace(found.plan, orders=(replace(found.plan.orders[0], quantity=9.0),))
    assert audit(found.scenario, found.landed, found.draws, fewer).costs.known.sum() == pytest.approx(900.0)


def test_rivals_pay_the_step_that_their_orders_reach() -> None:
    """The cheapest source is bought as it is needed, twelve at once: it pays 85 as this plan does."""
    found = planned(case(12.0, (10.0, 85.0)))
    rule = simple_plans(Course.of(found.scenario, found.landed))["cheapest_source"]
    kept = planned(found.scenario, keep=rule.plan)
    assert kept.objective == pytest.approx(1020.0)


def test_steps_are_local_to_their_item() -> None:
    """In one piece and by parts the same rows; the whole is the union."""
    both = twice(case(9.0, (10.0, 85.0), (20.0, 40.0), budgets=(Budget(payer="firm", amount_cny=2000.0),)))
    assert len(both.price_breaks) == 4
    assert reassembled(basis(both)) == [("M",), ("M2",)]
    assert planned(asked(both)).objective == pytest.approx(1600.0)


@pytest.mark.parametrize("seed", range(4))
def test_random_cases_with_steps_are_the_union_of_their_parts_and_keep_the_ledger(seed: int) -> None:
    case = with_price_breaks(random_case(seed), Random(seed))
    planned(case)
    reassembled(basis(twice(case)))
