"""A replay keeps what a plan decides today and settles every draw by itself: against one program over all draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import Q2, Planned, catalog, courses, disagreements, machine, planned, tiny
from random_cases import JOINTS, joined_case, random_case

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.baselines import replay
from importplan.model.search.solve import solve
from importplan.plan.plan import Plan, PlannedOrder
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.scenario.counting import in_whole
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.uncertainty.sampling.sample import sample

SEEDS = range(60)
JOINED = range(4 * len(JOINTS))


def together(case: Scenario, found: Planned) -> Solution:
    """The same decisions on the same draws in one program with the weight of risk in it, every draw on its own."""
    settings = replace(case.settings, goal="weighted", risk_limit_cny=None, risk_weight=weight_of(case))
    priced = tuple(row for row in case.limits if row.soft_cost_cny is not None)
    free = in_whole(case.replace(settings=settings, limits=priced, budgets=kept(case)))  # calls of pieces are whole
    return solve(free, found.landed, found.draws, keep=found.plan, merge=False, gives_way=True)


def kept(case: Scenario) -> tuple[Budget, ...]:
    """Budgets that a replay keeps: of every draw, and where the draws are those of the workbook all of them."""
    return tuple(row for row in case.budgets if case.draws or row.within == "each_draw")


def weight_of(case: Scenario) -> float:
    return case.settings.risk_weight if case.settings.goal == "weighted" else 0.0


def joins_draws(case: Scenario) -> bool:
    """Whether something that is decided by draw is joined over draws: call-offs, limits in the mean at a price, and
    budgets in the mean.
    """
    called = any(offer.contract == "framework" for offer in case.offers)
    budgeted = any(row.within == "plan" for row in kept(case))
    return called or budgeted or any(row.soft_cost_cny is not None and row.within == "mean" for row in case.limits)


def cases() -> list[tuple[str, Scenario]]:
    found = [(f"random {seed}", random_case(seed)) for seed in SEEDS]
    return found + [(f"joined {seed}", joined_case(seed)) for seed in JOINED]


@pytest.mark.parametrize(("name", "case"), cases(), ids=[name for name, _ in cases()])
def test_draw_by_draw_is_what_one_program_over_all_draws_finds(name: str, case: Scenario) -> None:
    """Mean and tail at once, since what nothing joins is at its least in each draw.

    Where call-offs or a limit in the mean join draws, the replay has the least expected cost, and the tail follows: the
    objective with risk in it cannot be lower than that of the program that minimises it.
    """
    found = planned(case)
    if found.solution.found is None:
        pytest.skip("no plan")
    again, whole = replay(case, found.landed, found.draws, found.plan), together(case, found)
    assert again.costs is not None
    assert whole.costs is not None
    assert again.plan.orders == found.plan.orders
    scale = 1e-6 * max(1.0, abs(whole.objective_cny))
    if joins_draws(case) and weight_of(case) > 0:
        assert again.objective_cny >= whole.objective_cny - scale
    else:
        assert again.objective_cny == pytest.approx(whole.objective_cny, abs=scale)
    mean, least = again.costs.expected.sum(), whole.costs.expected.sum()
    assert mean <= least + scale


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_the_ledger_agrees_with_a_replay(seed: int) -> None:
    case = random_case(seed)
    found = planned(case)
    if found.solution.found is None:
        pytest.skip("no plan")
    again = replay(case, found.landed, found.draws, found.plan)
    priced = tuple(row for row in case.limits if row.soft_cost_cny is not None)
    free = case.replace(limits=priced, budgets=kept(case))
    ledger = audit(free, found.landed, found.draws, again.plan)
    assert disagreements(Planned(free, found.landed, found.draws, again, ledger)) == []


def test_ctrl_c_in_the_process_of_a_replay_is_raised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that is ended keeps its best; a replay that is ended has nothing to keep, and nothing may go on."""
    found = planned(random_case(12))
    ended = replace(found.solution, termination=Termination(Reason.STOPPED_WITHOUT_PLAN, INTERRUPTED), found=None)
    monkeypatch.setattr("importplan.evaluation.replay.baselines.solve", lambda *given, **named: ended)
    with pytest.raises(KeyboardInterrupt):
        replay(found.scenario, found.landed, found.draws, found.plan)


def test_some_cases_join_draws_and_some_do_not() -> None:
    """So that both comparisons above say something."""
    joined = [joins_draws(case) and weight_of(case) > 0 for _, case in cases()]
    assert 0.05 * len(joined) < np.count_nonzero(joined) < 0.7 * len(joined)


WITHIN = pytest.mark.parametrize(
    ("amount", "within", "given", "relieved"),
    [
        (240.0, "each_draw", True, 1.0),
        (220.0, "each_draw", True, 0.5),
        (220.0, "each_draw", False, 0.5),
        (150.0, "each_draw", False, 0.0),  # what is held overruns it by itself
        (220.0, "plan", True, 1.0),  # 40 in one of two draws: 20 in the mean
        (210.0, "plan", True, 0.5),
        (150.0, "plan", True, 0.0),
        (150.0, "plan", False, 1.0),  # a sample: nobody knows its mean
    ],
)


@WITHIN
def test_budgets_hold_what_is_decided_in_draws(amount: float, within: str, given: bool, relieved: float) -> None:
    """Two machines at 100 in Q2; stopped in one of two draws they come a quarter later: 50 each, 40 to relieve one."""
    case = tiny(
        items=(machine(workaround_cost_cny=40.0, workaround_limit=1.0),),
        **courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0)),
    )
    two = replace(nominal_plan(case), orders=(PlannedOrder(0, 1, 2.0),))
    landed = price(case, catalog())
    draws = replace(sample(case), given=given)
    budget = Budget(payer="all", amount_cny=amount, within=within)
    again = replay(case.replace(budgets=(budget,)), landed, draws, two)
    assert again.costs is not None
    assert again.objective_cny == pytest.approx(200.0 + 0.5 * (100.0 - 10.0 * relieved))
    free = replay(case, landed, draws, two)
    assert free.objective_cny == pytest.approx(200.0 + 0.5 * 90.0)


def nominal_plan(case: Scenario) -> Plan:
    """What is best for the one course without outages."""
    return planned(case.replace(draws=(), draw_values=())).plan
