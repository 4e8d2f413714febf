"""A case in whose sheets some cells are written over, and which is then read as any workbook is."""

from __future__ import annotations

from importplan.basics.issues import Issue
from importplan.scenario.checks.run import run
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import SheetTable, to_tables
from importplan.tables.cell import CellValue
from importplan.tables.grid import Grid, SourceFile

Cells = dict[str, CellValue]


def written(scenario: Scenario, cells: Cells) -> Scenario:
    """The case with cells such as `budgets.to` (of the first row) or `budgets.to.2` as they are given."""
    found, issues = read(scenario, cells)
    assert found is not None, issues
    return found


def read(scenario: Scenario, cells: Cells) -> tuple[Scenario | None, tuple[Issue, ...]]:
    """The same with all that reading and checking says."""
    grids = tuple(_grid(table, cells) for table in to_tables(scenario, "en"))
    found, issues = from_rows(SourceFile("case.xlsx", grids))
    return found, issues + (run(found) if found is not None else ())


def _grid(table: SheetTable, cells: Cells) -> Grid:
    keys = list(table.keys)
    rows = [list(row) for row in table.rows]
    for place, value in cells.items():
        sheet, column, *number = place.split(".")
        if sheet != table.key:
            continue
        if column not in keys:
            keys.append(column)
            rows = [[*row, None] for row in rows]
        rows[int(number[0]) - 1 if number else 0][keys.index(column)] = value
    return Grid("case.xlsx", table.key, tuple(map(tuple, ([*keys], *rows))))
