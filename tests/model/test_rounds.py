"""Rounds of tangents: what they may cut off, and the plan that stands in when time ends before they are done."""

from __future__ import annotations

import numpy as np
import pytest
from hand_cases import catalog, home_offer, machine, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.families import diversification
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, program_of, stages
from importplan.model.search import rounds
from importplan.plan.solution import Reason
from importplan.running.clock import Clock
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.suppliers import Supplier
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample


def four_sources(limit: float) -> tuple[Frame, Stage]:
    """Ten whole units from four suppliers at 100, 110, 120 and 130 CNY, and a limit on concentration in units."""
    case = tiny(
        settings=settings(gap=0.0),
        items=(machine(whole_units=True),),
        suppliers=tuple(Supplier(supplier=f"S{n}", country="CN") for n in range(4)),
        offers=tuple(home_offer(f"o{n}", 100.0 + 10.0 * n, supplier=f"S{n}") for n in range(4)),
        demand=(need(quantity=10.0, shortage_cost_cny=500.0),),
        limits=(Limit(rule="max_hhi", value=limit, measure="units"),),
    )
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    return frame, stages(frame)[0]


def best_mix(limit: float) -> float:
    """The least cost in CNY of ten whole units within the limit, by counting."""
    mixes = [(a, b, c, 10 - a - b - c) for a in range(11) for b in range(11 - a) for c in range(11 - a - b)]
    kept = [mix for mix in mixes if sum(units**2 for units in mix) <= limit * 100 + 1e-9]
    return min(float(np.dot(mix, [100.0, 110.0, 120.0, 130.0])) for mix in kept)


@pytest.mark.parametrize("limit", [0.26, 0.3, 0.34, 0.5])
def test_tangents_close_in_on_the_best_mix_of_whole_units(limit: float) -> None:
    frame, stage = four_sources(limit)
    answer = rounds.solve_stage(rounds.StageRun(frame, Clock(60.0), apart=False), stage, None)
    assert answer.values is not None
    assert diversification.spread(frame, answer.values)
    assert answer.objective * frame.draft.money == pytest.approx(best_mix(limit))
    assert answer.bound == pytest.approx(answer.objective)


@pytest.mark.parametrize("limit", [0.26, 0.3, 0.34, 0.5])
def test_no_supplier_above_the_limit_keeps_the_limit(limit: float) -> None:
    """The first answer without tangents breaks the limit; that of the narrower program keeps it and costs no less."""
    frame, stage = four_sources(limit)
    program = program_of(frame, stage)
    settings_of_solver = rounds.SolverSettings(gap=0.0)
    wide = solve(program, settings_of_solver)
    narrow = solve(diversification.within(frame, program), settings_of_solver)
    assert wide.values is not None
    assert not diversification.spread(frame, wide.values)
    assert narrow.values is not None
    assert diversification.spread(frame, narrow.values)
    assert narrow.objective * frame.draft.money >= best_mix(limit) - 1e-6


def test_time_that_is_over_leaves_a_plan_that_keeps_the_limit_or_none() -> None:
    """The time is over: what comes back is no answer that breaks the limit."""
    frame, stage = four_sources(0.3)
    moment = [0.0]
    clock = Clock(60.0, lambda: moment[0])
    moment[0] = 120.0
    answer = rounds.solve_stage(rounds.StageRun(frame, clock, apart=False), stage, None)
    if answer.values is not None:
        assert diversification.spread(frame, answer.values)
        assert answer.bound <= answer.objective + 1e-9
    else:
        assert answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN
