"""From the grids of one file to the returns of its firms and an account of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import text
from importplan.survey.returns.answers import FirmReturn
from importplan.survey.returns.collected import ReadFile, RejectedRow, SkippedRow
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.assemble import Assembled, Spots, assemble
from importplan.survey.understanding.entries import SheetEntry, TableRow
from importplan.survey.understanding.headings import is_remark
from importplan.survey.understanding.numbers_told import issues_of
from importplan.survey.understanding.remarks import said_beside
from importplan.survey.understanding.sheet import read_sheet
from importplan.survey.understanding.unseen import unseen_notes
from importplan.survey.understanding.version import version_of
from importplan.tables.grid import Grid


@dataclass(frozen=True)
class FileResult:
    """What one file comes to."""

    file: ReadFile
    returns: tuple[FirmReturn, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    repairs: tuple[tuple[str, int], ...] = ()


def understand_file(
    name: str,
    grids: Sequence[Grid],
    notes: Iterable[Issue],
    version: str,
    changed: date | None,
    splits: Splits = NOT_SPLIT,
    confirmed: Spots = frozenset(),
) -> FileResult:
    """The returns of a file.

    `version` is that of the form where the file itself carries it, `changed` the day of the file for returns without
    a date of signature, `splits` what the bureau has said of needs by the year, `confirmed` the corrected cells.
    """
    next_year = str(changed.year + 1) if changed is not None else ""
    sheets = [list(read_sheet(grid, next_year)) for grid in grids]
    found = assemble(sheets, splits, confirmed)
    version = version or version_of(grids)
    rows = sum(map(_rows_filled, grids))
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
    of_rows = (issue for entries in sheets for issue in issues_of(entries))
    beside = (issue for grid, entries in zip(grids, sheets, strict=True) for issue in said_beside(entries, grid))
    unseen = unseen_notes(name, grids, sheets, returns)
    told = (*notes, *unseen, *_notes(name, found), *_heading_notes(sheets), *of_rows, *beside)
    file = ReadFile(name, rows, found.read, len(found.rejected), len(found.skipped), version, notes=told)
    return FileResult(file, returns, tuple(found.rejected), tuple(found.skipped), _repairs(returns))


def _rows_filled(grid: Grid) -> int:
    return sum(1 for row in range(len(grid.values)) if grid.filled(row))


def _notes(name: str, found: Assembled) -> Iterator[Issue]:
    if not found.firms:
        yield Issue.warning("survey-no-answers", Place(name))
    if len(found.firms) > 1:
        yield Issue.warning("survey-several-firms", Place(name), firms=len(found.firms))
    for sheet in dict.fromkeys(row.at.sheet for row in found.skipped if row.reason == "sideways"):
        yield Issue.warning("survey-sideways", Place(name, sheet))
    for firm in found.firms:
        if not firm.name:
            yield Issue.warning("survey-firm-without-name", firm.at)
        if firm.items and not any(item.needs for item in firm.items):
            yield Issue.warning("survey-no-needs", firm.items[0].at, items=len(firm.items))


def _heading_notes(sheets: Sequence[Sequence[SheetEntry]]) -> Iterator[Issue]:
    """Headings that were guessed, and those that answer no question."""
    tables = {
        (entry.at.sheet, entry.columns.first_row): entry
        for one in sheets
        for entry in one
        if isinstance(entry, TableRow)
    }
    for (sheet, _), entry in tables.items():
        columns = entry.columns
        for column, words in sorted(columns.headings.items()):
            at = Place(entry.at.file, sheet, f"{letter(column)}{columns.last_row + 1}")
            if column in columns.guessed:
                label = f"survey.question.{columns.asked[column].question.key}"
                names = {"question": text(label, "en"), "question_zh": text(label, "zh")}
                yield Issue.warning("survey-heading-guessed", at, heading=words, **names)
            elif column in columns.unknown and not is_remark(words):
                yield Issue.warning("survey-heading-unknown", at, heading=words)


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
