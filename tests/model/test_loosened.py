"""The smaller program with relief forgone in the mean: its optimum is a bound, and when plan and bound meet."""

from __future__ import annotations

import pytest
from hand_cases import Q1, Q2, catalog, courses, home_offer, machine, need, planned, settings, tiny
from random_cases import JOINTS, joined_case

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.goals import stages
from importplan.model.search.relaxed import solve_loosened, suffices, worth_loosening
from importplan.model.search.rounds import StageRun
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.solvers.program import SolverAnswer
from importplan.uncertainty.sampling.sample import sample


def started(case: Scenario, merge: bool = True) -> StageRun:
    """The frame of a case, with a minute to solve it."""
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate), merge)
    return StageRun(frame, Clock(60.0), apart=False)


def loosened(run: StageRun) -> SolverAnswer:
    """What the loosened program answers for the case's first objective."""
    return solve_loosened(run, stages(run.frame)[0])


def late_machine(budget: float) -> Scenario:
    """One machine (100) is late in Q1 in both draws, 500; relief costs 400. In the dear draw it costs 100 more."""
    return tiny(
        settings=settings(risk_weight=0.5, risk_level=0.5, gap=0.0),
        items=(machine(whole_units=True, workaround_cost_cny=400.0, workaround_limit=1.0),),
        offers=(home_offer(from_day=Q2),),
        demand=(need(Q1, 1.0, shortage_cost_cny=500.0),),
        budgets=(Budget(payer="firm", to_day=Q1, amount_cny=budget),),
        **courses({"calm": 1.0, "dear": 1.0}, ("dear", "price", "h", None, 200.0)),
    )


def test_what_is_forgone_outside_the_tail_is_counted_rightly() -> None:
    """The budget pays for half a unit in the mean: the dear draw is relieved, 500, and the calm one is not, 500.

    100 + 0.5 x 500 + 0.5 x 500 = 600. Loosely: all relieved is 400 and 500; half a unit forgone adds 0.5 x 0.5 x 100.
    100 + 0.5 x 450 + 25 + 0.5 x 500 = 600: plan and bound meet.
    """
    run = started(late_machine(200.0))
    assert worth_loosening(run.frame)
    answer = loosened(run)
    money = run.frame.draft.money
    assert answer.bound * money == pytest.approx(600.0)
    assert answer.objective * money == pytest.approx(600.0)
    assert suffices(run, answer)


@pytest.mark.parametrize("merge", [True, False])
def test_what_must_be_forgone_in_the_tail_is_left_to_the_large_program(merge: bool) -> None:
    """No relief at all: 500 and 600. 100 + 0.5 x 550 + 0.5 x 600 = 675.

    Loosely: 400 and 500, and one unit forgone adds 0.5 x 100: 100 + 0.5 x 450 + 50 + 0.5 x 500 = 625.
    """
    run = started(late_machine(0.0))
    answer = loosened(run)
    assert answer.bound * run.frame.draft.money == pytest.approx(625.0)
    assert answer.objective * run.frame.draft.money == pytest.approx(675.0)
    assert not suffices(run, answer)
    assert planned(late_machine(0.0), merge=merge).objective == pytest.approx(675.0)


def test_the_extensive_form_stands_for_itself() -> None:
    assert not worth_loosening(started(late_machine(200.0), merge=False).frame)


def test_the_optimum_lies_between_bound_and_plan() -> None:
    """Random cases with dear relief; some of them are loosened."""
    tried = 0
    for seed in range(0, 12 * len(JOINTS), len(JOINTS)):
        case = joined_case(seed)
        run = started(case)
        if not worth_loosening(run.frame):
            continue
        answer, exact = loosened(run), planned(case, merge=False)
        if answer.values is None or exact.solution.found is None:
            continue
        tried += 1
        room, money = 1e-6 * abs(exact.objective), run.frame.draft.money
        assert answer.bound * money <= exact.objective + room
        assert answer.objective * money >= exact.objective - room
    assert tried > 0
