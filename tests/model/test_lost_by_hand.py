"""Demand that is lost: who has waited, no sooner, no later, and first come, first served."""

from __future__ import annotations

from datetime import date

import numpy as np
from hand_cases import Q1, Q2, catalog, home_offer, machine, need, planned, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.variables import ANY_LOST
from importplan.scenario.schema.stock import Stock
from importplan.uncertainty.sampling.sample import sample


def test_who_is_served_is_not_lost_for_another() -> None:
    """One in stock for the need of Q1; that of Q2 is late at its end (50) and lost in Q3; to buy it costs 400.

    The machine that was needed in Q1 has been served, so nobody is lost in Q2 in its place.
    """
    found = planned(
        tiny(
            offers=(home_offer(unit_price=400.0),),
            stock=(Stock(item="M", quantity=1.0),),
            demand=(need(Q1, 1.0, "old", lost_after_periods=1), need(Q2, 1.0, "new", lost_after_periods=1)),
        )
    )
    assert found.solution.objective_cny == 50.0
    assert found.plan.recourse.lost.sum() == 1.0
    assert found.ledger.violations == ()


def test_nobody_is_lost_before_those_who_came_first() -> None:
    """Two needed in Q1, three in Q2, patient for two quarters, never bought: two are lost in Q3, three in Q4.

    2 late at the end of Q1 and Q2, 3 at the end of Q2 and Q3: 2 x 2 x 50 + 3 x 2 x 50 = 500.
    """
    case = tiny(
        settings=settings(periods=4),
        items=(machine(),),
        offers=(home_offer(unit_price=4000.0),),
        demand=(need(Q1, 2.0, "a", lost_after_periods=2), need(Q2, 3.0, "b", lost_after_periods=2)),
    )
    found = planned(case)
    assert found.solution.objective_cny == 500.0
    assert np.array_equal(found.plan.recourse.lost[0].sum(axis=0), [0.0, 0.0, 2.0, 3.0])
    assert found.ledger.violations == ()


def yes_or_no(*days: date) -> int:
    """How many columns say whether anybody is lost, with one needed on each of these days."""
    case = tiny(demand=tuple(need(day, 1.0, f"L{n}", lost_after_periods=2) for n, day in enumerate(days)))
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    return sum(len(columns) for columns in frame.draft.parts(ANY_LOST).values())


def test_a_yes_or_no_stands_only_where_both_may_be() -> None:
    """Where nothing has come in between, what waits is what came `lost_after_periods` ago."""
    assert yes_or_no(Q1) == 0
    assert yes_or_no(Q1, Q2) == 1


def test_nobody_waits_who_need_not_where_a_workaround_is_free() -> None:
    """Two needed in Q2: one is bought, one is late and relieved for nothing. Before Q2 nobody waits, whatever it costs.

    The ledger, which `planned` asks, would find that less than nobody is served.
    """
    found = planned(tiny(items=(machine(workaround_limit=1.0),)))
    assert found.solution.objective_cny == 100.0
    assert found.plan.recourse.backlog[0].sum(axis=0).tolist() == [0.0, 1.0, 1.0, 1.0]
