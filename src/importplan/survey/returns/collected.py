"""What became of every row of the returned files: read, rejected with a proposal, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from importplan.basics.issues import Issue, Place
from importplan.survey.returns.answers import FirmReturn


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that could not be understood in a row: `code` has words under `survey.fault.<code>`.

    `question` is the key of the question, empty where the fault is of the whole row; `proposal` is what would be
    written in the cell to mend it, empty where nothing can be proposed.
    """

    code: str
    question: str = ""
    at: Place = Place()
    written: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that holds answers of which at least one cannot be understood: kept as it was, beside its headings.

    `used` says that its other answers stand meanwhile and the faulty one counts as unknown; false where the row is of
    no use without the answer (the name of an item, the period or quantity of a need).
    """

    at: Place  # file, sheet and row number
    group: str  # firm | item | need
    cells: tuple[str, ...]  # as they were written, by column
    headings: tuple[str, ...]  # of the same columns
    faults: tuple[Fault, ...]
    belongs_to: str = ""  # name of the firm as far as it is known
    used: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no answer: title, heading, total, note, example. `reason` has words: `survey.skipped.<reason>`."""

    at: Place
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file. Rows that are not blank: `rows` = `read` + `rejected` + `skipped`.

    `refused` holds the issue of a file of which nothing could be read; `notes` what was let pass (hidden sheet,
    macros, links to other files, more than one firm …).
    """

    path: str  # within the collected folder
    rows: int = 0
    read: int = 0
    rejected: int = 0
    skipped: int = 0
    template: str = ""
    refused: Issue | None = None
    notes: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.read + self.rejected + self.skipped:
            told = f"{self.read} read + {self.rejected} rejected + {self.skipped} skipped"
            raise ValueError(f"{self.path}: {told} are not {self.rows} rows")


@dataclass(frozen=True)
class Collected:
    """All files of a folder, in the order of their paths."""

    files: tuple[ReadFile, ...] = ()
    returns: tuple[FirmReturn, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))  # repairs by code
