"""Excel workbooks (.xlsx, .xlsm) into grids: looked at for safety, then parsed by calamine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from importplan.basics.issues import Issue, Place
from importplan.scenario.raw import CellValue
from importplan.surveys.reading.grid import Grid, Spot
from importplan.untrusted.extent import extents
from importplan.untrusted.safety import file_issue


class Refused(Exception):
    """A file that cannot be read; `issue` says why and what to do."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(issue.code)


def read_workbook(path: Path, name: str) -> tuple[list[Grid], list[Issue]]:
    """The sheets of a workbook and what was let pass. Raises Refused."""
    at = Place(name)
    issue = file_issue(path)
    if issue is None:
        issue = next((far for sheet, one in extents(path).items() if (far := one.issue(Place(name, sheet)))), None)
    if issue is not None:
        raise Refused(replace(issue, at=replace(issue.at, file=name)))
    with CalamineWorkbook.from_path(path) as book:
        return list(_grids(book, name)), _notes(book, at)


def _grids(book: CalamineWorkbook, file: str) -> Iterator[Grid]:
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        content = book.get_sheet_by_name(sheet.name)
        # Without the empty area the addresses of the cells would be wrong.
        rows = content.to_python(skip_empty_area=False)
        values = tuple(tuple(_value(value) for value in row) for row in rows)
        hidden = sheet.visible is not SheetVisibleEnum.Visible
        yield Grid(file, sheet.name, values, covered=_covered(content, len(values)), hidden=hidden)


def _value(value: object) -> CellValue:
    return None if value == "" else value  # type: ignore[return-value]


def _covered(sheet: CalamineSheet, rows: int) -> dict[Spot, Spot]:
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, right + 1)
    }


def _notes(book: CalamineWorkbook, at: Place) -> list[Issue]:
    return [
        Issue.warning("survey-sheet-hidden", replace(at, sheet=sheet.name), sheet=sheet.name)
        for sheet in book.sheets_metadata
        if sheet.visible is not SheetVisibleEnum.Visible
    ]
