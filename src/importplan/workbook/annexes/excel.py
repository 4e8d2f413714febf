"""Annexes in Excel: one table a sheet, merged cells with their value in all of their area."""

from __future__ import annotations

import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.annexes.grid import Cell, GridRow, Table
from importplan.untrusted.extent import Extent, extents
from importplan.workbook.annexes.archive import refuse_hostile


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The sheets as tables, hidden ones too."""
    refuse_hostile(path)
    reach = extents(path)
    too_far = [issue for name, extent in reach.items() if (issue := extent.issue(Place(path.name, name)))]
    if too_far:
        raise InputRejected(tuple(too_far))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings that would be lost on saving; nothing is saved
        book = load_workbook(path, data_only=True)
    found = [_table(path.name, sheet, reach.get(sheet.title, Extent())) for sheet in book.worksheets]
    return tuple(table for table in found if table.rows)


def _table(file: str, sheet: Any, extent: Extent) -> Table:
    merged = {
        (row, column): (row > area.min_row, column > area.min_col, area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, extent.rows) + 1)
        for column in range(area.min_col, min(area.max_col, extent.columns) + 1)
    }
    rows = []
    for number in range(1, extent.rows + 1):
        cells = []
        for column in range(1, extent.columns + 1):
            down, across, top, left = merged.get((number, column), (False, False, number, column))
            cells.append(Cell(_words(file, sheet, top, left), down, across))
        rows.append(GridRow(number, tuple(cells)))
    return Table(sheet.title, tuple(rows))


def _words(file: str, sheet: Any, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if cell.data_type == "e":
        at = Place(file, sheet.title, cell.coordinate)
        raise InputRejected((Issue.error("cell-error-value", at, value=cell.value),))
    return words(cell.value)


def words(value: object) -> str:
    """A value as text: whole numbers without a point, days as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
