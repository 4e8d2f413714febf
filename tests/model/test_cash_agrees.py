"""Cash of the model against cash of the ledger, in every random case, payer, period and draw.

The model has no table of cash: its cash stands in the rows of budgets. So every payer gets a budget that is never short
for every period, on the plan's schedule and in each draw; what these rows add up to is the cash that the model counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pytest
from hand_cases import catalog
from numpy.typing import NDArray
from random_cases import FEATURES, feature_of, random_case

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.model.case.purchases import payers_of
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import program_of, stages
from importplan.model.program.read_back import read_plan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample

Real = NDArray[np.float64]
SEEDS = range(6 * len(FEATURES))
PLENTY = 1e9
BEYOND = date(2099, 1, 1)  # what is paid after the plan
WITHIN = ("plan", "each_draw")


@dataclass(frozen=True)
class Cashes:
    """Cash out of payers in the periods of the plan and, last, beyond it: (payer, T + 1), and (D, payer, T + 1)."""

    planned: Real
    by_draw: Real


def watched(case: Scenario) -> Scenario:
    """The case with a budget of plenty for every payer and period, and for what is beyond, in place of its own."""
    days = [case.calendar.first_day(period) for period in range(case.calendar.count + 1)]
    spans = [*((day, day) for day in days[:-1]), (days[-1], BEYOND)]
    rows = tuple(
        Budget(payer=payer, from_day=first, to_day=last, amount_cny=PLENTY, within=within)
        for payer in payers_of(case)
        for within in WITHIN
        for first, last in spans
    )
    return case.replace(budgets=rows)


@cache
def both(seed: int) -> tuple[Cashes, Cashes] | None:
    """Cash of some plan of a random case, by the model and by the ledger; None where it has no plan."""
    case = watched(random_case(seed))
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    frame = build(case, landed, draws)
    program = program_of(frame, stages(frame)[-1])
    values = settled(program)
    if values is None:
        return None
    plan = read_plan(frame, values)
    told = audit(case, landed, draws, plan).cash
    inside = case.calendar.count
    ledger = Cashes(in_spans(told.plan_cny.sum(axis=1), inside), in_spans(told.by_draw_cny, inside))
    return of_model(frame, program, values), ledger


def settled(program: Program) -> Real | None:
    """Values of any plan, with whole numbers that are whole."""
    answer = solve(program, SolverSettings(gap=0.3, time_limit_s=20.0))
    if answer.values is None:
        return None
    whole = np.flatnonzero(program.whole)
    return solve(program.held(whole, np.round(answer.values[whole])).relaxed(), SolverSettings()).values


def of_model(frame: Frame, program: Program, values: Real) -> Cashes:
    """What the rows of budgets add up to: the budget less what is left of it."""
    case = frame.facts.scenario
    left = (program.row_upper - program.activity(values)) * frame.draft.money
    payers, spans = len(payers_of(case)), case.calendar.count + 1
    found = np.full((frame.draws.count, payers * len(WITHIN) * spans), np.nan)
    for row, (family, key) in enumerate(frame.draft.row_ids()):
        if family == "budget":
            number, _, draw = key[-3:]  # of the periods within a budget of the reserve the last one stands
            found[draw, number] = PLENTY / (1.0 + case.settings.contingency_share) - left[row]
    by_budget = found.reshape(-1, payers, len(WITHIN), spans)
    return Cashes(by_budget[0, :, 0], by_budget[:, :, 1])


def in_spans(cash: Real, inside: int) -> Real:
    """By period of the landed-cost table → by period of the plan, and all that lies beyond."""
    return np.concatenate([cash[..., :inside], cash[..., inside:].sum(axis=-1, keepdims=True)], axis=-1)


@pytest.mark.parametrize("seed", SEEDS)
def test_cash_of_the_model_is_cash_of_the_ledger(seed: int) -> None:
    """Period by period, so that a payment on the wrong day is seen though the sum is right."""
    found = both(seed)
    if found is None:
        return
    model, ledger = found
    assert model.planned == pytest.approx(ledger.planned, rel=1e-6, abs=0.01), feature_of(seed)
    assert model.by_draw == pytest.approx(ledger.by_draw, rel=1e-6, abs=0.01), feature_of(seed)


def test_most_of_these_plans_move_money_in_several_periods() -> None:
    """So that the agreement above says something."""
    moved = [found[0].planned.any(axis=0).sum() for found in map(both, SEEDS) if found is not None]
    assert len(moved) >= 0.9 * len(SEEDS)
    assert np.mean(np.array(moved) >= 2) >= 0.6
