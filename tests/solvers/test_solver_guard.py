"""Every solver in SOLVERS answers small programs as it should: an upgrade cannot change answers in silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import Reason
from importplan.solvers.apart import solve_apart
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import SOLVERS, solve

EXACTLY = SolverSettings(gap=0.0, time_limit_s=30.0)
INFINITY = float("inf")
every_solver = pytest.mark.parametrize("solver", SOLVERS)
of_whole_units = pytest.mark.parametrize("solver", ["highs"])


def program(
    objective: list[float],
    matrix: list[list[float]],
    lower: list[float],
    upper: list[float],
    whole: bool = False,
    offset: float = 0.0,
) -> Program:
    """minimise objective @ x + offset with lower <= matrix @ x <= upper and x >= 0."""
    dense = np.array(matrix, dtype=np.float64).reshape(len(lower), len(objective))
    row, column = np.nonzero(dense)
    return Program(
        column_lower=np.zeros(len(objective)),
        column_upper=np.full(len(objective), INFINITY),
        whole=np.full(len(objective), whole),
        objective=np.array(objective),
        offset=offset,
        row_lower=np.array(lower),
        row_upper=np.array(upper),
        row=row.astype(np.int64),
        column=column.astype(np.int64),
        value=dense[row, column],
    )


def diet(whole: bool = False) -> Program:
    """minimise 2 x + 3 y + 1 with x + y >= 4, x + 3 y >= 7: the rows meet in x = 2.5, y = 1.5.

    Objective 2 * 2.5 + 3 * 1.5 + 1 = 10.5. Duals: u + v = 2, u + 3 v = 3: u = 1.5, v = 0.5; 4 u + 7 v = 9.5.
    In whole numbers: (1, 3): 12, (2, 2): 11, (3, 2): 13, (4, 1): 12; so 11.
    """
    return program([2.0, 3.0], [[1.0, 1.0], [1.0, 3.0]], [4.0, 7.0], [INFINITY, INFINITY], whole, offset=1.0)


def knapsack(items: int = 60) -> Program:
    """A market split: rows of large numbers that must be met exactly in whole units with slack at a cost.

    No solver closes it in a fraction of a second; a plan (all slack) is there at once.
    """
    random = np.random.default_rng(5)
    rows = 6
    weights = random.integers(1, 100, size=(rows, items)).astype(float)
    target = np.floor(weights.sum(axis=1) / 2.0)
    slack = np.concatenate([np.eye(rows), -np.eye(rows)], axis=1)
    dense = np.concatenate([weights, slack], axis=1)
    objective = [0.0] * items + [1.0] * (2 * rows)
    found = program(objective, dense.tolist(), target.tolist(), target.tolist())
    whole = np.arange(len(objective)) < items
    return replace(found, whole=whole, column_upper=np.where(whole, 1.0, INFINITY))


@every_solver
def test_linear_program_with_known_objective_and_duals(solver: str) -> None:
    answer = solve(diet(), EXACTLY, solver=solver)
    assert answer.termination.reason is Reason.OPTIMAL
    assert answer.objective == pytest.approx(10.5)
    assert answer.bound == pytest.approx(10.5)
    assert answer.values == pytest.approx([2.5, 1.5])
    assert answer.row_duals == pytest.approx([1.5, 0.5])


@every_solver
def test_dual_of_an_upper_row_is_not_positive(solver: str) -> None:
    # minimise -x with x <= 3: one unit of room more lowers the objective by one.
    answer = solve(program([-1.0], [[1.0]], [-INFINITY], [3.0]), EXACTLY, solver=solver)
    assert answer.objective == pytest.approx(-3.0)
    assert answer.row_duals == pytest.approx([-1.0])


@of_whole_units
def test_whole_numbers_with_known_objective_and_bound(solver: str) -> None:
    answer = solve(diet(whole=True), EXACTLY, solver=solver)
    assert answer.termination.reason is Reason.OPTIMAL
    assert answer.objective == pytest.approx(11.0)
    assert answer.bound == pytest.approx(11.0)
    assert answer.values == pytest.approx([2.0, 2.0])
    assert answer.row_duals is None


@of_whole_units
def test_only_the_columns_that_ask_for_it_are_whole(solver: str) -> None:
    # y whole, x not: (2.5, 1.5) becomes (2, 2): 11, or (4, 1): 12; y = 2 lets x be 2 (first row): 11.
    answer = solve(replace(diet(), whole=np.array([False, True])), EXACTLY, solver=solver)
    assert answer.objective == pytest.approx(11.0)


@pytest.mark.parametrize(("solver", "whole"), [("highs", False), ("highs", True), ("glop", False)])
def test_infeasible(solver: str, whole: bool) -> None:
    answer = solve(program([1.0], [[1.0], [1.0]], [2.0, -INFINITY], [INFINITY, 1.0], whole), EXACTLY, solver=solver)
    assert answer.termination.reason is Reason.INFEASIBLE
    assert answer.values is None
    assert not answer.termination.reason.has_plan


@every_solver
def test_unbounded_or_told_so(solver: str) -> None:
    """A solver may not know whether a program is unbounded or infeasible; it never calls it solved."""
    answer = solve(program([-1.0], [[1.0]], [0.0], [INFINITY]), EXACTLY, solver=solver)
    assert answer.termination.reason in (Reason.UNBOUNDED, Reason.INFEASIBLE)
    assert not answer.termination.reason.has_plan


@of_whole_units
def test_out_of_time_without_a_plan(solver: str) -> None:
    hard = knapsack()
    # Without slack there is no plan at hand.
    no_slack = replace(hard, column_upper=np.where(hard.whole, 1.0, 0.0))
    answer = solve(no_slack, SolverSettings(gap=0.0, time_limit_s=0.2), solver=solver)
    assert answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN
    assert answer.values is None
    assert answer.objective == INFINITY
    assert answer.bound < INFINITY


@of_whole_units
def test_out_of_time_with_a_plan(solver: str) -> None:
    answer = solve(knapsack(), SolverSettings(gap=0.0, time_limit_s=0.5), solver=solver)
    assert answer.termination.reason is Reason.STOPPED_WITH_PLAN
    assert answer.values is not None
    assert answer.termination.reason.has_plan
    assert answer.bound <= answer.objective


@of_whole_units
def test_the_asked_gap_is_passed_on(solver: str) -> None:
    """Beside a fixed cost of 1,000 the slack is a small part: half of it may be left, and the bound stays honest."""
    costly = replace(knapsack(), offset=1000.0)
    answer = solve(costly, SolverSettings(gap=0.5, time_limit_s=30.0), solver=solver)
    assert answer.termination.reason is Reason.GAP_REACHED
    assert 1000.0 - 1e-6 <= answer.bound < answer.objective
    assert answer.objective - answer.bound <= 0.5 * answer.objective


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for each in (diet(), diet(whole=True), knapsack()):
        solve(each, SolverSettings(gap=0.5, time_limit_s=0.5))
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == ""


@every_solver
def test_what_comes_after_a_solve_is_printed_again(solver: str, capfd: pytest.CaptureFixture[str]) -> None:
    solve(diet(), EXACTLY, solver=solver)
    print("plan")
    assert capfd.readouterr().out == "plan\n"


@every_solver
def test_failure_carries_the_words_of_the_solver(solver: str) -> None:
    """Bounds the wrong way round, a row that does not exist, not a number: no silent answer, no foreign error."""
    broken = (
        replace(diet(), row=np.array([0, 0, 1, 7])),
        replace(diet(), objective=np.array([np.nan, 3.0])),
    )
    for each in broken:
        with pytest.raises(SolverFailed) as fault:
            solve(each, EXACTLY, solver=solver)
        assert len(str(fault.value)) > len("HIGHS: ")


@of_whole_units
def test_the_same_seed_gives_the_same_answer(solver: str) -> None:
    settings = SolverSettings(gap=0.0, time_limit_s=30.0, seed=11)
    first, second = (solve(diet(whole=True), settings, solver=solver) for _ in range(2))
    assert first.values is not None
    assert second.values is not None
    assert np.array_equal(first.values, second.values)


@every_solver
def test_a_program_without_rows(solver: str) -> None:
    answer = solve(program([1.0, 0.0], [], [], []), EXACTLY, solver=solver)
    assert answer.objective == pytest.approx(0.0)


@pytest.mark.parametrize("start", [[2.0, 2.0], [9.0, 9.0], [0.0, 0.0]], ids=["best", "poor", "impossible"])
def test_a_first_solution_changes_no_answer(start: list[float]) -> None:
    answer = solve(diet(whole=True), EXACTLY, np.array(start))
    assert answer.objective == pytest.approx(11.0)
    assert solve(diet(), EXACTLY, np.array(start)).objective == pytest.approx(10.5)


def test_a_solve_in_a_process_of_its_own_answers_the_same() -> None:
    answer = solve_apart(diet(whole=True), EXACTLY)
    assert answer.termination.reason is Reason.OPTIMAL
    assert answer.objective == pytest.approx(11.0)
    assert answer.values == pytest.approx([2.0, 2.0])


def test_a_failure_in_a_process_of_its_own_keeps_its_words() -> None:
    with pytest.raises(SolverFailed, match="HIGHS"):
        solve_apart(replace(diet(whole=True), objective=np.array([np.nan, 3.0])), EXACTLY)


def test_a_solver_without_whole_units_refuses_them() -> None:
    with pytest.raises(SolverFailed, match="whole units"):
        solve(diet(whole=True), EXACTLY, solver="glop")


def test_size_of_a_program() -> None:
    assert diet(whole=True).size == {"columns": 2, "rows": 2, "entries": 4, "whole_columns": 2}


def test_a_solver_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        solve(diet(), EXACTLY, solver="abacus")
