"""Programs that have nothing to do with each other, solved in two processes at a time.

Two, because planners run this on laptops beside their other work. As in `apart`, Ctrl-C ends the children at once; it
is raised again, since programs that were not solved have no answer.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from importplan.basics.errors import SolverFailed
from importplan.solvers.apart import answer_from, command, question
from importplan.solvers.in_turn import LEAST_S
from importplan.solvers.program import Answer, Program, SolverSettings

PROCESSES = 2


def solve_side_by_side(programs: Sequence[Program], settings: SolverSettings) -> list[Answer]:
    """The answers of programs in their order; the time limit is that of all of them.

    The largest go first, each to the process that is free. A program that is not solved in time answers so by itself; a
    search that is ended by Ctrl-C is lost. Raises SolverFailed, and KeyboardInterrupt.
    """
    work = _Work(programs, settings)
    children = [
        subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        for _ in range(min(PROCESSES, len(programs)))
    ]
    threads = [threading.Thread(target=work.through, args=(child,), daemon=True) for child in children]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for child in children:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                with contextlib.suppress(BrokenPipeError):  # a question that nobody reads any more
                    assert stream is not None
                    stream.close()
    if work.failed is not None:
        raise work.failed
    return [work.found[position] for position in range(len(programs))]


class _Work:
    """Programs that wait, and the answers of those that do not wait any more."""

    def __init__(self, programs: Sequence[Program], settings: SolverSettings) -> None:
        self.programs, self.settings = programs, settings
        self.until = time.perf_counter() + settings.time_limit_s
        self.waiting = deque(sorted(range(len(programs)), key=lambda position: -len(programs[position].value)))
        self.ahead = sum(len(program.value) for program in programs)
        self.found: dict[int, Answer] = {}
        self.failed: SolverFailed | None = None

    def through(self, child: subprocess.Popen[bytes]) -> None:
        """Let a child solve one program after the other, as long as any waits."""
        assert child.stdin is not None
        assert child.stdout is not None
        while self.failed is None:
            try:
                position = self.waiting.popleft()
            except IndexError:
                return
            try:
                child.stdin.write(question(self.programs[position], self._asked(self.programs[position])))
                child.stdin.flush()
                self.found[position] = answer_from(child.stdout)
            except SolverFailed as error:
                self.failed = error
            except (OSError, ValueError):
                self.failed = SolverFailed("the solver process has ended")

    def _asked(self, program: Program) -> SolverSettings:
        """All the time that is left for a linear program; for a search its share in it."""
        left, entries = self.until - time.perf_counter(), len(program.value)
        share = min(1.0, PROCESSES * entries / max(self.ahead, 1)) if program.whole.any() else 1.0
        self.ahead -= entries
        return replace(self.settings, time_limit_s=max(LEAST_S, left * share))
