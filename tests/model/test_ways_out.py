"""A case without a plan says which wishes have to give way, by how much, and what a plan then costs."""

from datetime import date
from typing import Any

import pytest
from hand_cases import Q1, home_offer, need, planned, tiny

from importplan.plan.solution import Reason, WayOut
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
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
