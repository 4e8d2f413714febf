"""Workbooks as grids: values by calamine, what it does not tell by a look at the XML, odd files by another reader."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from importplan.basics.errors import InputRejected, rejected
from importplan.basics.issues import Place
from importplan.tables.cell import CellValue
from importplan.tables.damage import damage_told
from importplan.tables.grid import Grid, SourceFile, covered_by
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.open_document import PART, facts_of_document
from importplan.tables.safety import file_issue
from importplan.tables.sheet_facts import SheetFacts, defined_names, facts_of

Values = tuple[tuple[CellValue, ...], ...]
Wanted = Callable[[str], bool]
_BROUGHT = {"xl/vbaProject.bin": "macros", "xl/externalLinks/": "outer-links"}
FORGIVING, OLD_LOOKS = "importplan.tables.forgiving", "importplan.tables.old_facts"  # loaded for files that need them


def every(sheet: str) -> bool:
    """Whether a sheet is wanted: each is."""
    return True


def read_xlsx(path: Path, file: str, limits: Limits = WORKBOOK, wanted: Wanted = every) -> SourceFile:
    """The sheets of an Excel workbook; one that is not wanted is told by its name alone, however large it is.

    Raises InputRejected for a file that is none, is damaged, or reaches too far.
    """
    issue = file_issue(path, file, limits=limits)
    if issue is not None:
        raise InputRejected((issue,))
    with damage_told(file):
        with zipfile.ZipFile(path) as archive:
            facts, names = facts_of(archive, limits), defined_names(archive)
            parts = archive.namelist()
        brings = tuple(what for begin, what in _BROUGHT.items() if any(part.startswith(begin) for part in parts))
        refuse_far({name: one for name, one in facts.items() if wanted(name)}, file, limits)
        try:
            grids = tuple(_grids(path, file, facts, limits, wanted))
        except BaseException as fault:
            if not _too_strict(fault):
                raise
            values: Mapping[str, Values] = importlib.import_module(FORGIVING).values_of(path, facts, wanted)
            grids = tuple(_grid(file, name, rows, facts[name], limits) for name, rows in values.items())
    if not grids:  # nothing to read is no empty case
        raise rejected("file-not-a-workbook", Place(file))
    return SourceFile(file, grids, names, brings)


def read_old(path: Path, file: str, limits: Limits = WORKBOOK) -> SourceFile:
    """The sheets of a workbook of Excel 97–2003.

    Raises InputRejected as `read_xlsx` does. A library that aborts is survived only in a process of its own.
    """
    with damage_told(file):
        try:
            grids = tuple(_grids(path, file, {}, limits, every))
        except PasswordError as error:
            raise rejected("survey-file-password", Place(file)) from error
        try:
            facts: Mapping[str, SheetFacts] = importlib.import_module(OLD_LOOKS).facts_of_old(path, limits)
        except Exception:  # values can be read where looks cannot; that is told
            return SourceFile(file, grids, brings=("looks-unknown",))
        return SourceFile(file, tuple(_with_looks(grid, facts.get(grid.name), limits) for grid in grids))


def read_open(path: Path, file: str, limits: Limits = WORKBOOK) -> SourceFile:
    """The sheets of an OpenDocument spreadsheet. Raises InputRejected as `read_xlsx` does."""
    issue = file_issue(path, file, PART, limits)
    if issue is not None:
        raise InputRejected((issue,))
    with damage_told(file):
        facts = facts_of_document(path, limits)
        refuse_far(facts, file, limits)
        try:
            grids = tuple(_grids(path, file, {}, limits, every))
        except PasswordError as error:
            raise rejected("survey-file-password", Place(file)) from error
        return SourceFile(file, tuple(_with_looks(grid, facts.get(grid.name), limits) for grid in grids))


def _with_looks(grid: Grid, facts: SheetFacts | None, limits: Limits) -> Grid:
    """A grid of values with what else its file says of its cells."""
    if facts is None:
        return grid
    return _grid(grid.file, grid.name, grid.values, facts, limits)


def refuse_far(facts: Mapping[str, SheetFacts], file: str, limits: Limits) -> None:
    """Raise InputRejected where sheets reach too far, with all of them."""
    issues = tuple(issue for name, one in facts.items() if (issue := one.issue(Place(file, name), limits)))
    if issues:
        raise InputRejected(issues)


def _too_strict(fault: BaseException) -> bool:
    """Whether the fast reader stumbled over what another one may read; a sheet that is not there is lost for all."""
    stumbled = isinstance(fault, CalamineError) and not isinstance(fault, PasswordError | WorksheetNotFound)
    return stumbled or type(fault).__name__ == "PanicException"


def _grids(path: Path, file: str, facts: Mapping[str, SheetFacts], limits: Limits, wanted: Wanted) -> Iterator[Grid]:
    # Through an open file: the library does not find names that are not in UTF-8.
    with path.open("rb") as content, CalamineWorkbook.from_filelike(content) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if not wanted(sheet.name):
                yield Grid(file, sheet.name, ())
                continue
            found = book.get_sheet_by_name(sheet.name)
            told = facts.get(sheet.name) or _facts(found, sheet.visible != SheetVisibleEnum.Visible)
            refuse_far({sheet.name: told}, file, limits)
            # Without the empty area the addresses of the cells would be wrong.
            rows = found.to_python(skip_empty_area=False)
            values = tuple(tuple(None if value == "" else value for value in row) for row in rows)
            yield _grid(file, sheet.name, values, told, limits)


def _facts(sheet: CalamineSheet, hidden: bool) -> SheetFacts:
    """What the library tells of a sheet whose format no look is made at."""
    merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return SheetFacts(sheet.total_height, sheet.total_width, merged, hidden=hidden)


def _grid(file: str, name: str, values: Values, facts: SheetFacts, limits: Limits) -> Grid:
    facts.look_under_conditions(values)
    return Grid(
        file,
        name,
        values,
        formats=facts.formats,
        faults=facts.faults,
        formulas=facts.formulas,
        covered=covered_by(facts.merged, len(values), limits.columns),
        hidden=facts.hidden,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        struck=frozenset(facts.struck),
        faint=frozenset(facts.faint),
        open_looks=facts.open_looks,
        comments=facts.comments,
        typed=True,
    )
