"""The better solutions that HiGHS writes to a file while it searches, so that a search that is ended keeps its best.

Each solution is a line `Objective <value>`, a line `# Columns <count>`, and a line `<name> <value>` for every column
in order (HiGHS 1.12, option `mip_improving_solution_file`); our names are blank. The last solution may be cut off where
the process was ended.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from importplan.solvers.program import Program

OBJECTIVE = "Objective"


def best_written(path: Path, program: Program) -> tuple[NDArray[np.float64], float] | None:
    """Values and objective of the best whole solution of a file; None where there is none, or it is no solution."""
    if not path.is_file():
        return None
    found: NDArray[np.float64] | None = None
    lines: list[str] | None = None
    count = len(program.objective)
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith(OBJECTIVE):
                lines = []
            elif lines is not None and not line.startswith("#") and line.endswith("\n"):
                lines.append(line)
                if len(lines) == count:
                    found, lines = _values(lines, found), None
    if found is None or not _fits(program, found):
        return None
    return found, float(program.objective @ found) + program.offset


def _values(lines: list[str], before: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    try:
        return np.array([float(line.split()[-1]) for line in lines], dtype=np.float64)
    except (ValueError, IndexError):
        return before


def _fits(program: Program, values: NDArray[np.float64], tolerance: float = 1e-5) -> bool:
    """Whether bounds and rows hold: what comes from a file is looked at before it is believed."""
    room = tolerance * np.maximum(1.0, np.abs(values))
    inside = (values >= program.column_lower - room) & (values <= program.column_upper + room)
    return bool(inside.all() and not program.broken(values, tolerance).any())
