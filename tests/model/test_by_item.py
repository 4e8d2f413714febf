"""The bound of items taken one by one: never above the optimum, and the optimum itself where nothing was left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import catalog
from numpy.typing import NDArray
from random_cases import joined_case, random_case

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import stages
from importplan.model.search.by_item import Prices, linear_program, solve_by_item, worst_draws
from importplan.plan.risk import cvar, envelope
from importplan.scenario.scenario import Scenario
from importplan.solvers.program import SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample

EXACTLY = SolverSettings(gap=0.0, time_limit_s=20.0)


def bound_and_optimum(case: Scenario, exactly: bool = True) -> tuple[float, float] | None:
    """The bound from the worst draws of the optimum, and the optimum, in units of money; None without a plan."""
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    (stage,) = stages(frame)
    whole = solve(frame.draft.program(stage.coefficients, stage.constant), EXACTLY)
    if whole.values is None:
        return None
    values = whole.values if exactly else np.zeros(len(whole.values))
    return bound_by_item(frame, worst_draws(frame, values)), whole.objective


def bound_by_item(frame: Frame, worst: NDArray[np.float64], price_of_budgets: float = 0.0) -> float:
    """The bound with the same price on every budget."""
    of_budgets = frame.draft.rows_of(("budget",))
    prices = Prices(worst, np.where(of_budgets, -price_of_budgets, 0.0))
    return solve_by_item(frame, linear_program(frame, worst), prices, EXACTLY).bound


def one_stage(case: Scenario) -> Scenario:
    """The same case under the weighted goal."""
    return case.replace(settings=replace(case.settings, goal="weighted"))


@pytest.mark.parametrize("exactly", [True, False])
@pytest.mark.parametrize("seed", range(0, 63, 3))
def test_the_bound_is_never_above_the_optimum(seed: int, exactly: bool) -> None:
    """Whichever draws count as the worst: budgets, room and the risk limit are only left out."""
    for case in (random_case(seed), joined_case(seed)):
        found = bound_and_optimum(one_stage(case), exactly)
        if found is not None:
            bound, optimum = found
            assert bound <= optimum + 1e-6 * max(1.0, abs(optimum))


@pytest.mark.parametrize("seed", range(0, 63, 3))
def test_where_nothing_joins_items_and_risk_does_not_count_it_is_the_optimum(seed: int) -> None:
    case = one_stage(random_case(seed)).replace(budgets=(), sites=())
    case = case.replace(settings=replace(case.settings, risk_weight=0.0, risk_limit_cny=None))
    found = bound_and_optimum(case)
    if found is not None:
        assert found[0] == pytest.approx(found[1], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("level", [0.0, 0.3, 0.75, 0.95, 1.0])
def test_the_mean_under_the_envelope_is_the_cvar_and_under_any_other_weights_less(level: float) -> None:
    chance = np.random.default_rng(5)
    for _ in range(20):
        costs, weights = chance.normal(size=7), chance.integers(0, 4, size=7) + 0.0
        weights[0] = 1.0
        weights /= weights.sum()
        worst = envelope(costs, weights, level)
        assert worst.sum() == pytest.approx(1.0)
        assert (worst >= 0.0).all()
        assert worst @ costs == pytest.approx(cvar(costs, weights, level))
        other = envelope(chance.normal(size=7), weights, level)
        assert other @ costs <= worst @ costs + 1e-9


@pytest.mark.parametrize("seed", range(0, 63, 3))
def test_whatever_budgets_cost_the_bound_is_one(seed: int) -> None:
    """Any price of 0 or more is allowed; the best of them is the nearest bound, so one of them helps somewhere."""
    case = one_stage(random_case(seed))
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    (stage,) = stages(frame)
    whole = solve(frame.draft.program(stage.coefficients, stage.constant), EXACTLY)
    if whole.values is None:
        return
    worst = worst_draws(frame, whole.values)
    for price_of_budgets in (0.05, 0.3, 2.0):
        bound = bound_by_item(frame, worst, price_of_budgets)
        assert bound <= whole.objective + 1e-6 * max(1.0, abs(whole.objective))
