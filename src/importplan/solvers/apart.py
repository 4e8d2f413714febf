"""Solve in a process of its own, so that Ctrl-C stops the solve and not the run.

No solver here can be interrupted from Python: while it works, Ctrl-C waits. A process of its own can be ended at once.
What it has found by then stands in a file of a folder that only this user can read (`improvements`): the best of it is
the answer.
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
from importplan.running.executor import LocalProcesses
from importplan.solvers.improvements import best_written
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve

LONG_WHOLE, LONG_ENTRIES = 60, 100_000  # whole columns, entries


def is_long(program: Program) -> bool:
    """Whether a solve may take so long that somebody may want to end it: worth a process of its own."""
    return int(program.whole.sum()) >= LONG_WHOLE or len(program.value) >= LONG_ENTRIES


def answer_of(future: Future[SolverAnswer]) -> SolverAnswer:
    """What a process answers. Raises SolverFailed, also where the process has ended without an answer."""
    try:
        return future.result()
    except ProcessEnded as error:
        raise SolverFailed(f"the solver's process: {error}") from error


def solve_apart(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> SolverAnswer:
    """Solve a program in a child process. Ctrl-C ends it: the answer is the best solution so far, without a bound."""
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        improvements = Path(folder) / "improvements"
        try:
            with LocalProcesses(1) as processes:
                asked = replace(settings, improvements=str(improvements))
                return answer_of(processes.submit(solve, program, asked, start))
        except KeyboardInterrupt:
            return _interrupted(program, improvements)


def _interrupted(program: Program, improvements: Path) -> SolverAnswer:
    """The best solution that was written before the search was ended."""
    best = best_written(improvements, program)
    if best is None:
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN, INTERRUPTED), float("inf"), -float("inf"))
    values, objective = best
    return SolverAnswer(Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED), objective, -float("inf"), values)
