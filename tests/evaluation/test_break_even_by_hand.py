"""The cost of being late at which another plan would do as well, worked by hand.

A machine at home costs 100 and is there at once. A cheaper one costs 60 and can be ordered from 2027Q3 only: a quarter
late. Whoever needs two machines in 2027Q2 pays 200 in time, or 120 and is two unit-quarters late.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hand_cases import Q2, Q3, catalog, courses, home_offer, machine, need, planned, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.break_even import BreakEven, break_even
from importplan.model.search.solve import solve
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.sample import nominal, sample


def late_or_dear(late_cny: float, **sheets: Any) -> Scenario:
    """The case; being late costs this much a unit and quarter."""
    given: dict[str, Any] = {
        "offers": (home_offer(), home_offer("c", 60.0, supplier="J", from_day=Q3)),
        "demand": (need(Q2, 2.0, shortage_cost_cny=late_cny),),
    }
    return tiny(**(given | sheets))


def only_from(case: Scenario, name: str) -> Plan:
    """What is ordered where nobody else sells."""
    offers = tuple(replace(offer, capacity_per_period=None if offer.offer == name else 0.0) for offer in case.offers)
    alone = case.replace(offers=offers)
    return solve(alone, price(alone, catalog()), nominal(alone)).plan


def against_the_cheapest(case: Scenario) -> tuple[BreakEven, ...]:
    """The best plan of a case against one that buys from its cheapest offer alone, however late, on the same draws."""
    found = planned(case)
    settled = replay(case, found.landed, found.draws, only_from(case, "c")).plan
    return break_even(case, found.landed, found.draws, found.plan, settled, "cheapest_source")


def test_what_is_paid_more_over_what_is_late_less() -> None:
    """80 CNY more for two unit-quarters less: 40 each."""
    assert against_the_cheapest(late_or_dear(45.0)) == (
        BreakEven("firm", "M", "cheapest_source", pytest.approx(80.0), pytest.approx(2.0), pytest.approx(40.0), 45.0),
    )


def test_a_little_more_for_a_little_less_late_is_told_too() -> None:
    """50 fen more for two unit-quarters less."""
    offers = (home_offer(), home_offer("c", 99.75, supplier="J", from_day=Q3))
    (found,) = against_the_cheapest(late_or_dear(60.0, offers=offers))
    assert (found.extra_cny, found.break_even_cny) == (pytest.approx(0.5), pytest.approx(0.25))


def test_both_sides_are_discounted() -> None:
    """At 1,500 % a year a quarter halves money: 200 in Q2 are 100, 120 in Q3 are 30, and the quarter late counts half.

    70 CNY more for one unit-quarter less.
    """
    (found,) = against_the_cheapest(late_or_dear(75.0, settings=settings(discount_rate=15.0)))
    assert (found.extra_cny, found.late_avoided) == (pytest.approx(70.0), pytest.approx(1.0))
    assert found.break_even_cny == pytest.approx(70.0)


def test_a_workaround_is_spent_and_keeps_units_from_being_late() -> None:
    """One machine can be rented for 45 a quarter; with the rent the cheap one costs 105, so both are bought at home.

    The cheapest source pays 120 and 45 of rent, and the other machine is a quarter late: 35 CNY less for it.
    """
    items = (machine(workaround_cost_cny=45.0, workaround_limit=1.0),)
    (found,) = against_the_cheapest(late_or_dear(200.0, items=items))
    assert (found.extra_cny, found.late_avoided) == (pytest.approx(35.0), pytest.approx(1.0))


def test_draws_count_by_their_weight() -> None:
    """In a quarter of the courses the seller at home is stopped in Q2 and delivers in Q3: late there too.

    80 CNY more for 2 - 0.25 x 2 = 1.5 unit-quarters less.
    """
    stop = courses({"calm": 3.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0))
    offers = (home_offer(from_day=Q2), home_offer("c", 60.0, supplier="J", from_day=Q3))
    (found,) = against_the_cheapest(late_or_dear(60.0, offers=offers, **stop))
    assert (found.extra_cny, found.late_avoided) == (pytest.approx(80.0), pytest.approx(1.5))
    assert found.break_even_cny == pytest.approx(80.0 / 1.5)


def test_the_largest_cost_assumed_for_the_item_is_told() -> None:
    demand = (need(Q2, 1.0, shortage_cost_cny=45.0), need(Q2, 1.0, "L2", shortage_cost_cny=55.0, priority=1))
    (found,) = against_the_cheapest(late_or_dear(0.0, demand=demand))
    assert (found.late_avoided, found.assumed_cny) == (pytest.approx(2.0), 55.0)


def test_a_plan_that_costs_no_more_or_is_no_less_late_has_none() -> None:
    """Where being late costs 10 the best plan is that of the cheapest source; turned round nothing is paid more."""
    assert against_the_cheapest(late_or_dear(10.0)) == ()
    case = late_or_dear(45.0)
    found, draws = planned(case), sample(case)
    cheap = replay(case, found.landed, draws, only_from(case, "c")).plan
    assert break_even(case, found.landed, draws, cheap, found.plan, "dear") == ()
