"""Programs without whole columns that have nothing to do with each other, solved in two processes at a time.

Two, because planners run this on laptops beside their other work. As in `apart`, Ctrl-C ends the children at once; it
is raised again, since programs that were not solved have no answer.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from importplan.solvers.apart import answers_of, command, question
from importplan.solvers.program import Answer, Program, SolverSettings

PROCESSES = 2
PAUSE_S = 0.02  # between two looks at whether a child has ended


def solve_side_by_side(programs: list[Program], settings: SolverSettings) -> list[Answer]:
    """The answers of programs in their order; the time limit is that of all of them.

    A program that is not solved in time answers so by itself. Raises SolverFailed, and KeyboardInterrupt.
    """
    share = _shares(np.array([len(program.value) for program in programs], dtype=np.int64))
    found: dict[int, Answer] = {}
    with tempfile.TemporaryDirectory(prefix="importplan-") as folder:
        children: list[subprocess.Popen[bytes]] = []
        try:
            for number, mine in enumerate(share):
                asked, answered = Path(folder) / f"asked{number}", Path(folder) / f"answered{number}"
                asked.write_bytes(question([programs[position] for position in mine], settings))
                with asked.open("rb") as source, answered.open("wb") as target:
                    children.append(subprocess.Popen(command(), stdin=source, stdout=target, start_new_session=True))
            while any(child.poll() is None for child in children):
                time.sleep(PAUSE_S)
        finally:
            for child in children:
                child.kill()
                child.wait()
        for number, (mine, child) in enumerate(zip(share, children, strict=True)):
            answers = answers_of(child.returncode, (Path(folder) / f"answered{number}").read_bytes())
            found |= dict(zip(mine.tolist(), answers, strict=True))
    return [found[position] for position in range(len(programs))]


def _shares(size: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Positions for each process, the largest programs first and each to where there is least to do."""
    share: list[list[int]] = [[] for _ in range(min(PROCESSES, len(size)))]
    load = np.zeros(len(share))
    for position in np.argsort(-size, kind="stable").tolist():
        least = int(load.argmin())
        share[least].append(position)
        load[least] += size[position]
    return [np.array(mine, dtype=np.int64) for mine in share]
