"""From the grids of one file to the returns of its firms and an account of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from importplan.assessment.answers import FirmReturn
from importplan.assessment.collected import ReadFile, RejectedRow, SkippedRow
from importplan.basics.issues import Issue, Place
from importplan.surveys.reading.grid import Grid
from importplan.surveys.understand.assemble import Assembled, assemble
from importplan.surveys.understand.sheet import read_sheet
from importplan.surveys.understand.version import version_of


@dataclass(frozen=True)
class FileResult:
    """What one file comes to."""

    file: ReadFile
    returns: tuple[FirmReturn, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    repairs: tuple[tuple[str, int], ...] = ()


def understand_file(name: str, grids: Sequence[Grid], notes: Iterable[Issue], changed: date | None) -> FileResult:
    """The returns of a file. `changed` is the day of the file, for returns without a date of signature."""
    found = assemble([list(read_sheet(grid)) for grid in grids])
    version = version_of(grids)
    rows = sum(1 for grid in grids for row in range(len(grid.values)) if grid.filled(row))
    returns = tuple(
        FirmReturn(
            name,
            firm.record(),
            tuple(item.done() for item in firm.items if not item.rejected),
            version,
            firm.signed or changed,
        )
        for firm in found.firms
    )
    told = (*notes, *_notes(name, found))
    file = ReadFile(name, rows, found.read, len(found.rejected), len(found.skipped), version, notes=told)
    return FileResult(file, returns, tuple(found.rejected), tuple(found.skipped), _repairs(returns))


def _notes(name: str, found: Assembled) -> Iterable[Issue]:
    if not found.firms:
        yield Issue.warning("survey-no-answers", Place(name))
    if len(found.firms) > 1:
        yield Issue.warning("survey-several-firms", Place(name), firms=len(found.firms))
    for firm in found.firms:
        if not firm.name:
            yield Issue.warning("survey-firm-without-name", firm.at)


def _repairs(returns: Iterable[FirmReturn]) -> tuple[tuple[str, int], ...]:
    """How often each repair was needed."""
    records = (
        record
        for one in returns
        for record in (
            one.record,
            *(item.record for item in one.items),
            *(need for item in one.items for need in item.needs),
        )
    )
    counts = Counter(code for record in records for answer in record.answers.values() for code in answer.understood)
    return tuple(sorted(counts.items()))
