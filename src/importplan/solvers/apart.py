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
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.solvers.improvements import best_written
from importplan.solvers.program import Answer, Program, SolverSettings
from importplan.solvers.solve import solve


def solve_apart(program: Program, settings: SolverSettings, start: NDArray[np.float64] | None = None) -> Answer:
    """Solve a program in a child process. Ctrl-C ends it: the answer is the best solution so far, without a bound."""
    command = [sys.executable, "-m", "importplan.solvers.apart"]
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        improvements = Path(folder) / "improvements"
        asked = pickle.dumps((program, replace(settings, improvements=str(improvements)), start))
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        try:
            answered, _ = child.communicate(asked)
        except KeyboardInterrupt:
            child.kill()
            child.communicate()
            return _interrupted(program, improvements)
    if child.returncode != 0 or not answered:
        raise SolverFailed(f"the solver process ended with status {child.returncode}")
    answer = pickle.loads(answered)
    if isinstance(answer, SolverFailed):
        raise answer
    assert isinstance(answer, Answer)
    return answer


def _interrupted(program: Program, improvements: Path) -> Answer:
    """The best solution that was written before the search was ended."""
    best = best_written(improvements, program)
    if best is None:
        return Answer(Termination(Reason.STOPPED_WITHOUT_PLAN, INTERRUPTED), float("inf"), -float("inf"))
    values, objective = best
    return Answer(Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED), objective, -float("inf"), values)


def main() -> None:
    """The child: read a program from standard input, write the answer to standard output."""
    # What the solver prints must not mix with the answer: keep the pipe, and let standard output go to standard error.
    pipe = os.dup(1)
    os.dup2(2, 1)
    program, settings, start = pickle.load(sys.stdin.buffer)
    try:
        answer: Answer | SolverFailed = solve(program, settings, start)
    except SolverFailed as error:
        answer = error
    with os.fdopen(pipe, "wb") as stream:
        pickle.dump(answer, stream)


if __name__ == "__main__":
    main()
