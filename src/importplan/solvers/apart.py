"""Solve in a process of its own, so that Ctrl-C stops the solve and not the run, and so does the time limit.

No solver here can be interrupted from Python: while it works, Ctrl-C waits. Nor does a search look at the clock in all
that it does: HiGHS was seen to end eight seconds after its limit of four and a half. A process of its own can be ended
at once. What it has found by then stands in a file of a folder that only this user can read (`improvements`): the best
of it is the answer.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import ProcessEnded, SolverFailed
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.running.clock import moment, until
from importplan.running.executor import LocalProcesses
from importplan.solvers.improvements import best_written
from importplan.solvers.in_turn import LEAST_S
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve

LONG_WHOLE, LONG_ENTRIES = 60, 100_000  # whole columns, entries
STARTING_S = 0.5  # what a process takes to be ready, about
LATE, LATE_S = 0.05, 0.3  # of the time limit, and seconds at least: as long a process that is late is waited for


def is_long(program: Program) -> bool:
    """Whether a solve may take so long that somebody may want to end it: worth a process of its own."""
    return int(program.whole.sum()) >= LONG_WHOLE or len(program.value) >= LONG_ENTRIES


def answer_of(future: Future[SolverAnswer], seconds: float | None = None) -> SolverAnswer:
    """What a process answers. Raises SolverFailed, also where the process has ended without an answer.

    Raises TimeoutError after so many seconds.
    """
    try:
        return future.result(seconds)
    except ProcessEnded as error:
        raise SolverFailed(f"the solver's process: {error}") from error


def solve_apart(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> SolverAnswer:
    """Solve a program in a child process, whose start counts as its time.

    Ctrl-C ends it, and so does a limit that it does not keep: the answer is the best solution so far, without a bound.
    """
    limit = settings.time_limit_s
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        improvements = Path(folder) / "improvements"
        try:
            with LocalProcesses(1) as processes:
                asked = replace(settings, improvements=str(improvements))
                future = processes.submit(_solve_until, program, asked, start, moment(limit))
                return answer_of(future, limit + max(LATE_S, LATE * limit))
        except TimeoutError:
            return _written(program, improvements, "")
        except KeyboardInterrupt:
            return _written(program, improvements, INTERRUPTED)


def _solve_until(
    program: Program, settings: SolverSettings, start: NDArray[np.float64] | None, end: float
) -> SolverAnswer:
    """Solve by a moment, in no more than the time limit."""
    left = max(LEAST_S, min(settings.time_limit_s, until(end)))
    return solve(program, replace(settings, time_limit_s=left), start)


def _written(program: Program, improvements: Path, detail: str) -> SolverAnswer:
    """The best solution that was written before the search was ended."""
    best = best_written(improvements, program)
    if best is None:
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN, detail), float("inf"), -float("inf"))
    values, objective = best
    return SolverAnswer(Termination(Reason.STOPPED_WITH_PLAN, detail), objective, -float("inf"), values)
