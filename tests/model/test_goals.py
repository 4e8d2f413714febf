"""The goals beside the weighted one: stages, tolerances and what they measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q2, catalog, courses, home_offer, need, planned, tiny, with_settings

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.goals import GOALS, stages
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.sampling.sample import sample


def three_courses(**changes: object) -> Scenario:
    """Two calm draws that share their columns and one in which the foreign maker is stopped for good."""
    stop = courses({"a": 1.0, "b": 1.0, "stop": 2.0}, ("stop", "availability", "supplier:J", None, 0.0))
    case = tiny(
        offers=(home_offer(), home_offer("f", 60.0, supplier="J", origin="JP")),
        demand=(need(Q2, 2.0, priority=1, shortage_cost_cny=10.0),),
        **stop,
    )
    return with_settings(case, **changes)


@pytest.mark.parametrize("merge", [True, False])
def test_urgent_shortage_is_weighed_by_draw_also_where_draws_share_columns(merge: bool) -> None:
    """One unit late in all four quarters of every draw is an expected shortage of 4, whoever shares columns."""
    case = three_courses(goal="ordered")
    landed = price(case, catalog())
    frame = build(case, landed, sample(case), merge)
    assert stages(frame)[0].coefficients.sum() == pytest.approx(4.0)


@pytest.mark.parametrize("merge", [True, False])
def test_the_ordered_goal_leaves_no_urgent_shortage_that_can_be_avoided(merge: bool) -> None:
    """Both machines come from home though being late would be cheaper: 200 instead of 2 x 3 x 10."""
    found = planned(three_courses(goal="ordered"), merge=merge)
    assert found.objective == pytest.approx(200.0)
    assert found.plan.recourse.backlog.max() == 0.0


def test_the_tolerance_lets_a_later_objective_give_up_a_little() -> None:
    """All of the least shortage may be given up where the tolerance is large: no, it is a share of what was reached.

    Needed in Q1, delivered in Q2 at best: 2 units late over one quarter end whatever one does. With a tolerance of 1
    twice as much may be late: both machines, a quarter more, or one of them never; that saves a price of 100.
    """
    case = tiny(
        offers=(home_offer(lead_time_days=100.0),),
        demand=(need(quantity=2.0, period=tiny().settings.start, priority=1, shortage_cost_cny=10.0),),
    )
    strict = planned(with_settings(case, goal="ordered", goal_tolerance=0.0))
    assert strict.objective == pytest.approx(200.0 + 20.0)
    loose = planned(with_settings(case, goal="ordered", goal_tolerance=1.5))
    # 5 unit-quarters may be late: one machine never comes (4), the other is late once (1): 100 + 50.
    assert loose.objective == pytest.approx(100.0 + 50.0)


@pytest.mark.parametrize(("late", "whole"), [(10.0, 60.0), (50.0, 200.0)])
def test_the_least_cvar_is_that_of_the_whole_cost(late: float, whole: float) -> None:
    """Two machines cost 200 from home, and for three quarters 6 x `late` where they never come: what is less.

    From abroad they would cost 120, but are late in the worst draws.
    """
    case = three_courses(goal="min_cvar", risk_level=0.9)
    found = planned(case.replace(demand=tuple(replace(line, shortage_cost_cny=late) for line in case.demand)))
    assert found.solution.risk is not None
    assert found.solution.risk.cvar_whole_cny == pytest.approx(whole)
    assert found.objective == pytest.approx(whole)


def test_every_goal_of_the_sheet_exists() -> None:
    spec = next(spec for spec in Settings.specs() if spec.key == "goal")
    assert set(spec.choices) == set(GOALS)
