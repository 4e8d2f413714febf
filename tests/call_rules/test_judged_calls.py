"""What plans with calls under sampled outages are judged at, against the least cost of anybody without foresight.

`benchmarks/call_rules.py` does the same for more seeds.
"""

from __future__ import annotations

from functools import cache

import pytest

from call_rules.cases import BOUNDED, NEAR, NO_CHOICE, bound_cny
from call_rules.courses import costs_of_due_calls
from call_rules.product import costs_by_draw, courses_of, judged_cost, planned
from call_rules.programme import CallCase
from call_rules.steadied import steadied
from importplan.results.plan_result import PlanResult


@cache
def found(case: CallCase) -> PlanResult:
    """The plan of 60 draws of seed 1 on 2,000 fresh draws."""
    return planned(case, seed=1)


@pytest.mark.parametrize("case", BOUNDED, ids=lambda case: case.name)
def test_nobody_without_foresight_is_judged_below_the_bound(case: CallCase) -> None:
    assert judged_cost(found(case)).high >= bound_cny(case)


@pytest.mark.parametrize("case", BOUNDED, ids=lambda case: case.name)
def test_not_even_where_luck_is_taken_out(case: CallCase) -> None:
    cost = steadied(case, found(case))
    assert cost.cost_cny + cost.half_cny >= bound_cny(case)


@pytest.mark.parametrize("case", BOUNDED, ids=lambda case: case.name)
def test_a_good_rule_is_near_the_bound(case: CallCase) -> None:
    cost = steadied(case, found(case))
    assert cost.cost_cny - cost.half_cny <= NEAR * bound_cny(case)
    assert judged_cost(found(case)).low <= NEAR * bound_cny(case)


@pytest.mark.parametrize("case", NO_CHOICE, ids=lambda case: case.name)
def test_where_there_is_no_choice_every_draw_costs_what_it_must(case: CallCase) -> None:
    """What is due is called as soon as it can be; who knew that a call will be late enough would call more."""
    result = planned(case, seed=1)
    assert result.fresh is not None
    assert costs_by_draw(result.own.costs) == pytest.approx(
        costs_of_due_calls(case, courses_of(result.fresh)), abs=1e-3
    )
