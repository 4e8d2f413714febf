"""Lists as a workbook: title and legend, headings, boxed rows as high as their words, A3 across."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from importplan.documents.excel.book import write_value
from importplan.documents.excel.chart_drawing import bars
from importplan.documents.excel.layout import words_in_lines
from importplan.documents.excel.palette import DARK, INK
from importplan.documents.excel.paper import A3
from importplan.documents.excel.sheet_book import SheetBook, off_the_edge
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Cell, Formula, Look, cell

SIZE, LINE_HEIGHT, HEADING_HEIGHT = 9, 13.0, 42.0  # points
ROOM = 1.15  # places of the small type in a place of a column
NUMBERS = {
    Look.YUAN: "#,##0.00",
    Look.RATE: "0.00%",
    Look.SHARE: "0.0%",
    Look.UNITS: "#,##0.##",
    Look.WHOLE: "#,##0",
    Look.SUMMARY: "#,##0.00",
}


def write(sheets: Iterable[ListSheet], path: Path, names: Names) -> None:
    """Write lists as sheets of a workbook."""
    writer = _Writer(SheetBook(names.scenario.settings, names, own_cells=False, large=True), names)
    for sheet in sheets:
        writer.fill(sheet)
    writer.book.save(path)


class _Writer:
    def __init__(self, book: SheetBook, names: Names) -> None:
        self.book, self.names = book, names
        self.text = book.boxed(font_size=SIZE)
        self.numbers = {
            look: book.boxed(
                font_size=SIZE, text_wrap=False, num_format=off_the_edge(pattern), align="right", shrink=True
            )
            for look, pattern in NUMBERS.items()
        }
        self.numbers[Look.FIGURE] = book.boxed(font_size=SIZE, align="right")
        self.title = book.format(bold=True, font_size=14, font_color=INK)
        self.legend = book.format(font_size=SIZE, font_color=DARK)

    def fill(self, sheet: ListSheet) -> None:
        """Title and legend stand in the first row, headings in the second."""
        table, last = sheet.table, 1
        columns = table.told
        widths = [column.widest for column in columns]
        tab = self.book.controlled(self.names.word(sheet.key), widths=widths, size=A3, side=0.5)
        tab.write_string(0, 0, self.names.word(sheet.key), self.title)
        if sheet.legend:
            tab.write_string(0, sheet.frozen or 1, sheet.legend, self.legend)
        for number, heading in enumerate(table.headings(self.names)):
            tab.write_string(1, number, heading, self.book.head(SIZE))
        looks = [self.numbers.get(column.form.look, self.text) for column in columns]
        for last, row in enumerate(table.rows, start=2):
            values = [_plain(cell(self.names, column, row)) for column in columns]
            for number, (value, look) in enumerate(zip(values, looks, strict=True)):
                write_value(tab, last, number, value, look)
            lines = (_lines(value, column.widest) for value, column in zip(values, columns, strict=True))
            tab.set_row(last, 4.0 + LINE_HEIGHT * max(lines))
        if sheet.bars and table.rows:
            count = min(len(table.rows), sheet.most_bars)
            place = [column.key for column in columns].index(sheet.bars)
            tab.insert_chart(last + 2, 0, bars(self.book, tab.get_name(), place, (2, 1 + count)))
        tab.freeze_panes(2, sheet.frozen)
        tab.autofilter(1, 0, last, len(columns) - 1)
        tab.set_row(0, 22.0)
        tab.set_row(1, HEADING_HEIGHT)
        tab.repeat_rows(1)


def _plain(value: Cell) -> str | float | None:
    """A value without its live formula, dates as text."""
    now = value.value if isinstance(value, Formula) else value
    return now.isoformat() if isinstance(now, date) else None if now == "" else now


def _lines(value: str | float | None, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(words_in_lines(line, width * ROOM) for line in value.split("\n"))
