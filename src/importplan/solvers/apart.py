"""Solve in a process of its own, so that Ctrl-C stops the solve and not the run.

No solver here can be interrupted from Python: while it works, Ctrl-C waits. A process of its own can be ended at once.
What it has found by then stands in a file of a folder that only this user can read (`improvements`): the best of it is
the answer. The child is started by module name, so that it never imports the caller's script again, and in a group of
its own, so that the terminal's Ctrl-C does not reach it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

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
    """What starts a child. It reads questions from standard input and answers them until there is none."""
    return [sys.executable, "-m", "importplan.solvers.apart"]


def question(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> bytes:
    """What a child is asked."""
    return pickle.dumps((program, settings, start), protocol=pickle.HIGHEST_PROTOCOL)


def answer_from(stream: IO[bytes]) -> Answer:
    """What a child answered next. Raises SolverFailed, also where it has ended without an answer."""
    try:
        found: Answer | SolverFailed = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError) as error:
        raise SolverFailed("the solver process has ended without an answer") from error
    if isinstance(found, SolverFailed):
        raise found
    return found


def solve_apart(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> Answer:
    """Solve a program in a child process. Ctrl-C ends it: the answer is the best solution so far, without a bound."""
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        improvements = Path(folder) / "improvements"
        asked = question(program, replace(settings, improvements=str(improvements)), start)
        child = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        try:
            answered, _ = child.communicate(asked)
        except KeyboardInterrupt:
            child.kill()
            child.communicate()
            return _interrupted(program, improvements)
    return answer_from(BytesIO(answered))


def _interrupted(program: Program, improvements: Path) -> Answer:
    """The best solution that was written before the search was ended."""
    best = best_written(improvements, program)
    if best is None:
        return Answer(Termination(Reason.STOPPED_WITHOUT_PLAN, INTERRUPTED), float("inf"), -float("inf"))
    values, objective = best
    return Answer(Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED), objective, -float("inf"), values)


def _solved(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None) -> Answer | SolverFailed:
    try:
        return solve(program, settings, start)
    except SolverFailed as error:
        return error


def main() -> None:
    """The child: read questions from standard input, write the answers to standard output."""
    # What the solver prints must not mix with the answers: keep the pipe, and let standard output go to standard error.
    pipe = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(pipe, "wb") as stream, contextlib.suppress(EOFError):
        while True:
            found = _solved(*pickle.load(sys.stdin.buffer))
            pickle.dump(found, stream, protocol=pickle.HIGHEST_PROTOCOL)
            stream.flush()


if __name__ == "__main__":
    main()
