"""Page one of a report: title, signatures, sections of small tables and sentences, on one printed sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importplan.reports.document_control import clean
from importplan.reports.layout import LINE_HEIGHT, lines_needed, shown
from importplan.reports.page import form_of, write_cell
from importplan.reports.sheet_book import INK, SHADE, SheetBook
from importplan.reports.table import Cell, Column, Form, Table, tidy
from importplan.reports.views.section import Section, Summary

# A grid of narrow columns; every table of the page says how many of them each of its columns spans.
GRID, GRID_WIDTH = 24, 4.4
FITS = 1.3  # signs of the small type that fit where one of the standard type does
SIZE = 9
ROW = 13.5


def write_front_page(book: SheetBook, key: str, page: Summary, spans: Mapping[str, tuple[int, ...]]) -> None:
    """Write page one as the sheet `key`; `spans` says for each table how many columns of the grid its columns take."""
    _Paper(book, key, page, spans).write()


class _Paper:
    def __init__(self, book: SheetBook, key: str, page: Summary, spans: Mapping[str, tuple[int, ...]]) -> None:
        self.book, self.page, self.spans_of = book, page, spans
        self.sheet: Any = book.add_sheet(key, landscape=False)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_column(0, GRID - 1, GRID_WIDTH)
        self.row = 0

    def write(self) -> None:
        self.band(self.page.title, 15, 24, INK, bold=True)
        if self.page.marking:
            self.band(self.page.marking, SIZE, ROW, "#C00000", bold=True)
        self.band("　".join(self.page.head), SIZE, ROW, "#404040")
        self.band("　　".join(self.page.signatures), SIZE, ROW + 3, "#404040")
        for section in self.page.sections:
            self.section(section)

    def band(self, words: str, size: int, row_height: float, color: str, bold: bool = False) -> None:
        style = self.book.words(size, bold=bold, color=color)
        room = GRID * GRID_WIDTH * FITS * SIZE / size
        self.sheet.set_row(self.row, row_height * lines_needed(words, room))
        self.sheet.merge_range(self.row, 0, self.row, GRID - 1, clean(words), style)
        self.row += 1

    def section(self, section: Section) -> None:
        style = self.book.format(bold=True, font_size=SIZE + 1, font_color=INK, bg_color=SHADE)
        self.sheet.set_row(self.row, LINE_HEIGHT + 1)
        self.sheet.merge_range(self.row, 0, self.row, GRID - 1, clean(section.heading), style)
        self.row += 1
        if section.table is not None and section.table.rows:
            self.table(section.table)
        for line in section.lines:
            room = GRID * GRID_WIDTH * FITS
            self.sheet.set_row(self.row, ROW * lines_needed(line, room))
            self.sheet.merge_range(self.row, 0, self.row, GRID - 1, clean(line), self.book.words(SIZE))
            self.row += 1

    def table(self, table: Table) -> None:
        word = self.book.speech.word
        headings = [column.heading or word(f"result.column.{column.key}") for column in table.columns]
        self.cells(table, headings, [self.book.heading(SIZE)] * len(headings))
        for row in table.rows:
            self.cells(
                table, row, [self.style(column, value) for column, value in zip(table.columns, row, strict=True)]
            )
        if any(column.total for column in table.columns):
            self.cells(table, self.totals(table), [self.style(column, None, bold=True) for column in table.columns])

    def totals(self, table: Table) -> list[Cell]:
        found: list[Cell] = []
        for position, column in enumerate(table.columns):
            numbers = [value for value in table.values(column.key) if isinstance(value, (int, float))]
            words = self.book.speech.word("result.total") if position == 0 else None
            found.append(sum(numbers) if column.total else words)
        return found

    def style(self, column: Column, value: Cell, bold: bool = False) -> Any:
        form = Form.LONG_TEXT if column.form is Form.TEXT else form_of(value, column.form)
        return self.book.cell(form, bold=bold, size=SIZE)

    def cells(self, table: Table, values: Any, styles: list[Any]) -> None:
        spans, column, lines = self.spans_of[table.key], 0, 1
        for value, entry, span in zip(values, table.columns, spans, strict=True):
            words = value if isinstance(value, str) else shown(value, entry.form)
            lines = max(lines, lines_needed(words, span * GRID_WIDTH * FITS))
        self.sheet.set_row(self.row, ROW * lines + 1)
        for value, style, entry, span in zip(values, styles, table.columns, spans, strict=True):
            if span > 1:
                self.sheet.merge_range(self.row, column, self.row, column + span - 1, "", style)
            write_cell(self.sheet, self.row, column, tidy(value, entry.form), style)
            column += span
        self.row += 1
