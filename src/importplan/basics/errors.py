"""The exceptions of importplan.

ImportplanError
├── InputRejected     people's mistakes, collected as issues
├── RuleUnknown       a rate or rule is not known on a day (never taken as zero)
├── OutputIsInput     a file that is read would be written over
├── NoPlan            a plan was asked of a solution that has none
├── SolverFailed      the solver broke; its own message is kept
└── ProcessEnded      a process that made a call has died
    ├── TookTooLong   it was ended because its time was over
    └── NotStarted    it never worked at all
"""

from __future__ import annotations

from pathlib import Path

from importplan.basics.issues import Issue, Place


class ImportplanError(Exception):
    """Any failure that importplan announces itself."""


class InputRejected(ImportplanError):
    """The input has faults; all of them are in `issues`."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        super().__init__(f"{len(issues)} issue(s) in the input")


def rejected(code: str, at: Place = Place(), **values: object) -> InputRejected:
    """The exception for one fault that ends the reading; to be raised."""
    return InputRejected((Issue.error(code, at, **values),))


class RuleUnknown(ImportplanError):
    """A rate or rule is not known on the day asked for.

    `code` names the fault (an issue code) and `values` fill its message, so that the pipeline can turn it into a
    located issue.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(f"{code}: {values}")


class OutputIsInput(ImportplanError):
    """A file was to be written where one stands that is read; `free` is a name that could be taken."""

    def __init__(self, path: Path, free: Path) -> None:
        self.path, self.free = path, free
        super().__init__(f"{path} is read and is not written over")


class NoPlan(ImportplanError):
    """There is no plan in this solution; `termination` says why."""


class SolverFailed(ImportplanError):
    """The solver failed; the message is the solver's."""


class ProcessEnded(ImportplanError):
    """The process that made a call has ended without an answer: it crashed or was ended."""


class TookTooLong(ProcessEnded):
    """A call took longer than it may; its process was ended."""


class NotStarted(ProcessEnded):
    """A process for calls does not even start."""
