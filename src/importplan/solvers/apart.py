"""Solve in a process of its own, so that Ctrl-C stops the solve and not the run.

No solver here can be interrupted from Python: while it works, Ctrl-C waits. A process of its own can be ended at once.
What it has found by then stands in a file of a folder that only this user can read (`improvements`): the best of it is
the answer. The child is started by module name, so that it never imports the caller's script again, and in a group of
its own, so that the terminal's Ctrl-C does not reach it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.solvers.improvements import best_written
from importplan.solvers.program import Answer, Program, SolverSettings
from importplan.solvers.solve import solve

LONG_WHOLE, LONG_ENTRIES = 60, 100_000  # whole columns, entries


def is_long(program: Program) -> bool:
    """Whether a solve may take so long that somebody may want to end it: worth a process of its own."""
    return int(program.whole.sum()) >= LONG_WHOLE or len(program.value) >= LONG_ENTRIES


def command() -> list[str]:
    """What starts a child."""
    return [sys.executable, "-m", "importplan.solvers.apart"]


def question(programs: Sequence[Program], settings: SolverSettings, start: NDArray[np.float64] | None = None) -> bytes:
    """What a child is asked: programs to be solved one after the other, within the time limit together."""
    return pickle.dumps((list(programs), settings, start), protocol=pickle.HIGHEST_PROTOCOL)


def answers_of(returncode: int | None, answered: bytes) -> list[Answer]:
    """What a child answered. Raises SolverFailed."""
    if returncode != 0 or not answered:
        raise SolverFailed(f"the solver process ended with status {returncode}")
    found: list[Answer] | SolverFailed = pickle.loads(answered)
    if isinstance(found, SolverFailed):
        raise found
    return found


def solve_apart(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> Answer:
    """Solve a program in a child process. Ctrl-C ends it: the answer is the best solution so far, without a bound."""
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        improvements = Path(folder) / "improvements"
        asked = question([program], replace(settings, improvements=str(improvements)), start)
        child = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        try:
            answered, _ = child.communicate(asked)
        except KeyboardInterrupt:
            child.kill()
            child.communicate()
            return _interrupted(program, improvements)
    return answers_of(child.returncode, answered)[0]


def _interrupted(program: Program, improvements: Path) -> Answer:
    """The best solution that was written before the search was ended."""
    best = best_written(improvements, program)
    if best is None:
        return Answer(Termination(Reason.STOPPED_WITHOUT_PLAN, INTERRUPTED), float("inf"), -float("inf"))
    values, objective = best
    return Answer(Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED), objective, -float("inf"), values)


def _solved(
    programs: Sequence[Program], settings: SolverSettings, start: NDArray[np.float64] | None
) -> list[Answer] | SolverFailed:
    until, found = time.perf_counter() + settings.time_limit_s, []
    for program in programs:
        left = max(0.1, until - time.perf_counter())
        try:
            found.append(solve(program, replace(settings, time_limit_s=left), start))
        except SolverFailed as error:
            return error
    return found


def main() -> None:
    """The child: read programs from standard input, write the answers to standard output."""
    # What the solver prints must not mix with the answer: keep the pipe, and let standard output go to standard error.
    pipe = os.dup(1)
    os.dup2(2, 1)
    found = _solved(*pickle.load(sys.stdin.buffer))
    with os.fdopen(pipe, "wb") as stream:
        pickle.dump(found, stream, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
