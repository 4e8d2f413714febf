"""Annexes in the Excel format of 1997–2003 (.xls)."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from importplan.basics.labels import Language
from importplan.catalog.annexes.grid import Cell, GridRow, Table
from importplan.workbook.annexes.excel import words


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The sheets as tables."""
    book = CalamineWorkbook.from_path(path)
    found = [_table(book, name) for name in book.sheet_names]
    return tuple(table for table in found if table.rows)


def _table(book: CalamineWorkbook, name: str) -> Table:
    sheet = book.get_sheet_by_name(name)
    # Without the empty area the addresses of the cells would be wrong.
    values = [[words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    cells = [[Cell(text) for text in row] for row in values]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = Cell(values[top][left], row > top, column > left)
    return Table(name, tuple(GridRow(number, tuple(row)) for number, row in enumerate(cells, start=1)))
