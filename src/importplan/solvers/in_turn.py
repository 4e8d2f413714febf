"""Programs solved one after the other within one time limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from importplan.running.clock import Clock
from importplan.solvers.program import Program, SolverAnswer, SolverSettings

LEAST_S = 0.1  # of any solve


def solve_in_turn(
    programs: Sequence[Program], settings: SolverSettings, ask: Callable[[int, SolverSettings], SolverAnswer]
) -> Iterator[SolverAnswer]:
    """The answers in order; each program, asked by its position, has the time that those before it left.

    A linear program needs what it needs; a search takes all it is given, so those to come keep their share.
    """
    clock = Clock(settings.time_limit_s)
    ahead = sum(len(program.value) for program in programs)
    for position, program in enumerate(programs):
        entries = len(program.value)
        share = entries / ahead if program.whole.any() and ahead else 1.0
        ahead -= entries
        yield ask(position, replace(settings, time_limit_s=max(LEAST_S, clock.left() * share)))
