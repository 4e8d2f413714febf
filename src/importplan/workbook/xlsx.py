"""Reads an Excel workbook into raw sheets; what a cell cannot say is an issue at that cell."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Place
from importplan.scenario.raw import RawCase, RawCell, RawRow, RawSheet
from importplan.scenario.schema import RESULT_SHEETS
from importplan.scenario.wording import find_sheet, is_note
from importplan.untrusted.extent import Extent, extents
from importplan.untrusted.safety import file_issue


def read_xlsx(path: Path) -> tuple[RawCase, tuple[Issue, ...]]:
    """The raw sheets of a workbook and the faults of its file and cells."""
    empty = RawCase(path.name, ())
    refused = file_issue(path)
    if refused is not None:
        return empty, (refused,)
    try:
        reach = extents(path)
        too_far = [extent.issue(Place(path.name, name)) for name, extent in reach.items() if _is_input(name)]
        if any(too_far):
            return empty, tuple(issue for issue in too_far if issue is not None)
        sheets = _open(path)
    except Exception as error:  # a damaged file may break the libraries in any way; it must not break us
        return empty, (Issue.error("file-damaged", Place(path.name), message=f"{type(error).__name__}: {error}"),)
    issues: list[Issue] = []
    raw = [_sheet(path.name, sheet, reach.get(sheet.title, Extent()), issues) for sheet in sheets]
    return RawCase(path.name, tuple(raw)), tuple(issues)


def _is_input(name: str) -> bool:
    return not is_note(name) and find_sheet(name) not in RESULT_SHEETS


def _open(path: Path) -> list[Worksheet]:
    with warnings.catch_warnings():
        # openpyxl warns of drawings and extensions that it would lose on saving; we never save a user's file.
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True, rich_text=False)
    return list(book.worksheets)


def _sheet(file: str, sheet: Worksheet, extent: Extent, issues: list[Issue]) -> RawSheet:
    """One sheet; notes and results are passed on by name only."""
    if not _is_input(sheet.title):
        return RawSheet(file, sheet.title, ())
    if sheet.sheet_state != "visible" and extent.rows and find_sheet(sheet.title):
        issues.append(Issue.warning("sheet-hidden", Place(file, sheet.title), sheet=sheet.title))
    merged = dict(_merged_values(sheet, extent))
    rows = []
    area = sheet.iter_rows(max_row=max(extent.rows, 1), max_col=max(extent.columns, 1))
    for number, cells in enumerate(area, start=1):
        raw = [merged.get((number, column)) or _cell(cell, extent) for column, cell in enumerate(cells, start=1)]
        rows.append(RawRow(number, tuple(raw)))
    return RawSheet(file, sheet.title, tuple(rows))


def _merged_values(sheet: Worksheet, extent: Extent) -> Iterator[tuple[tuple[int, int], RawCell]]:
    """The value of a merged range stands in its first cell and holds for all of them."""
    for area in sheet.merged_cells.ranges:
        first: Any = sheet.cell(area.min_row, area.min_col)
        if first.value is None or first.data_type == "e":
            continue
        cell = RawCell(first.value, str(first.number_format))
        for row in range(area.min_row, min(area.max_row, extent.rows) + 1):
            for column in range(area.min_col, min(area.max_col, extent.columns) + 1):
                yield (row, column), cell


def _cell(cell: Any, extent: Extent) -> RawCell:
    """A cell with its fault, if it has one; whether that matters the reader of the columns knows."""
    if cell.data_type == "e":
        return RawCell(str(cell.value), fault="cell-error-value")
    if cell.value is None and f"{letter(cell.column - 1)}{cell.row}" in extent.unsolved:
        return RawCell(fault="cell-formula-without-value")
    if cell.value is None or isinstance(cell.value, str):
        return RawCell(cell.value)
    return RawCell(cell.value, str(cell.number_format))
