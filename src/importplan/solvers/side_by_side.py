"""Programs that have nothing to do with each other, solved in two processes at a time.

Two, because planners run this on laptops beside their other work. As in `apart`, Ctrl-C ends the processes at once; it
is raised again, since programs that were not solved have no answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace

from importplan.running.clock import Clock
from importplan.running.executor import LocalProcesses
from importplan.solvers.apart import answer_of
from importplan.solvers.in_turn import LEAST_S
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve

PROCESSES = 2


def solve_side_by_side(
    programs: Sequence[Program],
    settings: SolverSettings,
    executor: Callable[[int], Executor] = LocalProcesses,
    at_once: int = PROCESSES,
) -> list[SolverAnswer]:
    """The answers of programs in their order; the time limit is that of all of them.

    The largest go first, each when a process is free. A program that is not solved in time answers so by itself; a
    search that is ended by Ctrl-C is lost. Raises SolverFailed, and KeyboardInterrupt.

    Parameters
    ----------
    programs, settings
        As for a solver.
    executor
        Makes what solves so many programs at a time: processes of this machine, or another `Executor`.
    at_once
        How many programs are solved at a time.
    """
    clock = Clock(settings.time_limit_s)
    ahead = sum(len(program.value) for program in programs)
    waiting = deque(sorted(range(len(programs)), key=lambda position: -len(programs[position].value)))
    found: dict[int, SolverAnswer] = {}
    at_work: dict[Future[SolverAnswer], int] = {}
    with executor(min(at_once, len(programs))) as processes:
        while waiting or at_work:
            while waiting and len(at_work) < at_once:
                position = waiting.popleft()
                program = programs[position]
                asked = _asked(program, settings, clock.left(), ahead, at_once)
                ahead -= len(program.value)
                at_work[processes.submit(solve, program, asked)] = position
            for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                found[at_work.pop(future)] = answer_of(future)
    return [found[position] for position in range(len(programs))]


def _asked(program: Program, settings: SolverSettings, left: float, ahead: int, at_once: int) -> SolverSettings:
    """All the time that is left for a linear program; for a search its share in it, by entries among those ahead."""
    share = min(1.0, at_once * len(program.value) / max(ahead, 1)) if program.whole.any() else 1.0
    return replace(settings, time_limit_s=max(LEAST_S, left * share))
