"""A plan once found stays: when time is over, the search finds a worse one, the solver breaks, or somebody stops it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hand_cases import catalog, home_offer, need, tiny
from test_roads import lots

from importplan.basics.errors import SolverFailed
from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.baselines import rivals
from importplan.evaluation.replay.judging import judge_all
from importplan.model.search import first_plan, rounds
from importplan.model.search.solve import solve
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import Clock
from importplan.solvers.program import SolverAnswer
from importplan.uncertainty.sampling.sample import nominal, sample

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def helped(monkeypatch: Patch) -> None:
    """Any whole column makes a first plan worth its while; nothing but simple rules finds one."""
    monkeypatch.setattr(first_plan, "WORTH_A_START", 1)
    monkeypatch.setattr(first_plan, "_searched", lambda *given: iter(()))


def solved(seconds: float = 60.0) -> Solution:
    """The case of lots, audited."""
    case = lots()
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    found = solve(case, landed, draws, clock=Clock(seconds))
    ledger = audit(case, landed, draws, found.plan)
    assert ledger.violations == ()
    assert found.costs is not None
    assert ledger.costs.expected.sum() == pytest.approx(found.costs.expected.sum())
    return found


def test_there_is_a_plan_and_a_bound_when_time_is_over_before_it_began() -> None:
    found, best = solved(0.0), solved()
    assert found.road is not None
    assert found.road.key == "simple_rule"
    assert found.termination.reason is Reason.STOPPED_WITH_PLAN
    assert found.bound_cny <= best.objective_cny <= found.objective_cny
    assert np.isfinite(found.gap)


def test_a_search_that_finds_a_worse_plan_changes_nothing(monkeypatch: Patch) -> None:
    def worse(run: rounds.StageRun, stage: object, start: np.ndarray) -> SolverAnswer:
        return SolverAnswer(Termination(Reason.STOPPED_WITH_PLAN), 1e9, -1e9, np.zeros_like(start))

    monkeypatch.setattr(rounds, "solve_stage", worse)
    assert solved().objective_cny == pytest.approx(solved(0.0).objective_cny)


def test_a_solver_that_breaks_takes_no_plan_away(monkeypatch: Patch) -> None:
    def breaks(*given: object) -> SolverAnswer:
        raise SolverFailed("on purpose")

    monkeypatch.setattr(rounds, "solve_stage", breaks)
    found = solved()
    assert (found.termination.reason, found.termination.detail) == (Reason.STOPPED_WITH_PLAN, "on purpose")


def test_who_stops_it_before_a_search_keeps_the_best_rule(monkeypatch: Patch) -> None:
    def stopped(*given: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(first_plan, "_searched", stopped)
    found = solved()
    assert (found.termination.detail, found.objective_cny) == (INTERRUPTED, pytest.approx(solved(0.0).objective_cny))


def test_rules_that_decide_the_same_have_the_same_figures_and_time_drops_rivals_not_the_plan() -> None:
    """From one seller all rules but that of six months buy alike."""
    case = tiny(offers=(home_offer(),), demand=(need(shortage_cost_cny=900.0),))
    landed, draws = price(case, catalog()), nominal(case)
    ways = rivals(case, landed)
    found = {way.key: way for way in judge_all(case, landed, draws, ways).alternatives}
    assert found["cheapest_source"].costs is found["no_stock"].costs
    assert found["cheapest_source"].costs is not found["six_month_stock"].costs
    late = judge_all(case, landed, draws, ways, clock=Clock(-1.0))
    assert [way.judgement is not None for way in late.alternatives].count(True) == 5
    assert not late.whole


def test_a_rival_that_can_buy_nothing_is_judged_by_the_cell_that_forbids_it() -> None:
    closed = replace(home_offer(), capacity_per_period=0.0)
    case = tiny(offers=(closed,), demand=(need(shortage_cost_cny=900.0),))
    landed = price(case, catalog())
    ways = judge_all(case, landed, nominal(case), rivals(case, landed)).alternatives
    assert {way.forbidden for way in ways} == {"capacity: h"}
    assert all(way.judgement is None for way in ways)
