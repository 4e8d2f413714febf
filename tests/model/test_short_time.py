"""Where time is short plans are tried on a few draws first; the plan that stands is the best of those that were."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hand_cases import Q2, catalog, courses, home_offer, machine, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.goals import program_of, stages
from importplan.model.search import first_plan
from importplan.model.search.first_plan import quick_plan
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import first_plans
from importplan.plan.solution import Reason, Termination
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve as solve_program
from importplan.uncertainty.sampling.sample import sample


def stopped_sometimes(calm: float = 3.0) -> Scenario:
    """Two sellers of whole machines; in one course of three the cheaper one is stopped, in another more is needed."""
    return tiny(
        settings=settings(time_limit_s=5.0),
        items=(machine(whole_units=True),),
        offers=(home_offer(), home_offer("j", 104.0, supplier="J")),
        demand=(need(Q2, 4.0, shortage_cost_cny=300.0),),
        **courses(
            {"calm": calm, "stop": 2.0, "more": 1.0},
            ("stop", "availability", "supplier:H", Q2, 0.0),
            ("more", "demand", "L1", None, 6.0),
        ),
    )


def test_the_heaviest_draws_keep_what_happens_in_them() -> None:
    case = stopped_sometimes()
    draws = sample(case)
    two = draws.heaviest(2)
    assert two.ids == ("calm", "stop")
    assert two.weights == pytest.approx([0.6, 0.4])
    assert two.demand.tolist() == [[4.0], [4.0]]
    assert set(two.outages.draw.tolist()) == {1}
    assert draws.heaviest(5).ids == draws.ids
    assert sample(stopped_sometimes(calm=0.5)).heaviest(2).ids == ("stop", "more")


@pytest.mark.parametrize("few", [1, 2])
def test_the_quick_plan_is_no_worse_than_any_simple_rule(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each settled by itself on all draws, whatever the few draws say."""
    monkeypatch.setattr(first_plan, "FEW", few)
    monkeypatch.setattr(first_plan, "MANY", 1)
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    stage = stages(frame)[0]
    program = program_of(frame, stage)
    found = quick_plan(frame, stage, Clock(5.0))
    assert found is not None
    assert not program.broken(found.values).any()
    rules = [
        first_plan._settled(frame, program, simple.decisions, 5.0).objective
        for _, simple in first_plans(Course.of(case, landed))
    ]
    assert np.isfinite(rules).any()
    assert found.objective <= min(rules) + 1e-9


def test_a_plan_is_there_when_no_time_is_left() -> None:
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    assert quick_plan(frame, stages(frame)[0], Clock(0.0)) is not None


def test_until_there_is_a_plan_it_has_the_time_that_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no time left the first plan that keeps what must be kept is settled to its end, and no other is tried."""
    asked: list[float] = []
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    settled = first_plan._settled

    def slow(*given: Any) -> SolverAnswer:
        asked.append(given[3])
        return settled(*given)

    monkeypatch.setattr(first_plan, "_settled", slow)
    assert quick_plan(frame, stages(frame)[0], Clock(-5.0)) is not None
    assert asked == [first_plan.SETTLED_ONCE_S]


@pytest.mark.parametrize("bound", [-np.inf, 7.0])
def test_a_relaxation_that_is_stopped_leaves_its_bound(bound: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dual method goes up to the optimum; stopped before it has a bound, it leaves nothing."""
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    program = program_of(frame, stages(frame)[0])

    def stopped(*given: object, **named: object) -> SolverAnswer:
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), np.inf, bound)

    optimum = first_plan.relax(program, 10.0)
    assert optimum is not None
    assert optimum.objective == optimum.bound
    monkeypatch.setattr("importplan.model.search.first_plan.solvers.solve", stopped)
    left = first_plan.relax(program, 10.0)
    if not np.isfinite(bound):
        assert left is None
        return
    assert left is not None
    assert (left.bound, left.values) == (bound, None)
    monkeypatch.setattr(first_plan, "_settled", lambda *given: SolverAnswer(left.termination, np.inf, -np.inf))
    monkeypatch.setattr(first_plan, "WORTH_A_START", 1)
    start = first_plan.FirstPlan(np.zeros(1), 9.0, -np.inf, "simple_rule")
    assert first_plan.first_plan(frame, stages(frame)[0], Clock(10.0), start) == replace(start, bound=bound)


