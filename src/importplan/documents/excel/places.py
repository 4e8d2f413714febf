"""Where in a workbook tables and sentences stand, so that others can name and link their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell

from importplan.results.table import Cell, Shown

TOTAL = -1  # in place of the number of a row: the sums below a table


@dataclass(frozen=True)
class TablePlace:
    """A table on its sheet: row of its first values, position of each column, and the words that lead to its rows."""

    sheet: str
    first: int
    columns: Mapping[str, int]
    shown: Shown

    def cell(self, row: int, column: str) -> str:
        """`P8`; the number of the row in the table, or `TOTAL`."""
        number = len(self.shown.rows) if row == TOTAL else row
        return str(xl_rowcol_to_cell(self.first + number, self.columns[column]))


@dataclass
class Places:
    """What a workbook has written where, while it is written."""

    tables: dict[str, TablePlace] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)  # words → `sheet!cell`, those of page one

    def table(self, sheet: str, shown: Shown, first: int, columns: Mapping[str, int]) -> None:
        """Keep where a table stands."""
        self.tables[shown.key] = TablePlace(sheet, first, columns, shown)

    def sentence(self, sheet: str, row: int, words: str) -> None:
        """Keep where a sentence stands, in the first column."""
        self.sentences.setdefault(words, f"{sheet}!{xl_rowcol_to_cell(row, 0)}")


def number_of_row(place: TablePlace, column: str, value: Cell) -> int | None:
    """The first row of a table that has this value in a column."""
    cells = place.shown.cells(column)
    return cells.index(value) if value in cells else None
