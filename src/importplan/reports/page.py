"""One sheet of stacked blocks: title, sentences, tables with live totals, charts; laid out when all are known."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range

from importplan.reports.book import INK, Book, clean
from importplan.reports.layout import LINE_HEIGHT, height, lines_needed, shown, widths
from importplan.reports.table import Cell, Column, Form, Table, tidy

READABLE = 190.0  # width that still can be read on one page of A4 across


@dataclass(frozen=True)
class Chart:
    """A column chart over two columns of a table: the key of the names and the keys of the values."""

    title: str
    table: Table
    category: str
    values: tuple[str, ...]
    kind: str = "column"
    stacked: bool = False


@dataclass
class Page:
    """A sheet under construction: add blocks, then `finish`."""

    book: Book
    key: str
    blocks: list[str | Table | Chart] = field(default_factory=list)
    freeze: int = 2  # columns that stay in sight when scrolling to the right

    def sentence(self, words: str) -> None:
        """Add a sentence below what is there."""
        self.blocks.append(words)

    def table(self, table: Table, say_if_empty: bool = True) -> None:
        """Add a table; an empty one is a sentence, or nothing at all."""
        if table.rows or say_if_empty:
            self.blocks.append(table)

    def chart(self, chart: Chart) -> None:
        """Add a native chart of a table of this page."""
        if chart.table.rows:
            self.blocks.append(chart)

    def finish(self) -> None:
        """Write all blocks."""
        _Writer(self).write()


class _Writer:
    def __init__(self, page: Page) -> None:
        self.page, self.book = page, page.book
        self.sheet: Any = page.book.add_sheet(page.key)
        self.tables = [block for block in page.blocks if isinstance(block, Table)]
        headings = [[self.heading(column) for column in table.columns] for table in self.tables]
        self.widths = widths(self.tables, headings)
        self.row = 0
        self.places: dict[str, tuple[int, int]] = {}  # table → first and last row of its values

    def heading(self, column: Column) -> str:
        return column.heading or self.book.names.word(f"result.column.{column.key}")

    def write(self) -> None:
        for position, width in enumerate(self.widths):
            self.sheet.set_column(position, position, width)
        self.set_print_width()
        title = self.book.names.word(f"sheet.{self.page.key}")
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, title, self.book.format(font_size=15, bold=True, font_color=INK))
        self.row = 1
        for block in self.page.blocks:
            if isinstance(block, Table):
                self.write_table(block)
            elif isinstance(block, Chart):
                self.write_chart(block)
            else:
                self.write_sentence(block)

    def set_print_width(self) -> None:
        """Spread wide sheets over several pages side by side, with their first columns on each."""
        pages = math.ceil(sum(self.widths) / READABLE)
        if pages > 1:
            self.sheet.fit_to_pages(pages, 0)
            self.sheet.repeat_columns(0, self.page.freeze - 1)

    def write_sentence(self, words: str) -> None:
        last = max(1, min(len(self.widths) - 1, self._columns_within(150.0)))
        room = sum(self.widths[: last + 1]) if len(self.widths) > last else 60.0
        self.sheet.set_row(self.row, LINE_HEIGHT * lines_needed(words, room) + 1)
        self.sheet.merge_range(self.row, 0, self.row, last, clean(words), self.book.words())
        self.row += 1

    def _columns_within(self, room: float) -> int:
        total = 0.0
        for position, width in enumerate(self.widths):
            total += width
            if total > room:
                return position
        return len(self.widths) - 1

    def write_table(self, table: Table) -> None:
        self.row += 1
        title = self.book.names.word(f"result.table.{table.key}")
        self.sheet.write_string(self.row, 0, title, self.book.format(font_size=11, bold=True, font_color=INK))
        self.row += 1
        if not table.rows:
            words = self.book.names.word("result.nothing")
            self.sheet.write_string(self.row, 0, words, self.book.format(italic=True))
            self.row += 1
            return
        first = self.write_head(table)
        for row in table.rows:
            self.write_row(table, row)
        self.places[table.key] = (first, self.row - 1)
        if any(column.total for column in table.columns):
            self.write_totals(table)

    def write_head(self, table: Table) -> int:
        headings = [self.heading(column) for column in table.columns]
        self.sheet.set_row(self.row, height(headings, self.widths))
        for position, words in enumerate(headings):
            self.sheet.write_string(self.row, position, words, self.book.heading())
        if table is self.tables[0]:
            self.sheet.freeze_panes(self.row + 1, min(self.page.freeze, len(table.columns) - 1))
            self.sheet.repeat_rows(self.row)
            self.sheet.autofilter(self.row, 0, self.row + len(table.rows), len(table.columns) - 1)
        self.row += 1
        return self.row

    def write_row(self, table: Table, row: tuple[Cell, ...]) -> None:
        words = [
            shown(value, column.form) if not column.form.is_number else ""
            for value, column in zip(row, table.columns, strict=True)
        ]
        self.sheet.set_row(self.row, height(words, self.widths))
        for position, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            write_cell(self.sheet, self.row, position, tidy(value, column.form), self.wrapped(column, value, position))
        self.row += 1

    def wrapped(self, column: Column, value: Cell, position: int) -> Any:
        # Text that is wider than its column wraps, so that it is never cut off.
        long = isinstance(value, str) and lines_needed(value, self.widths[position]) > 1
        return self.book.cell(Form.LONG_TEXT if long else form_of(value, column.form))

    def write_totals(self, table: Table) -> None:
        first, last = self.places[table.key]
        for position, column in enumerate(table.columns):
            if column.total:
                numbers = [value for value in table.values(column.key) if isinstance(value, (int, float))]
                formula = f"=SUBTOTAL(109,{xl_range(first, position, last, position)})"
                self.sheet.write_formula(
                    self.row, position, formula, self.book.cell(column.form, bold=True), sum(numbers)
                )
            else:
                words = self.book.names.word("result.total") if position == 0 else ""
                self.sheet.write_string(self.row, position, words, self.book.cell(Form.TEXT, bold=True))
        self.row += 1

    def write_chart(self, block: Chart) -> None:
        kind = {"type": block.kind} | ({"subtype": "stacked"} if block.stacked else {})
        chart = self.book.workbook.add_chart(kind)
        first, last = self.places[block.table.key]
        keys = [column.key for column in block.table.columns]
        for key in block.values:
            column = keys.index(key)
            chart.add_series(
                {
                    "name": self.heading(block.table.columns[column]),
                    "categories": [
                        self.sheet.name,
                        first,
                        keys.index(block.category),
                        last,
                        keys.index(block.category),
                    ],
                    "values": [self.sheet.name, first, column, last, column],
                    "gap": 40,
                }
            )
        font = {"name": self.book.font, "size": 9}
        axis = "0%" if block.table.columns[keys.index(block.values[0])].form is Form.SHARE else "#,##0"
        chart.set_title({"name": block.title, "name_font": {"name": self.book.font, "size": 11}, "overlay": False})
        chart.set_x_axis({"num_font": font})
        chart.set_y_axis(
            {"num_font": font, "num_format": axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
        )
        chart.set_legend({"none": True} if len(block.values) == 1 else {"position": "bottom", "font": font})
        chart.set_size({"width": 760, "height": 300})
        self.sheet.insert_chart(self.row + 1, 0, chart)
        self.row += 18


def form_of(value: Cell, form: Form) -> Form:
    """The form of one value: whole quantities without decimals."""
    whole = form is Form.UNITS and isinstance(value, (int, float)) and abs(value - round(value)) < 1e-9
    return Form.WHOLE if whole else form


def write_cell(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    """Write a plain value; text never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, clean(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
