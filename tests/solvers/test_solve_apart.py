"""A solve in a process of its own answers like one here, and Ctrl-C ends it without ending the run."""

import subprocess

import numpy as np
import pytest

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import INTERRUPTED, Reason
from importplan.solvers.apart import solve_apart
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
    apart, here = solve_apart(knapsack(), SolverSettings()), solve(knapsack(), SolverSettings())
    assert apart.objective == here.objective == pytest.approx(-11.0)
    assert apart.values is not None
    assert apart.values.round(6).tolist() == [0.0, 1.0, 1.0]


def test_a_start_is_taken_and_does_not_change_the_optimum() -> None:
    answer = solve(knapsack(), SolverSettings(), np.array([1.0, 0.0, 0.0]))
    assert answer.objective == pytest.approx(-11.0)


def test_ctrl_c_ends_the_child_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt arrives while the parent waits: the child is gone, the answer says why there is no plan."""
    began: list[subprocess.Popen[bytes]] = []
    wait = subprocess.Popen.communicate

    def interrupted(child: subprocess.Popen[bytes], *given: bytes) -> tuple[bytes, bytes]:
        if not began:
            began.append(child)
            raise KeyboardInterrupt
        return wait(child, *given)

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    answer = solve_apart(knapsack(), SolverSettings())
    assert answer.termination.reason is Reason.STOPPED_WITHOUT_PLAN
    assert answer.termination.detail == INTERRUPTED
    assert began[0].poll() is not None


def test_a_child_that_dies_is_a_failed_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.solvers.apart.sys.executable", "/bin/false")
    with pytest.raises(SolverFailed, match="status"):
        solve_apart(knapsack(), SolverSettings())
