"""A replay keeps what a plan decides today and settles every draw by itself: against one program over all draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import Planned, disagreements, planned
from random_cases import JOINTS, joined_case, random_case

from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.baselines import replay
from importplan.model.search.signing import in_whole
from importplan.model.search.solve import solve
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.scenario.scenario import Scenario

SEEDS = range(60)
JOINED = range(4 * len(JOINTS))


def together(case: Scenario, found: Planned) -> Solution:
    """The same decisions on the same draws in one program with the weight of risk in it, every draw on its own."""
    settings = replace(case.settings, goal="weighted", risk_limit_cny=None, risk_weight=weight_of(case))
    priced = tuple(row for row in case.limits if row.soft_cost_cny is not None)
    free = in_whole(case.replace(settings=settings, limits=priced, budgets=()))  # calls of pieces are whole
    return solve(free, found.landed, found.draws, keep=found.plan, merge=False)


def weight_of(case: Scenario) -> float:
    return case.settings.risk_weight if case.settings.goal == "weighted" else 0.0


def joins_draws(case: Scenario) -> bool:
    """Whether something that is decided by draw is joined over draws: call-offs, and limits in the mean at a price."""
    called = any(offer.contract == "framework" for offer in case.offers)
    return called or any(row.soft_cost_cny is not None and row.within == "mean" for row in case.limits)


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
    free = case.replace(limits=tuple(row for row in case.limits if row.soft_cost_cny is not None), budgets=())
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
