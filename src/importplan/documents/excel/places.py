"""Where in a workbook tables and sentences stand, so that others can name and link their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from importplan.documents.excel.book import write_value
from importplan.results.table import Cell, Leads, Shown

MOST_LINKS = 60_000  # of a sheet: spreadsheet programs take 65,530
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


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere: where it stands, what it says in which format, and the row that is meant."""

    sheet: Any
    row: int
    column: int
    value: Cell
    style: Any
    leads: Leads
    by: Cell


@dataclass
class Places:
    """What a workbook has written where, while it is written."""

    tables: dict[str, TablePlace] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)  # words → `sheet!cell`, those of page one
    links: list[Link] = field(default_factory=list)

    def table(self, sheet: str, shown: Shown, first: int, columns: Mapping[str, int]) -> None:
        """Keep where a table stands."""
        self.tables[shown.key] = TablePlace(sheet, first, columns, shown)

    def sentence(self, sheet: str, row: int, words: str) -> None:
        """Keep where a sentence stands, in the first column."""
        self.sentences.setdefault(words, f"{sheet}!{xl_rowcol_to_cell(row, 0)}")

    def link(self) -> None:
        """Write the links, now that it is known where everything stands; a row that is not there has none."""
        rows: dict[str, dict[Cell, int]] = {}
        used: dict[str, int] = {}
        for link in self.links:
            place = self.tables.get(link.leads.to)
            used[link.sheet.name] = used.get(link.sheet.name, 0) + 1
            if place is None or used[link.sheet.name] > MOST_LINKS:
                continue
            if link.leads.to not in rows:
                first = reversed(list(enumerate(row[0] for row in place.shown.rows)))
                rows[link.leads.to] = {value: number for number, value in first}
            number = 0 if link.by is None else rows[link.leads.to].get(link.by)
            if number is not None:
                column = link.leads.at if link.leads.at in place.columns else next(iter(place.columns))
                name = place.sheet.replace("'", "''")
                target = f"internal:'{name}'!{place.cell(number, column)}"
                link.sheet.write_url(link.row, link.column, target, link.style, string=" ")
                write_value(link.sheet, link.row, link.column, link.value, link.style)
