"""Takes corrections from rejected-rows workbooks back into the files that they are about.

A correction is laid over the cell of the returned file before that file is understood, so that it counts as if the
firm had written it there: headings, item numbers and neighbouring cells mean what they meant. The answer keeps the
place in the returned file, and the return notes where the correction stands. Where several workbooks correct the same
cell, that of the later file name stands. The returned file is never changed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from importplan.basics.addresses import position
from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import LANGUAGES, accepted, text
from importplan.documents.excel.titled_sheet import HEADING_ROW
from importplan.parsing.words import fold
from importplan.survey.reading.limits import RETURNED
from importplan.survey.rejected import FAULT_COLUMNS, MARK
from importplan.survey.returns.answers import Answer, FirmReturn, ItemAnswers, Record
from importplan.survey.returns.collected import ReadFile
from importplan.survey.review.given_back import given_back_unseen
from importplan.survey.review.layout import MARK as REVIEWS
from importplan.tables.apart import apart
from importplan.tables.cell import CellValue
from importplan.tables.grid import Grid, Spot
from importplan.tables.unseen import reading_notes, unseen_in
from importplan.tables.workbook import read_xlsx

_NUMBERED = re.compile(r"(.*?)(?:_(\d{1,6}))?", re.DOTALL)
LONGEST_BOOK_PART = 1_000_000  # bytes of the list of sheets and names that are looked at
WANTED = ("file", "sheet", "row", "cell", "correction")
CORRECTED = "corrected"  # among what an answer was `understood` by


@dataclass(frozen=True, slots=True)
class Correction:
    """The right answer of one cell, or none where the whole row is to be left out; `at` is where it was written."""

    value: CellValue
    leaves_out: bool
    at: Place


Corrections = Mapping[tuple[str, str], Correction]  # sheet and cell of one file
NO_CORRECTIONS: Corrections = MappingProxyType({})


@dataclass(frozen=True)
class Gathered:
    """All corrections of a folder by returned file, and the account of the workbooks that they came from."""

    by_file: Mapping[str, Corrections]
    workbooks: Mapping[str, ReadFile]

    def of(self, file: str) -> Corrections:
        """The corrections of one returned file."""
        return self.by_file.get(file, NO_CORRECTIONS)


def gather(folder: Path, names: Sequence[str], beside: Sequence[Path] = ()) -> Gathered:
    """Read the corrections of all rejected-rows workbooks among the files of a folder, and of those beside it."""
    by_file: dict[str, dict[tuple[str, str], Correction]] = {}
    workbooks = {}
    books = [(name, folder / name) for name in names] + [(str(path), path) for path in beside]
    for name, path in sorted(books, key=lambda book: _order(book[1])):
        if carries(path, REVIEWS):
            workbooks[name] = ReadFile(name, notes=(Issue.warning("survey-reviews-in-folder", Place(name)),))
        if not is_rejected_workbook(path):
            continue
        try:
            book = apart(read_xlsx, path, name, file=name, seconds=RETURNED.seconds)
        except InputRejected as refused:
            workbooks[name] = ReadFile(name, refused=refused.issues[0])
            continue
        found = read_corrections(book.grids)
        for file, cells in found.items():
            by_file.setdefault(file, {}).update(cells)
        notes = (*_told(name, found, frozenset(names)), *_looks(name, book.grids))
        workbooks[name] = ReadFile(name, notes=notes)
    return Gathered(by_file, workbooks)


def _order(path: Path) -> tuple[str, int]:
    """By name, `rejected_10` after `rejected_9`: of two corrections of one cell the later workbook's stands."""
    name, number = _NUMBERED.fullmatch(path.stem).groups()  # type: ignore[union-attr]  # it matches any name
    return f"{path.parent}/{name}", int(number or 1)


def _told(name: str, found: Mapping[str, Corrections], there: frozenset[str]) -> Iterator[Issue]:
    count = sum(len(cells) for file, cells in found.items() if file in there)
    yield Issue.warning("survey-corrections-read", Place(name), corrections=count)
    for file in found:
        if file not in there:
            yield Issue.warning("survey-corrections-without-file", Place(name), file=file)


def is_rejected_workbook(path: Path) -> bool:
    """Whether a file is a rejected-rows workbook: it carries a name that no questionnaire has."""
    return carries(path, MARK)


def carries(path: Path, mark: str) -> bool:
    """Whether a workbook has a defined name by which our own workbooks are known."""
    # A pipe would wait for ever, a link may lead anywhere.
    if path.suffix.lower() not in (".xlsx", ".xlsm") or path.is_symlink() or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            return mark.encode() in part.read(LONGEST_BOOK_PART)
    except Exception:  # a damaged file may break the libraries in any way; who reads it will tell
        return False


def read_corrections(grids: Iterable[Grid]) -> dict[str, dict[tuple[str, str], Correction]]:
    """The corrections of one workbook: returned file → its cells. Lines without a correction are left out."""
    found: dict[str, dict[tuple[str, str], Correction]] = {}
    names = {fold(text("survey.rejected.sheet.faults", language)) for language in LANGUAGES}
    for grid in grids:
        if fold(grid.name) in names:
            for file, spot, correction in _lines(grid):
                found.setdefault(file, {})[spot] = correction
    return found


