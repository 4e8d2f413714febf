"""A case as lists of cells that a test can change before it is read: every sheet with every column, in schema order.

Row 1 holds the headings; `set_cell` writes the value of a column in a row and adds rows as needed.
"""

from __future__ import annotations

from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue
from importplan.documents.case.example import example
from importplan.scenario.checks.run import run
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS, sheet
from importplan.scenario.to_rows import plain
from importplan.scenario.wording import column_keys
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid, SourceFile

TOLD_IF_MISSING = ("open_need_share",)


class CaseTables:
    """The example of the template, open for changes."""

    def __init__(self) -> None:
        case = example("en")
        self.sheets: dict[str, list[list[Any]]] = {}
        for schema in SHEETS:
            rows = [list(column_keys(schema.SHEET))]
            if schema.ONE_ROW:
                rows += [
                    [spec.key, plain(getattr(case.settings, spec.attribute), spec, schema.SHEET, "en")]
                    for spec in schema.specs()
                    if getattr(case.settings, spec.attribute) != spec.default or spec.key in TOLD_IF_MISSING
                ]
            else:
                rows += [
                    [plain(getattr(row, spec.attribute), spec, schema.SHEET, "en") for spec in schema.specs()]
                    for row in getattr(case, schema.SHEET)
                ]
            if len(rows) > 1:
                self.sheets[schema.SHEET] = rows

    def set_cell(self, key: str, row: int, column: str, value: Any) -> None:
        """Write a value; `row` counts from 1 with the headings."""
        rows = self.sheets.setdefault(key, [list(column_keys(key))])
        while len(rows) < row:
            rows.append([None] * len(rows[0]))
        rows[row - 1][rows[0].index(column)] = value

    def add_row(self, key: str, **values: Any) -> int:
        """Add a row with the values of some columns (`from_` stands for `from`); its number."""
        row = len(self.sheets.get(key, [[]])) + 1
        for column, value in values.items():
            self.set_cell(key, row, column.rstrip("_"), value)
        return row

    def set_setting(self, name: str, value: Any) -> int:
        """Write a setting; the row it stands in."""
        rows = self.sheets["settings"]
        for number, row in enumerate(rows, start=1):
            if row[0] == name:
                row[1] = value
                return number
        rows.append([name, value])
        return len(rows)

    def raw(self) -> SourceFile:
        """The case as a reader of files would hand it on."""
        return SourceFile("case.xlsx", tuple(_grid(name, rows) for name, rows in self.sheets.items()))

    def read(self) -> tuple[Scenario | None, tuple[Issue, ...]]:
        """The scenario and all issues of reading and checking."""
        scenario, issues = from_rows(self.raw())
        return scenario, issues + (run(scenario) if scenario else ())


def _grid(name: str, rows: list[list[Any]]) -> Grid:
    cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
    formats = {
        (number, column): cell.number_format
        for number, row in enumerate(cells)
        for column, cell in enumerate(row)
        if cell.number_format
    }
    return Grid("case.xlsx", name, tuple(tuple(cell.value for cell in row) for row in cells), formats)


def address(key: str, column: str, row: int) -> str:
    """`offers!D2`: where a column of a sheet stands in these tables."""
    return f"{key}!{letter(column_keys(key).index(column))}{row}"


def required_columns(key: str) -> list[str]:
    """The columns of a sheet that must be filled."""
    return [spec.key for spec in sheet(key).specs() if spec.required]
