"""What the simple rules order, worked by hand: from whom, when, and what budgets, capacities, dates and lots leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hand_cases import Q1, Q2, Q3, Q4, catalog, home_offer, import_offer, machine, need, planned, tiny, with_supplier
from random_cases import joined_case, random_case

from importplan.customs.cost.landed_cost import price
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import SimplePlan, first_plans, simple_plan
from importplan.model.search.simple.rules import NOTHING, RULES
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder

THREE = (home_offer("h"), home_offer("a", 90.0, supplier="E"), home_offer("b", 80.0, supplier="J"))


def made(case: Scenario, key: str, capped: bool = False) -> SimplePlan:
    """The plan of a rule."""
    rule = NOTHING if key == "nothing" else RULES[key]
    return simple_plan(Course.of(case, price(case, catalog())), rule, capped=capped)


def bought(case: Scenario, key: str = "cheapest_source", capped: bool = False) -> dict[tuple[str, int], float]:
    """(offer, period) → units that a rule orders."""
    landed = price(case, catalog())
    return {
        (landed.options[order.option].offer, order.period): order.quantity
        for order in made(case, key, capped).plan.orders
    }


def dear(quantity: float, **changes: Any) -> tuple[Any, ...]:
    """Demand that nobody leaves open."""
    return (need(Q2, quantity, shortage_cost_cny=900.0, **changes),)


def budget(amount_cny: float) -> Budget:
    return Budget(payer="firm", from_day=Q1, to_day=Q4, amount_cny=amount_cny)


def test_the_cheapest_source_is_the_cheapest_landed() -> None:
    """Imported at 100, with duty 110; at home 105."""
    case = tiny(offers=(home_offer(unit_price=105.0), import_offer()), demand=dear(2.0))
    assert bought(case) == {("h", 1): 2.0}
    assert bought(case.replace(offers=(home_offer(unit_price=115.0), import_offer()))) == {("e", 1): 2.0}


def test_who_cannot_deliver_in_time_leaves_the_need_to_the_next() -> None:
    """The cheapest of all delivers a quarter late; where nobody else can, it does."""
    late = home_offer("c", 60.0, supplier="J", from_day=Q3)
    assert bought(tiny(offers=(home_offer(), late), demand=dear(2.0))) == {("h", 1): 2.0}
    assert bought(tiny(offers=(late,), demand=dear(2.0))) == {("c", 2): 2.0}


def test_who_is_switched_off_is_no_source() -> None:
    case = with_supplier(tiny(offers=THREE, demand=dear(2.0)), "J", qualified=False, qualification_months=12.0)
    assert bought(case) == {("a", 1): 2.0}


def test_what_the_cheapest_has_no_capacity_for_is_bought_earlier_or_from_the_next() -> None:
    """One a quarter of the cheapest: one of Q1 waits for its need. Without stock the next source sells the other."""
    case = tiny(offers=(*THREE[:2], replace(THREE[2], capacity_per_period=1.0)), demand=dear(3.0))
    assert bought(case) == {("b", 1): 1.0, ("b", 0): 1.0, ("a", 1): 1.0}
    assert bought(case, "no_stock") == {("b", 1): 1.0, ("a", 1): 2.0}


def test_a_source_is_qualified_where_that_is_in_time() -> None:
    """Three months before Q2: it costs 5, and the budget must hold it."""
    offers = (
        home_offer(),
        home_offer("n", 60.0, supplier="J", qualified=False, qualification_cost_cny=5.0, qualification_months=3.0),
    )
    case = tiny(items=(machine(whole_units=True),), offers=offers, demand=dear(2.0))
    assert bought(case) == {("n", 1): 2.0}
    assert made(case, "cheapest_source").plan.qualified_offers == ("n",)
    assert bought(case.replace(demand=(need(Q1, 2.0, shortage_cost_cny=900.0),))) == {("h", 0): 2.0}
    assert bought(case.replace(budgets=(budget(125.0),))) == {("n", 1): 2.0}
    assert bought(case.replace(budgets=(budget(124.0),))) == {("n", 1): 1.0}


def test_no_rule_spends_more_than_the_budget() -> None:
    """Of three machines at 80 a budget of 250 pays three, one of 239 two."""
    case = tiny(items=(machine(whole_units=True),), offers=THREE, demand=dear(3.0))
    for key in RULES:
        landed = price(case, catalog())
        tight = case.replace(budgets=(budget(239.0),))
        spent = sum(landed.cost_cny()[order.option, 0] * order.quantity for order in made(tight, key).plan.orders)
        assert 100.0 < spent <= 239.0 + 1e-9, key
    assert bought(case.replace(budgets=(budget(240.0),))) == {("b", 1): 3.0}


def test_lots_and_smallest_orders_are_kept_and_the_rest_serves_later_needs() -> None:
    """Three and then two machines in lots of 5: one lot. A smallest order of 7 in lots of 5 is 10."""
    demand = (need(Q1, 3.0, shortage_cost_cny=900.0), need(Q2, 2.0, "L2", shortage_cost_cny=900.0))
    case = tiny(offers=(home_offer(lot_size=5.0),), demand=demand)
    assert bought(case) == {("h", 0): 5.0}
    assert bought(case.replace(offers=(home_offer(lot_size=5.0, min_order=7.0),))) == {("h", 0): 10.0}


def test_an_equal_split_buys_from_all_who_may_sell_today() -> None:
    """Six machines: two of each, three of each of two, all from the only one."""
    case = tiny(offers=THREE, demand=dear(6.0))
    assert bought(case, "equal_split") == {("h", 1): 2.0, ("a", 1): 2.0, ("b", 1): 2.0}
    two = case.replace(offers=(*THREE[:2], replace(THREE[2], qualified=False)))
    assert bought(two, "equal_split") == {("h", 1): 3.0, ("a", 1): 3.0}
    assert bought(case.replace(offers=THREE[:1]), "equal_split") == {("h", 1): 6.0}


def test_what_one_cannot_sell_of_its_part_the_others_sell() -> None:
    case = tiny(offers=(replace(THREE[0], capacity_per_period=1.0), *THREE[1:]), demand=dear(6.0))
    found = bought(case, "equal_split")
    assert found == {("h", 1): 1.0, ("h", 0): 1.0, ("a", 1): 2.0, ("b", 1): 2.0}
    assert bought(replace(case, demand=(need(Q1, 6.0, shortage_cost_cny=900.0),)), "equal_split") == {
        ("h", 0): 1.0, ("a", 0): 2.0, ("b", 0): 3.0,
    }  # fmt: skip


def test_no_source_sells_more_than_half_while_another_can() -> None:
    case = tiny(offers=THREE, demand=dear(6.0))
    assert bought(case, "half_at_most") == {("b", 1): 3.0, ("a", 1): 3.0}
    assert bought(case.replace(offers=THREE[:1]), "half_at_most") == {("h", 1): 6.0}


def test_six_months_of_stock_are_two_quarters() -> None:
    """What is needed in Q3 is there in Q1, what is needed in Q2 as soon as can be."""
    demand = (need(Q2, 1.0, shortage_cost_cny=900.0), need(Q3, 1.0, "L2", shortage_cost_cny=900.0))
    assert bought(tiny(demand=demand), "six_month_stock") == {("h", 0): 2.0}
    assert bought(tiny(demand=demand)) == {("h", 1): 1.0, ("h", 2): 1.0}


def test_todays_sourcing_is_who_has_a_signed_order_and_then_who_may_sell_today() -> None:
    signed = OpenOrder(order="S", offer="a", quantity=1.0, due=Q2)
    case = tiny(offers=THREE, demand=dear(3.0), open_orders=(signed,))
    assert bought(case, "todays_sourcing") == {("a", 1): 2.0}
    assert bought(case.replace(open_orders=()), "todays_sourcing") == {("b", 1): 3.0}


def test_what_is_there_and_what_is_signed_is_not_bought_again() -> None:
    signed = OpenOrder(order="S", offer="a", quantity=2.0, due=Q2)
    assert bought(tiny(offers=THREE, demand=dear(3.0), open_orders=(signed,))) == {("b", 1): 1.0}


def test_a_rule_that_can_buy_nothing_says_which_cell_forbids_it() -> None:
    """A closed offer, a budget of nothing, no capacity; where nothing is needed nothing is forbidden."""
    closed = home_offer(to_day=Q1.replace(year=2020))
    assert made(tiny(offers=(closed,), demand=dear(2.0)), "cheapest_source").forbidden == "offers h: to"
    row = budget(0.0)
    poor = tiny(demand=dear(2.0), budgets=(row,))
    assert made(poor, "cheapest_source").forbidden == "budget: firm"
    empty = home_offer(capacity_per_period=0.0)
    assert made(tiny(offers=(empty,), demand=dear(2.0)), "no_stock").forbidden == "capacity: h"
    assert made(tiny(demand=(need(Q2, 0.0),)), "cheapest_source").forbidden == ""


def test_limits_on_shares_hold_for_first_plans_alone() -> None:
    """A third of six machines of each country at most: the rival buys all from the cheapest."""
    limit = Limit(rule="max_supplier_share", item="M", value=0.5, measure="units")
    case = tiny(offers=THREE, demand=dear(6.0), limits=(limit,))
    assert bought(case) == {("b", 1): 6.0}
    assert bought(case, capped=True) == {("b", 1): 3.0, ("a", 1): 3.0}


def test_first_plans_are_all_different_and_the_last_buys_nothing() -> None:
    case = tiny(offers=THREE[:1], demand=dear(2.0))
    found = list(first_plans(Course.of(case, price(case, catalog()))))
    assert [road for road, _ in found] == ["simple_rule", "simple_rule", "nothing"]  # in time, and six months ahead
    assert found[-1][1].plan.orders == ()


@pytest.mark.parametrize("case", [random_case(143), joined_case(55)])
def test_bookings_end(case: Scenario) -> None:
    """Budget or reserve leave room for a part of a unit that rounds to a little more: nothing more is booked for it."""
    for key in RULES:
        booked = made(case, key).plan.bookings.values()
        assert all(units < 100.0 for units in booked), key


@pytest.mark.parametrize("key", RULES)
def test_a_rule_is_the_same_whatever_the_order_of_the_rows(key: str) -> None:
    demand = (need(Q1, 2.0, shortage_cost_cny=5.0), need(Q2, 3.0, "L2", shortage_cost_cny=900.0))
    case = tiny(
        offers=tuple(replace(offer, unit_price=80.0) for offer in THREE), demand=demand, budgets=(budget(250.0),)
    )
    turned = case.replace(offers=case.offers[::-1], demand=case.demand[::-1], suppliers=case.suppliers[::-1])
    assert bought(case, key) == bought(turned, key)


def test_a_plan_of_a_rule_is_never_better_than_the_best() -> None:
    case = tiny(offers=THREE, demand=dear(3.0))
    assert planned(case).objective == pytest.approx(240.0)
    assert bought(case) == {("b", 1): 3.0}
