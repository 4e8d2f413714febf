"""Rounds between items and payers: what they find is a plan, what they prove is a bound, and both get better."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hand_cases import Q1, Q2, catalog, home_offer, machine, need, settings, tiny, with_settings
from random_cases import joined_case, random_case

from importplan.basics.errors import SolverFailed
from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, stages
from importplan.model.program.owners import NOBODY, SHARED, owners
from importplan.model.program.variables import FLOW, ORDER, STOCK
from importplan.model.search import decomposed, first_plan
from importplan.model.search import solve as solving
from importplan.model.search.decomposed import may_be_decomposed, solve_decomposed
from importplan.model.search.solve import solve as plan_it
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.running.clock import Clock
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.stock import Stock
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample

EXACTLY = SolverSettings(gap=0.0, time_limit_s=20.0)


def framed(case: Scenario, draws: int | None = None) -> tuple[Frame, Stage, Program]:
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, count=draws, base_rate=landed.base_rate))
    stage = stages(frame)[0]
    return frame, stage, frame.draft.program(stage.coefficients, stage.constant)


def rounds(frame: Frame, stage: Stage) -> SolverAnswer:
    return solve_decomposed(frame, stage, Clock(20.0), beside=False)


def test_the_optimum_lies_between_bound_and_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """In random cases of all features; every plan keeps every row and costs what is said."""
    monkeypatch.setattr(decomposed, "MOST_ROUNDS", 4)
    ended: Counter[str] = Counter()
    gaps = []
    for seed in range(0, 63, 2):
        for case in (random_case(seed), joined_case(seed)):
            case = case.replace(settings=replace(case.settings, goal="weighted", risk_limit_cny=None))
            frame, stage, program = framed(case)
            if not may_be_decomposed(frame):
                continue
            whole, found = solve(program, EXACTLY), rounds(frame, stage)
            room = 1e-6 * max(1.0, abs(whole.objective))
            if whole.values is None:
                assert found.values is None
                continue
            assert found.bound <= whole.objective + room
            ended[found.termination.reason.name] += 1
            if found.values is None:
                continue
            assert whole.objective <= found.objective + room
            assert found.objective == pytest.approx(program.objective @ found.values + program.offset)
            assert not program.broken(found.values, 1e-5).any()
            assert (found.values[program.whole] == np.round(found.values[program.whole])).all()
            gaps.append((found.objective - whole.objective) / max(1.0, abs(whole.objective)))
    planned = sum(ended.values()) - ended["STOPPED_WITHOUT_PLAN"]
    assert planned > 0.8 * sum(ended.values()), ended
    assert np.median(gaps) < 0.01


def two_firms(amount: float, everybody: float = 1e9) -> Scenario:
    """Two firms need two machines of 100 yuan each at once; the first has a budget, both have one together."""
    return tiny(
        firms=(Firm(firm="A", name="A", city="广州"), Firm(firm="B", name="B", city="广州")),
        items=(machine("M"), machine("N")),
        offers=(home_offer("m", item="M", capacity_per_period=50.0), home_offer("n", item="N")),
        demand=(
            need(Q1, 2.0, "L1", firm="A", item="M", shortage_cost_cny=500.0),
            need(Q1, 2.0, "L2", firm="B", item="M", shortage_cost_cny=500.0),
            need(Q2, 2.0, "L3", firm="A", item="N", shortage_cost_cny=900.0),
        ),
        budgets=(Budget(payer="A", amount_cny=amount), Budget(payer="all", amount_cny=everybody)),
    )


def test_who_has_too_little_buys_what_is_missed_most() -> None:
    """By hand: A has 350 yuan for four machines of 100 (VAT comes on top: 113 in cash), so for three.

    N is missed at 900 yuan a period, M at 500: A buys both N, and one M. B has no budget and buys both M.
    """
    frame, stage, program = framed(two_firms(350.0), draws=2)
    found = rounds(frame, stage)
    assert found.values is not None
    best = solve(program, EXACTLY)
    assert found.objective == pytest.approx(best.objective)
    purchases = frame.orders.purchases
    rows, units = purchases.decided, found.values[frame.draft.names[ORDER]]
    bought = {
        (frame.facts.payers[payer], frame.facts.scenario.items[item].item): float(
            units[(purchases.payer[rows] == payer) & (purchases.item[rows] == item)].sum()
        )
        for payer, item in ((0, 0), (0, 1), (1, 0))
    }
    assert bought == {("A", "M"): 1.0, ("A", "N"): 2.0, ("B", "M"): 2.0}


def test_nobody_is_released_more_than_it_can_pay_for() -> None:
    """Two machines worth 100 in reserve, two firms that want one each; F has 60 yuan, G has no budget.

    Taken by itself the item releases both. F can pay for 0.6 of one (what follows in a draw is not rounded) and is late
    with 0.4 at 50: 20 yuan.
    """
    case = tiny(
        settings=settings(owner="bureau", periods=2, draws=2),
        firms=(Firm(firm="F"), Firm(firm="G")),
        offers=(home_offer(unit_price=1000.0),),
        demand=(need(Q2, 1.0, "L1", firm="F"), need(Q2, 1.0, "L2", firm="G")),
        stock=(Stock(item="M", quantity=2.0, owner=RESERVE),),
        reserve_terms=(ReserveTerms(item="M", release_price_share=1.0),),
        budgets=(Budget(payer="F", amount_cny=60.0),),
    )
    frame, stage, program = framed(case)
    found = rounds(frame, stage)
    assert found.values is not None
    assert not program.broken(found.values).any()
    assert found.objective == pytest.approx(solve(program, EXACTLY).objective)
    released = found.values[frame.draft.names[FLOW]].sum(axis=1)
    by_firm = {lane.firm: units for lane, units in zip(frame.facts.network.release_lanes, released, strict=True)}
    value = frame.facts.network.flows[0].price_cny
    assert by_firm["F"] == pytest.approx([60.0 / value] * 2)
    assert by_firm["G"] == pytest.approx([1.0, 1.0])


def test_columns_and_rows_belong_to_who_pays_or_holds() -> None:
    frame, _, program = framed(two_firms(350.0), draws=2)
    found = owners(frame, program)
    names, purchases = frame.draft.names, frame.orders.purchases
    assert (found.of_columns[names[ORDER]] == purchases.payer[purchases.decided]).all()
    assert set(found.of_columns[names[STOCK]].reshape(-1).tolist()) == {0, 1}
    budgets = found.of_rows[frame.draft.rows_of(("budget",))]
    assert budgets.tolist() == [0, SHARED]
    # Capacity of what only A buys would be A's; both buy M.
    capacity = found.of_rows[frame.draft.rows_of(("capacity",))]
    assert set(capacity.tolist()) <= {0, 1, SHARED, NOBODY}
    assert SHARED in capacity


def ended_in_look(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """The look at the items with this number, from 1 on, ends in an error."""
    look, looks = decomposed.solve_by_item, []

    def ended(*given: object) -> SolverAnswer:
        looks.append(1)
        if len(looks) == number:
            raise error
        return look(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(decomposed, "solve_by_item", ended)


@pytest.mark.parametrize(
    ("error", "detail"),
    [(KeyboardInterrupt(), INTERRUPTED), (SolverFailed("no more memory"), "no more memory")],
    ids=["ctrl-c", "a round that breaks off"],
)
def test_what_ends_a_round_leaves_the_plan_before_it(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, detail: str
) -> None:
    """In the second round the plan of the first one stands, with its bound; before any plan there is none."""
    frame, stage, program = framed(two_firms(350.0), draws=2)
    with monkeypatch.context() as second:
        ended_in_look(second, 2, error)
        found = rounds(frame, stage)
    assert found.termination == Termination(Reason.STOPPED_WITH_PLAN, detail)
    assert found.values is not None
    assert np.isfinite(found.bound)
    assert not program.broken(found.values).any()
    ended_in_look(monkeypatch, 1, error)
    assert rounds(frame, stage).termination == Termination(Reason.STOPPED_WITHOUT_PLAN, detail)


def test_a_large_case_is_decomposed_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large by decree: the same plan as in one piece, with a bound."""
    case = with_settings(two_firms(350.0), draws=2, gap=1e-3, time_limit_s=20.0)
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    whole = plan_it(case, landed, draws)
    monkeypatch.setattr(first_plan, "LARGE", 0)
    called = []
    monkeypatch.setattr(solving, "solve_decomposed", lambda *given: called.append(1) or solve_decomposed(*given))
    found = plan_it(case, landed, draws)
    assert called
    assert found.objective_cny == pytest.approx(whole.objective_cny)
    assert found.bound_cny <= whole.objective_cny * (1.0 + 1e-9)
