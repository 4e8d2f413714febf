"""A program in parts has the optimum of the whole, and what ends one part is told of all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import Reason
from importplan.running.executor import LocalProcesses
from importplan.solvers import parts, side_by_side
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.side_by_side import solve_side_by_side
from importplan.solvers.solve import solve

EXACTLY = SolverSettings(gap=0.0, time_limit_s=30.0)
INFINITY = float("inf")


def blocks(seed: int, count: int = 6, joined: bool = True) -> Program:
    """Blocks of three columns that cover a demand, some of them whole; one held column stands in a row of each."""
    chance = np.random.default_rng(seed)
    columns, held = 3 * count, 3 * count
    row = np.repeat(np.arange(count), 3)
    amount = chance.uniform(1.0, 3.0, columns)
    whole = np.repeat(chance.random(count) < 0.5, 3)
    program = Program(
        column_lower=np.append(np.zeros(columns), 2.0),
        column_upper=np.append(np.full(columns, 5.0), 2.0),
        whole=np.append(whole, False),
        objective=np.append(chance.uniform(1.0, 4.0, columns), 7.0),
        offset=3.0,
        row_lower=chance.uniform(4.0, 9.0, count),
        row_upper=np.full(count, INFINITY),
        row=row,
        column=np.arange(columns),
        value=amount,
    )
    if not joined:
        return program
    return replace(
        program,
        row=np.append(row, np.arange(count)),
        column=np.append(program.column, np.full(count, held)),
        value=np.append(amount, np.ones(count)),
    )


@pytest.mark.parametrize("seed", range(8))
def test_one_part_beside_held_columns_is_solved_without_them(seed: int) -> None:
    """With duals by row, also where the held column was to be whole."""
    program = replace(blocks(seed, count=1), whole=np.array([False, False, False, True]))
    found, whole = solve_in_parts(program, EXACTLY), solve(program.relaxed(), EXACTLY)
    assert found.objective == pytest.approx(whole.objective)
    assert found.values == pytest.approx(whole.values)
    assert found.row_duals == pytest.approx(whole.row_duals)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("gathered", [1, 6, 10_000])
def test_parts_have_the_optimum_of_the_whole(seed: int, gathered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a column that is held stands in the rows of all of them: it joins nothing."""
    monkeypatch.setattr(parts, "GATHERED", gathered)
    program = blocks(seed)
    found, whole = solve_in_parts(program, EXACTLY), solve(program, EXACTLY)
    assert found.termination.reason is Reason.OPTIMAL
    assert found.objective == pytest.approx(whole.objective)
    assert found.bound == pytest.approx(whole.bound)
    assert found.values is not None
    assert float(program.objective @ found.values) + program.offset == pytest.approx(found.objective)
    activity = np.zeros(len(program.row_lower))
    np.add.at(activity, program.row, program.value * found.values[program.column])
    assert (activity >= program.row_lower - 1e-6).all()
    assert found.values[-1] == 2.0


def test_a_row_of_held_columns_that_does_not_hold_has_no_answer() -> None:
    """2 is not within [3, …]: no other column can help."""
    program = blocks(1)
    rows, held = len(program.row_lower), len(program.objective) - 1
    more = replace(
        program,
        row_lower=np.append(program.row_lower, 3.0),
        row_upper=np.append(program.row_upper, INFINITY),
        row=np.append(program.row, rows),
        column=np.append(program.column, held),
        value=np.append(program.value, 1.0),
    )
    assert solve_in_parts(more, EXACTLY).termination.reason is Reason.INFEASIBLE
    enough = replace(more, row_lower=np.append(program.row_lower, 2.0))
    assert solve_in_parts(enough, EXACTLY).termination.reason is Reason.OPTIMAL


def test_one_part_without_a_solution_is_told_of_the_whole() -> None:
    """Demand of the second block is more than its three columns can ever cover."""
    program = blocks(3)
    demand = program.row_lower.copy()
    demand[1] = 1_000.0
    answer = solve_in_parts(replace(program, row_lower=demand), EXACTLY)
    assert answer.termination.reason is Reason.INFEASIBLE
    assert answer.values is None


def linear(seed: int) -> Program:
    program = blocks(seed)
    return replace(program, whole=np.zeros(len(program.whole), dtype=bool))


def test_side_by_side_answers_come_in_the_order_of_the_questions() -> None:
    programs = [linear(seed) for seed in range(5)]
    found = solve_side_by_side(programs, EXACTLY)
    assert [answer.objective for answer in found] == pytest.approx([solve(one, EXACTLY).objective for one in programs])


def test_long_parts_are_solved_side_by_side_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.solvers.apart.LONG_ENTRIES", 5)
    monkeypatch.setattr(parts, "GATHERED", 6)
    here = solve_in_parts(blocks(5), EXACTLY)
    assert solve_in_parts(blocks(5), EXACTLY, apart=True).objective == pytest.approx(here.objective)


def test_a_process_that_fails_is_told_as_a_failed_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.running.executor.sys.executable", "/bin/false")
    with pytest.raises(SolverFailed, match="process"):
        solve_side_by_side([linear(1), linear(2), linear(3)], EXACTLY)


def test_any_executor_may_take_the_place_of_the_processes_of_this_machine() -> None:
    """A cluster's is one (here threads)."""
    programs = [linear(seed) for seed in range(4)]
    found = solve_side_by_side(programs, EXACTLY, executor=ThreadPoolExecutor, at_once=3)
    assert [answer.objective for answer in found] == pytest.approx([solve(one, EXACTLY).objective for one in programs])


def test_ctrl_c_ends_all_processes_and_is_raised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt arrives while the parent waits for them."""
    killed: list[LocalProcesses] = []
    kill = LocalProcesses.kill

    def interrupted(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(side_by_side, "wait", interrupted)
    monkeypatch.setattr(LocalProcesses, "kill", lambda processes: (killed.append(processes), kill(processes)))
    with pytest.raises(KeyboardInterrupt):
        solve_side_by_side([linear(1), linear(2)], EXACTLY)
    assert len(killed) == 1
