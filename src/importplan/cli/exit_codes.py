"""Exit codes of the command line, for people who call it from scripts."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    INPUT_ISSUES = 1
    USAGE = 2
    NO_SOLUTION = 3  # infeasible or unbounded
    STOPPED_WITHOUT_PLAN = 4
    INTERNAL = 5