def test_what_the_dual_method_leaves_is_below_the_optimum() -> None:
    """A chain of stocks, stopped ever later: no bound above the optimum, and the last one is the optimum."""
    chance = np.random.default_rng(3)
    rows, columns = 400, 600
    dense = (chance.random((rows, columns)) < 0.1) * chance.integers(1, 9, (rows, columns))
    row, column = np.nonzero(dense)
    covered = Program(
        column_lower=np.zeros(columns),
        column_upper=np.full(columns, np.inf),
        whole=np.zeros(columns, dtype=bool),
        objective=chance.uniform(1.0, 2.0, columns),
        offset=0.0,
        row_lower=chance.uniform(5.0, 50.0, rows),
        row_upper=np.full(rows, np.inf),
        row=row,
        column=column,
        value=dense[row, column].astype(float),
    )
    best = solve_program(covered, SolverSettings()).objective
    found = [first_plan.relax(covered, seconds) for seconds in (0.0, 0.1, 0.15, 0.2, 0.3, 0.5, 60.0)]
    assert all(each is None or each.bound <= best * (1.0 + 1e-6) for each in found)
    assert found[-1] is not None
    assert found[-1].bound == pytest.approx(best)


def test_rules_come_in_the_order_of_what_they_come_to_on_a_few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The optimum on few draws has half of the time for what is quick, and comes before them where there is one."""
    asked: list[float] = []
    monkeypatch.setattr(first_plan, "relax", lambda program, seconds: asked.append(seconds))
    monkeypatch.setattr(first_plan, "MANY", 0)
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    course = Course.of(case, landed)
    ordered = list(first_plan._tried(frame, course, None, Clock(4.0)))
    assert asked == [pytest.approx(0.75)]
    program = program_of(frame, stages(frame)[0])
    on_all = [first_plan._settled(frame, program, decided, 5.0).objective for _, decided in ordered]
    assert on_all == sorted(on_all)  # FEW draws are all of them here
    monkeypatch.undo()
    monkeypatch.setattr(first_plan, "MANY", 0)
    roads = [road for road, _ in first_plan._tried(frame, course, None, Clock(4.0))]
    assert roads[0] == "few_draws"
    assert {"few_draws", "simple_rule", "nothing"} == set(roads)


def test_where_time_is_short_a_bound_comes_before_all_rules_but_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for it is tried after it, and no worse plan comes of that."""
    order: list[str] = []
    settled, relax = first_plan._settled, first_plan.relax

    def settling(*given: Any) -> SolverAnswer:
        order.append("settled")
        return settled(*given)

    def relaxing(program: Program, seconds: float) -> SolverAnswer | None:
        order.append("bound")
        return relax(program, seconds)

    monkeypatch.setattr(first_plan, "_settled", settling)
    monkeypatch.setattr(first_plan, "relax", relaxing)
    monkeypatch.setattr(first_plan, "WORTH_A_START", 1)
    case = stopped_sometimes()
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    stage = stages(frame)[0]
    quick = quick_plan(frame, stage, Clock(5.0), at_once=False)
    found = first_plan.first_plan(frame, stage, Clock(5.0), quick)
    assert quick is not None
    assert found is not None
    assert order[:2] == ["settled", "bound"]
    assert np.isfinite(found.bound)
    best = quick_plan(frame, stage, Clock(5.0))
    assert best is not None
    assert found.objective <= best.objective + 1e-9
