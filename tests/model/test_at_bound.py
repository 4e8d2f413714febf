"""Bounds of use that keep a plan from a cheaper one are told with what twice as much would bring; others are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q1, Q2, home_offer, need, planned, settings, tiny

from importplan.model.program.build import basis_of
from importplan.model.search.at_bound import at_bound
from importplan.plan.solution import AtBound, Solution
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit

FOREIGN = Limit(rule="max_country_share", value=0.4, measure="units")


def late_at_home(*limits: Limit, quantity: float = 4.0, **changes: object) -> Scenario:
    """Machines needed in Q1, when only Germans deliver, at 10; Chinese ones cost 1, are sold in Q1 and come in Q2."""
    return tiny(
        offers=(
            home_offer("de", 10.0, supplier="E", origin="DE"),
            home_offer("cn", 1.0, to_day=Q1, lead_time_days=91.0),
        ),
        demand=(need(quantity=quantity, period=Q1, shortage_cost_cny=10_000.0),),
        limits=limits,
        **changes,
    )


def test_a_share_that_only_goods_for_nobody_would_meet() -> None:
    """Four of home are the most of use: two Germans (of five), two late for a quarter. Six of home would allow four."""
    found = planned(late_at_home(FOREIGN)).solution
    assert found.objective_cny == pytest.approx(20.0 + 3.0 + 20_000.0)
    assert found.at_bound is not None
    assert found.at_bound.gain_cny == pytest.approx(20_023.0 - 46.0)
    assert found.at_bound.most_cny == pytest.approx(20_023.0 - 46.0)


def test_an_order_as_large_as_its_bound_that_needs_no_more() -> None:
    """Four of each: half are German, as is allowed."""
    half = planned(late_at_home(replace(FOREIGN, value=0.5))).solution
    assert half.objective_cny == pytest.approx(44.0)
    assert half.at_bound is None


def test_without_a_limit_on_the_mix_nothing_is_looked_into() -> None:
    assert planned(late_at_home()).solution.at_bound is None


def test_goods_worth_more_than_their_price_at_the_end() -> None:
    """Chinese ones cost 1 and are worth 50 of 100 at the end: three more than the three that are needed would pay."""
    case = tiny(
        settings=settings(terminal_value_share=0.5),
        offers=(home_offer("cn", 1.0, to_day=Q1),),
        demand=(need(quantity=3.0, period=Q2),),
    )
    found = planned(case).solution
    assert found.at_bound == AtBound(1, pytest.approx(3 * 49.0), pytest.approx(3 * 49.0))  # type: ignore[arg-type]


def test_without_time_the_orders_are_told() -> None:
    found = planned(late_at_home(replace(FOREIGN, value=0.5)))
    basis = basis_of(found.scenario, found.landed, found.draws)

    def never(_times: float) -> Solution | None:
        return None

    assert at_bound(basis, found.solution, never) == AtBound(2)
