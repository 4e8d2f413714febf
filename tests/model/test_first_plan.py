"""The first plan: whole, feasible, its bound honest, and rounded so that nothing gets lost."""

from __future__ import annotations

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, catalog, home_offer, need, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, stages
from importplan.model.program.variables import ORDER
from importplan.model.search import first_plan as first
from importplan.model.search.rounding import decisions
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.solvers.program import SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample


def built(case: Scenario, draws: int) -> tuple[Frame, Stage]:
    """The frame and its only objective."""
    frame = build(case, price(case, catalog()), sample(case, count=draws))
    return frame, stages(frame)[0]


def three_lots(**changes: object) -> Frame:
    """Two machines needed in each of three quarters, sold at home."""
    demand = (need(Q1, 2.0), need(Q2, 2.0, "L2"), need(Q3, 2.0, "L3"))
    return built(tiny(offers=(home_offer(**changes),), demand=demand), 1)[0]


def rounded(frame: Frame, units: list[float], early: float) -> list[float]:
    """Orders by period after rounding."""
    values = np.zeros(frame.draft.columns_count)
    order = frame.draft.names[ORDER][: len(units)]
    values[order] = units
    return decisions(frame, values, early)[ORDER][: len(units)].tolist()


def test_what_is_rounded_off_is_carried_on() -> None:
    # 0.4 + 0.4 + 0.4 to the nearest: 0; 0.8 -> 1, owes 0.2; 0.2 -> 0.
    assert rounded(three_lots(), [0.4, 0.4, 0.4], 0.5) == [0.0, 1.0, 0.0]
    # Early: 0.4 -> 1, owes 0.6; -0.2 -> 0; 0.2 -> 1.
    assert rounded(three_lots(), [0.4, 0.4, 0.4], 0.9) == [1.0, 0.0, 1.0]


def test_whole_orders_stay_as_they_are() -> None:
    for early in first.EARLY:
        assert rounded(three_lots(), [2.0, 0.0, 3.0], early) == [2.0, 0.0, 3.0]


def test_lots_and_smallest_orders_are_kept() -> None:
    # Lots of 2: 1.2 -> 2, owes 0.8; 0.4 - 0.8 -> 0. Smallest order 3: 1.4 is less than half of it, 2.8 is not.
    assert rounded(three_lots(lot_size=2.0), [1.2, 0.4], 0.5) == [2.0, 0.0]
    assert rounded(three_lots(min_order=3.0), [1.4, 1.4], 0.5) == [0.0, 3.0]


@pytest.mark.parametrize("draws", [5, 20])
def test_it_lies_between_its_bound_and_what_it_costs(monkeypatch: pytest.MonkeyPatch, draws: int) -> None:
    """The optimum of the solver lies between the bound and the first plan, whose values are feasible at that cost."""
    monkeypatch.setattr(first, "WORTH_A_START", 1)
    demand = (need(Q1, 2.0), need(Q2, 3.0, "L2"), need(Q3, 2.0, "L3"))
    offers = (home_offer(order_cost_cny=30.0), home_offer("h2", 97.0, min_order=2.0))
    frame, stage = built(tiny(offers=offers, demand=demand), draws)
    found = first.first_plan(frame, stage, Clock(300.0))
    assert found is not None
    program = frame.draft.program(stage.coefficients, stage.constant)
    best = solve(program, SolverSettings(gap=0.0, time_limit_s=30.0))
    assert found.bound <= best.objective + 1e-6
    assert best.objective <= found.objective + 1e-6
    assert stage.coefficients @ found.values + stage.constant == pytest.approx(found.objective)
    rows = np.zeros(len(program.row_lower))
    np.add.at(rows, program.row, program.value * found.values[program.column])
    assert (rows >= program.row_lower - 1e-6).all()
    assert (rows <= program.row_upper + 1e-6).all()
    assert np.abs(found.values - np.round(found.values))[program.whole].max() < 1e-6


def test_within_the_gap_means_within_it() -> None:
    assert first.FirstPlan(np.zeros(1), 100.0, 99.5, "undisturbed").within(0.005)
    assert not first.FirstPlan(np.zeros(1), 100.0, 99.4, "undisturbed").within(0.005)
    assert not first.FirstPlan(np.zeros(1), 100.0, -np.inf, "undisturbed").within(0.005)