def _looks(file: str, grids: Sequence[Grid]) -> Iterator[Issue]:
    """Corrections that count though nobody sees them, and those that are crossed out, which do not count."""
    unseen = []
    names = {fold(text("survey.rejected.sheet.faults", language)) for language in LANGUAGES}
    for grid in (grid for grid in grids if fold(grid.name) in names):
        column = _columns(grid).get("correction")
        if column is None:
            continue
        rows = range(HEADING_ROW + 1, len(grid.values))
        unseen.append(unseen_in(grid, rows, (column,)))
        for row in rows:
            cell = grid.cell(row, column)
            if cell.struck and not cell.blank:
                yield Issue.warning("survey-answer-struck", grid.place(row, column), value=cell.shown)
    yield from given_back_unseen(file, unseen)
    yield from reading_notes(file, grids)


def _lines(grid: Grid) -> Iterator[tuple[str, tuple[str, str], Correction]]:
    columns = _columns(grid)
    if not set(WANTED) <= columns.keys():
        return
    leave_out = {fold(words) for words in accepted("survey.rejected.leave_out")}
    in_the_file = {fold(text("survey.rejected.in_the_file", language)) for language in LANGUAGES}
    for row in range(HEADING_ROW + 1, len(grid.values)):
        told = {name: grid.cell(row, columns[name]) for name in WANTED}
        value = told["correction"].value
        words = fold(str(value)) if value is not None else ""
        if told["correction"].blank or told["correction"].struck or words in in_the_file:
            continue
        file, sheet, cell, line = (str(told[name].value or "").strip() for name in ("file", "sheet", "cell", "row"))
        leaves_out = words in leave_out
        at = grid.place(row, columns["correction"])
        yield file, (sheet, line if leaves_out else cell), Correction(value, leaves_out, at)


def _columns(grid: Grid) -> dict[str, int]:
    """Where the columns stand: by their headings, in either language."""
    words = {fold(word): name for name in FAULT_COLUMNS for word in accepted(f"survey.rejected.column.{name}")}
    row = grid.values[HEADING_ROW] if len(grid.values) > HEADING_ROW else ()
    named = ((words.get(fold(str(value))), column) for column, value in enumerate(row) if value is not None)
    return {name: column for name, column in reversed(list(named)) if name}


def laid_over(grids: Sequence[Grid], corrections: Corrections) -> list[Grid]:
    """The sheets of a returned file with the corrections in their cells."""
    return [_laid_over(grid, corrections) for grid in grids]


def _laid_over(grid: Grid, corrections: Corrections) -> Grid:
    mine = {cell: one for (sheet, cell), one in corrections.items() if sheet == grid.name}
    if not mine:
        return grid
    values = [list(row) for row in grid.values]
    faults, formats, covered, struck = dict(grid.faults), dict(grid.formats), dict(grid.covered), set(grid.struck)
    for cell, correction in mine.items():
        if correction.leaves_out:
            _leave_out(values, faults, int(cell) - 1 if cell.isdigit() else -1)
            continue
        row, column = (place - 1 for place in position(cell))
        if not (0 <= row < len(values)) or column < 0:
            continue
        values[row] += [None] * (column + 1 - len(values[row]))
        values[row][column] = correction.value
        faults.pop((row, column), None)
        formats.pop((row, column), None)
        covered.pop((row, column), None)  # what is written there is of this cell alone
        struck.discard((row, column))
    written = tuple(tuple(row) for row in values)
    return replace(grid, values=written, faults=faults, formats=formats, covered=covered, struck=frozenset(struck))


def _leave_out(values: list[list[CellValue]], faults: dict[Spot, tuple[str, str]], row: int) -> None:
    """A row that is no answer becomes a remark: it is counted among the skipped ones."""
    if 0 <= row < len(values) and values[row]:
        values[row] = [f"备注：{text('survey.rejected.leave_out', 'zh')}", *(None for _ in values[row][1:])]
        for spot in [spot for spot in faults if spot[0] == row]:
            del faults[spot]


def noted(returns: Iterable[FirmReturn], corrections: Corrections) -> tuple[FirmReturn, ...]:
    """The returns with corrected answers marked, and with the place of each correction among their notes."""
    return tuple(_noted(one, corrections) for one in returns)


def _noted(firm: FirmReturn, corrections: Corrections) -> FirmReturn:
    notes = dict(firm.notes)

    def record(one: Record) -> Record:
        answers = {key: answer(value) for key, value in one.answers.items()}
        return replace(one, answers=answers)

    def answer(one: Answer) -> Answer:
        correction = corrections.get((one.at.sheet, one.at.cell))
        if correction is None:
            return one
        notes[f"{CORRECTED} {one.at.sheet}!{one.at.cell}"] = str(correction.at)
        return replace(one, understood=(*one.understood, CORRECTED))

    items = tuple(
        ItemAnswers(record(item.record), tuple(map(record, item.needs)), tuple(map(record, item.longer)))
        for item in firm.items
    )
    return replace(firm, record=record(firm.record), items=items, notes=notes)
