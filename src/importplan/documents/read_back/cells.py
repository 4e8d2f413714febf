"""Every cell of a result workbook: its value, and its formula where it is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importplan.tables.cell import CellValue
from importplan.tables.grid import Grid
from importplan.tables.workbook import read_xlsx

Address = tuple[int, int]  # row and column, counted from 1


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What stands in a cell. The value of a formula is the one that the file was saved with, None where it has none."""

    value: CellValue
    formula: str | None = None  # empty: that of another cell
    percent: bool = False


Cells = dict[Address, ResultCell]  # the filled ones of a sheet
Sheets = dict[str, Cells]  # by its name


def read_cells(path: Path) -> Sheets:
    """The filled cells of a workbook. Raises InputRejected for a file that is none, is damaged or is a trap."""
    return {grid.name: dict(_cells(grid)) for grid in read_xlsx(path, path.name).grids}


def _cells(grid: Grid) -> Iterator[tuple[Address, ResultCell]]:
    for row in range(grid.height):
        for column in grid.filled(row):
            cell, spot = grid.cell(row, column), (row, column)
            yield (row + 1, column + 1), ResultCell(cell.value, grid.formulas.get(spot), "%" in cell.number_format)
