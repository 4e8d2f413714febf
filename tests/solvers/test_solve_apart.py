"""A solve in a process of its own answers like one here, and Ctrl-C ends it without ending the run."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import INTERRUPTED, Reason
from importplan.running.clock import moment
from importplan.running.executor import LocalProcesses
from importplan.solvers import apart
from importplan.solvers.apart import solve_apart
from importplan.solvers.improvements import best_written
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import solve


def knapsack() -> Program:
    """Most value 10 a + 7 b + 4 c within weight 5 a + 4 b + 3 c <= 7: b and c, worth 11."""
    return Program(
        column_lower=np.zeros(3),
        column_upper=np.ones(3),
        whole=np.ones(3, dtype=bool),
        objective=np.array([-10.0, -7.0, -4.0]),
        offset=0.0,
        row_lower=np.array([-np.inf]),
        row_upper=np.array([7.0]),
        row=np.zeros(3, dtype=np.int64),
        column=np.arange(3),
        value=np.array([5.0, 4.0, 3.0]),
    )


def test_apart_and_here_agree() -> None:
    there, here = solve_apart(knapsack(), SolverSettings()), solve(knapsack(), SolverSettings())
    assert there.objective == here.objective == pytest.approx(-11.0)
    assert there.values is not None
    assert there.values.round(6).tolist() == [0.0, 1.0, 1.0]


def test_a_start_is_taken_and_does_not_change_the_optimum() -> None:
    answer = solve(knapsack(), SolverSettings(), np.array([1.0, 0.0, 0.0]))
    assert answer.objective == pytest.approx(-11.0)


def interrupting(monkeypatch: pytest.MonkeyPatch, when: Callable[[SolverSettings], bool]) -> None:
    """Ctrl-C while the parent waits for its child, once the child is so far; the child is then asked for no more."""
    submit = LocalProcesses.submit

    def watched(processes: LocalProcesses, *given: object) -> Future[object]:
        future = submit(processes, *given)  # type: ignore[arg-type]
        settings = given[2]
        assert isinstance(settings, SolverSettings)

        def interrupted(_seconds: float | None = None) -> None:
            until = time.monotonic() + 60.0
            while time.monotonic() < until and not when(settings):
                time.sleep(0.05)
            raise KeyboardInterrupt

        future.result = interrupted  # type: ignore[assignment, method-assign]
        return future

    monkeypatch.setattr(LocalProcesses, "submit", watched)


def test_ctrl_c_ends_the_child_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt arrives at once: the answer says why there is no plan."""
    interrupting(monkeypatch, lambda settings: True)
    answer = solve_apart(knapsack(), SolverSettings())
    assert answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN
    assert answer.termination.detail == INTERRUPTED


def hard() -> Program:
    """A market split: 4 equations with 40 binary columns and slack at a price; far too hard to end in a moment."""
    chance = np.random.default_rng(7)
    rows, columns = 4, 40
    weights = chance.integers(0, 100, (rows, columns))
    row, column = np.nonzero(weights)
    slack = columns + np.arange(2 * rows)
    return Program(
        column_lower=np.zeros(columns + 2 * rows),
        column_upper=np.concatenate([np.ones(columns), np.full(2 * rows, np.inf)]),
        whole=np.concatenate([np.ones(columns, dtype=bool), np.zeros(2 * rows, dtype=bool)]),
        objective=np.concatenate([np.zeros(columns), np.ones(2 * rows)]),
        offset=5.0,
        row_lower=np.floor(weights.sum(axis=1) / 2.0),
        row_upper=np.floor(weights.sum(axis=1) / 2.0),
        row=np.concatenate([row, np.repeat(np.arange(rows), 2)]),
        column=np.concatenate([column, slack]),
        value=np.concatenate([weights[row, column].astype(float), np.tile([1.0, -1.0], rows)]),
    )


def test_ctrl_c_keeps_the_best_solution_that_the_search_has_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is ended in the midst of a search that has found solutions and cannot have proven one."""

    def has_two(settings: SolverSettings) -> bool:
        written = Path(settings.improvements)
        return written.is_file() and written.read_text(encoding="utf-8").count("Objective") >= 2

    interrupting(monkeypatch, has_two)
    program, began = hard(), time.monotonic()
    answer = solve_apart(program, SolverSettings(time_limit_s=120.0, gap=0.0))
    assert time.monotonic() - began < 60.0
    assert answer.termination.reason is Reason.STOPPED_WITH_PLAN
    assert answer.termination.detail == INTERRUPTED
    assert answer.values is not None
    assert answer.objective == pytest.approx(float(program.objective @ answer.values) + 5.0)
    assert not np.isfinite(answer.bound)


def test_a_solution_that_was_cut_off_is_not_taken(tmp_path: Path) -> None:
    """The whole one before it is; one that breaks a row never is."""
    whole = "Objective -4\n# Columns 3\na 0\nb 0\nc 1\n"
    path = tmp_path / "improvements"
    path.write_text(whole + "Objective -11\n# Columns 3\na 0\nb 1\nc", encoding="utf-8")
    best = best_written(path, knapsack())
    assert best is not None
    assert best[1] == pytest.approx(-4.0)
    path.write_text("Objective -21\n# Columns 3\na 1\nb 1\nc 1\n", encoding="utf-8")  # weighs 12, not 7
    assert best_written(path, knapsack()) is None
    assert best_written(tmp_path / "none", knapsack()) is None


def test_a_child_that_dies_is_a_failed_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.running.executor.sys.executable", "/bin/false")
    with pytest.raises(SolverFailed, match="process"):
        solve_apart(knapsack(), SolverSettings())


def test_a_search_that_does_not_keep_its_time_is_ended_with_its_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is told of a minute; the parent waits a second, and as long as it waits for one that is late."""
    submit = LocalProcesses.submit

    def deaf(processes: LocalProcesses, fn: object, *given: object) -> Future[object]:
        program, settings, start = given[:3]
        assert isinstance(settings, SolverSettings)
        slow = replace(settings, time_limit_s=60.0)
        return submit(processes, fn, program, slow, start, moment(60.0))  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(LocalProcesses, "submit", deaf)
    program, began = hard(), time.monotonic()
    answer = solve_apart(program, SolverSettings(time_limit_s=3.0, gap=0.0))
    assert time.monotonic() - began < 10.0
    assert answer.termination.detail == ""
    assert answer.termination.reason is Reason.STOPPED_WITH_PLAN
    assert answer.values is not None
    assert not np.isfinite(answer.bound)


def test_the_start_of_a_process_counts_as_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(apart, "solve", lambda program, settings, start: asked.append(settings.time_limit_s))
    for seconds in (10.0, 2.0, -1.0):
        apart._solve_until(knapsack(), SolverSettings(time_limit_s=5.0), None, moment(seconds))
    assert asked == [5.0, pytest.approx(2.0, abs=0.1), 0.1]
