"""A case without a plan says which wishes have to give way, by how much, and what a plan then costs."""

from datetime import date
from typing import Any

import pytest
from hand_cases import Q1, Q2, home_offer, machine, need, planned, tiny

from importplan.plan.solution import Reason, WayOut
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit


def wanting(**sheets: Any) -> Scenario:
    """Two machines of 100 (113 with VAT, back a month later) must be there in 2027Q2, all of them in time."""
    given = {
        "limits": (Limit(rule="min_fill_rate", item="all", who="all", value=1.0),),
        "offers": (home_offer(),),
        "demand": (need(),),
    }
    return tiny(**(given | sheets))


def ways(scenario: Scenario) -> tuple[WayOut, ...]:
    found = planned(scenario)
    assert found.solution.termination.reason is Reason.INFEASIBLE
    return found.solution.ways_out


def test_a_budget_that_is_short_is_short_by_what_is_missing() -> None:
    """226 go out on 1 April and the VAT of 26 is back in May: 200 against 150.

    The budget is short by 50, and the plan then costs 200. Without touching it one machine can be bought (100 of 150):
    1 unit late, 100 + 3 quarters x 50.
    """
    budget = Budget(payer="all", from_day=Q1, to_day=date(2027, 10, 1), amount_cny=150.0)
    first, second = ways(wanting(budgets=(budget,)))
    (repair,) = first.repairs
    assert (repair.rule, repair.who, repair.in_cny) == ("budget", "all", True)
    assert repair.amount == pytest.approx(50.0, rel=1e-4)
    assert first.objective_cny == pytest.approx(200.0, rel=1e-3)
    (other,) = second.repairs
    assert (other.rule, other.in_cny) == ("min_fill_rate", False)
    assert other.amount == pytest.approx(1.0, rel=1e-4)
    assert second.objective_cny == pytest.approx(250.0, rel=1e-3)


def test_a_supplier_that_cannot_make_enough_is_named() -> None:
    """One machine a quarter, none before Q2 (the offer opens there): the second machine is missing, from capacity."""
    offer = home_offer(capacity_per_period=1.0, from_day=date(2027, 4, 1))
    rules = {(repair.rule, repair.who) for way in ways(wanting(offers=(offer,))) for repair in way.repairs}
    assert ("capacity", "h") in rules


def test_a_feasible_case_needs_no_way_out() -> None:
    assert planned(wanting()).solution.ways_out == ()


def test_what_never_can_be_met_is_infeasible_too_and_says_how_much() -> None:
    """The offer opens after the demand is due: two units cannot be in time whatever is paid."""
    offer = home_offer(from_day=date(2027, 7, 1))
    (way,) = ways(wanting(offers=(offer,)))
    assert [(repair.rule, round(repair.amount, 4)) for repair in way.repairs] == [("min_fill_rate", 2.0)]


def two_wishes_short() -> Scenario:
    """F may spend 150 on machines that cost 200; G needs two parts worth 60 at once, and one can be made a quarter.

    Everything has to be in time. A part more a quarter is worth 60 (its own reference value), a unit late 80 (the mean
    of both items), a yuan of budget a yuan.
    """
    return wanting(
        items=(machine(), machine("P", reference_value_cny=60.0)),
        firms=(Firm(firm="F"), Firm(firm="G")),
        offers=(home_offer(), home_offer("p", 60.0, item="P", supplier="J", from_day=Q2, capacity_per_period=1.0)),
        demand=(need(firm="F"), need(line="L2", item="P", firm="G")),
        budgets=(Budget(payer="F", from_day=Q1, to_day=date(2027, 10, 1), amount_cny=150.0),),
    )


def told(way: WayOut) -> list[tuple[str, float]]:
    """What gives way in it, by how much."""
    return [(repair.rule, round(repair.amount, 3)) for repair in way.repairs]


def test_the_least_comes_first_then_those_without_its_dearest_wishes() -> None:
    """Budget 50 and a part more (60): 110. Without the dearer of the two, capacity: budget 50 and a unit late (80).
    Without the budget: a part more (60) and a unit late (80). All late would be 160.
    """
    first, second, third = ways(two_wishes_short())
    assert told(first) == [("budget", 50.0), ("capacity", 1.0)]
    assert told(second) == [("budget", 50.0), ("min_fill_rate", 1.0)]
    assert sorted(told(third)) == [("capacity", 1.0), ("min_fill_rate", 1.0)]


def test_each_way_out_says_what_the_plan_then_costs() -> None:
    """In time: 200 + 120. The second part a quarter late: 50 more. A machine never bought: 100 + 120 + 150."""
    costs = [way.objective_cny for way in ways(two_wishes_short())]
    assert costs == pytest.approx([320.0, 370.0, 370.0], rel=1e-3)


def test_a_way_out_names_who_what_when_and_where() -> None:
    budget, capacity = ways(two_wishes_short())[0].repairs
    assert (budget.who, budget.item, budget.first, budget.last) == ("F", "all", Q1, date(2027, 10, 1))
    assert (capacity.who, capacity.item, capacity.first, capacity.last) == ("p", "P", None, None)
    assert (budget.in_cny, capacity.in_cny) == (True, False)
