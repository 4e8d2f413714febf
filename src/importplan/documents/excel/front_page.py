"""Page one of a report: title, signatures, sections of small tables and sentences, on one printed sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.documents.excel.book import span, write_value
from importplan.documents.excel.layout import LINE_HEIGHT, in_cell, lines_needed
from importplan.documents.excel.palette import BLACK, DARK, INK, RED, SHADE
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.page_one.section import Section, Summary
from importplan.results.table import Cell, Column, Look, Shown, look_of, tidy

# A grid of narrow columns; every column of a table of the page says how many of them it spans.
GRID, GRID_WIDTH = 24, 4.4
FITS = 1.3  # signs of the small type that fit where one of the standard type does
SIZE = 9
ROW = 13.5


def write_front_page(book: SheetBook, name: str, page: Summary) -> None:
    """Write page one, or another that goes on one sheet of paper, under the name of its sheet."""
    _Paper(book, name, page).write()


class _Paper:
    def __init__(self, book: SheetBook, name: str, page: Summary) -> None:
        self.book, self.page = book, page
        self.sheet: Any = book.controlled(name, widths=[GRID_WIDTH] * GRID, landscape=False, down=1)
        self.row = 0

    def write(self) -> None:
        self.band(self.page.title, 15, 24, INK, bold=True)
        if self.page.marking:
            self.band(self.page.marking, SIZE, ROW, RED, bold=True)
        self.band("　".join(self.page.head), SIZE, ROW, DARK)
        self.band("　　".join(self.page.signatures), SIZE, ROW + 3, DARK)
        for section in self.page.sections:
            self.section(section)

    def band(self, words: str, size: int, row_height: float, color: str, bold: bool = False) -> None:
        style = self.book.words(size, bold=bold, color=color)
        room = GRID * GRID_WIDTH * FITS * SIZE / size
        self.sheet.set_row(self.row, row_height * lines_needed(words, room))
        span(self.sheet, self.row, 0, GRID - 1, words, style)
        self.row += 1

    def section(self, section: Section) -> None:
        style = self.book.format(bold=True, font_size=SIZE + 1, font_color=INK, bg_color=SHADE)
        self.sheet.set_row(self.row, LINE_HEIGHT + 1)
        span(self.sheet, self.row, 0, GRID - 1, section.heading, style)
        self.row += 1
        if section.table is not None and section.table.rows:
            self.table(section.table.shown(self.book.speech))
        for line in section.lines:
            self.band(line, SIZE, ROW, BLACK)

    def table(self, table: Shown) -> None:
        self.cells(table, table.headings, [self.book.head(SIZE)] * len(table.headings))
        for row in table.rows:
            self.cells(
                table, row, [self.style(column, value) for column, value in zip(table.columns, row, strict=True)]
            )
        if table.has_totals:
            bold = [self.style(column, None, bold=True) for column in table.columns]
            self.cells(table, table.totals(self.book.speech.word("result.total")), bold)

    def style(self, column: Column[Any], value: Cell, bold: bool = False) -> Any:
        look = column.form.look
        return self.book.cell(Look.LONG_TEXT if look is Look.TEXT else look_of(value, look), bold=bold, size=SIZE)

    def cells(self, table: Shown, values: Sequence[Cell], styles: list[Any]) -> None:
        column, lines = 0, 1
        for value, entry in zip(values, table.columns, strict=True):
            words = in_cell(value, entry.form.look)
            lines = max(lines, lines_needed(words, entry.span * GRID_WIDTH * FITS))
        self.sheet.set_row(self.row, ROW * lines + 1)
        for value, style, entry in zip(values, styles, table.columns, strict=True):
            if entry.span > 1:
                self.sheet.merge_range(self.row, column, self.row, column + entry.span - 1, "", style)
            write_value(self.sheet, self.row, column, tidy(value, entry.form.look), style)
            column += entry.span
        self.row += 1
