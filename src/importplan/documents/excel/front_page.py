"""Page one of a report: title, signatures, sections of small tables and sentences, on one printed sheet of paper."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from importplan.documents.excel.book import span, write_value
from importplan.documents.excel.chart_drawing import draw_timeline
from importplan.documents.excel.layout import LINE_HEIGHT, lines_needed
from importplan.documents.excel.palette import BLACK, DARK, INK, RED, SHADE
from importplan.documents.excel.places import Link
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.page_one.section import Section, Summary, side_by_side
from importplan.results.page_one.timeline import OrderTimeline
from importplan.results.table import Cell, Column, Leads, Look, Shown, look_of, tidy

# A grid of narrow columns; every column of a table of the page says how many of them it spans. It is a little wider
# than an upright page of A4, so that a full page, which is shrunk to fit, is filled in both directions.
GRID, GRID_WIDTH, GRID_PIXELS = 24, 4.4, 36
FITS = 1.36  # signs of the small type that fit where one of the standard type does
SIZE = 9
ROW = 12.5
CHART_HEAD, CHART_BAR = 52.0, 13.0  # points that axis and legend take, and each bar
DOTS_PER_POINT = 96 / 72
MARKED = 4  # columns of the grid for the marking
MARGINS: dict[str, Any] = {"side": 0.38, "top": 0.55, "bottom": 0.55}


def write_front_page(book: SheetBook, name: str, page: Summary) -> None:
    """Write page one, or another that goes on one sheet of paper, under the name of its sheet."""
    _Paper(book, name, page).write()


class _Paper:
    def __init__(self, book: SheetBook, name: str, page: Summary) -> None:
        self.book, self.page = book, page
        self.sheet: Any = book.controlled(name, widths=[GRID_WIDTH] * GRID, landscape=False, down=1, **MARGINS)
        self.row = 0
        self.heading = book.format(bold=True, font_size=SIZE + 1, font_color=INK, bg_color=SHADE)

    def write(self) -> None:
        self.title()
        self.band("　".join(self.page.head), SIZE, ROW, DARK)
        self.band("　　".join(self.page.signatures), SIZE, ROW + 3, DARK)
        if self.page.lead:
            self.band(self.page.lead, SIZE + 1, ROW + 2, INK, bold=True)
        for pair in side_by_side(self.page.sections):
            self.sections(pair)
        self.sheet.print_area(0, 0, self.row - 1, GRID - 1)

    def title(self) -> None:
        """The title, and at its right end how secret the page is and its version."""
        marked = MARKED if self.page.marking else 0
        room = (GRID - marked) * GRID_WIDTH * FITS * SIZE / 15
        self.sheet.set_row(self.row, 22 * lines_needed(self.page.title, room))
        span(self.sheet, self.row, 0, GRID - 1 - marked, self.page.title, self.book.words(15, bold=True, color=INK))
        if marked:
            style = self.book.words(SIZE, bold=True, color=RED, align="right")
            span(self.sheet, self.row, GRID - marked, GRID - 1, self.page.marking, style)
        self.row += 1

    def band(self, words: str, size: int, row_height: float, color: str, bold: bool = False) -> None:
        style = self.book.words(size, bold=bold, color=color)
        room = GRID * GRID_WIDTH * FITS * SIZE / size
        self.book.places.sentence(self.sheet.name, self.row, words)
        self.sheet.set_row(self.row, row_height * lines_needed(words, room))
        span(self.sheet, self.row, 0, GRID - 1, words, style)
        self.row += 1

    def sections(self, pair: tuple[Section, ...]) -> None:
        """A section, or two with their tables side by side; what is said in sentences stands below, across the page."""
        width = GRID // len(pair)
        for position, section in enumerate(pair):
            first = position * width
            span(self.sheet, self.row, first, first + width - 1, section.heading, self.heading)
            if section.table is not None and section.table.detail:
                leads = Leads(section.table.detail)
                link = Link(self.sheet, self.row, first, section.heading, self.heading, leads, None)
                self.book.places.links.append(link)
        self.sheet.set_row(self.row, LINE_HEIGHT)
        self.row += 1
        tables = [section.table for section in pair]
        shown = [None if table is None or not table.rows else table.shown(self.book.speech) for table in tables]
        self.tables([(place * width, table) for place, table in enumerate(shown) if table is not None])
        for section in pair:
            for line in section.lines:
                self.band(line, SIZE, ROW, BLACK)
            if section.timeline is not None:
                self.picture(section.timeline)

    def picture(self, timeline: OrderTimeline) -> None:
        """The bars of orders, drawn from cells beside the page."""
        height = CHART_HEAD + CHART_BAR * len(timeline.bars)
        chart = draw_timeline(self.book, self.sheet, timeline, self.row, GRID + 1)
        chart.set_size({"width": GRID * GRID_PIXELS, "height": height * DOTS_PER_POINT})
        self.sheet.insert_chart(self.row, 0, chart, {"description": timeline.words, "object_position": 2})
        for _ in range(math.ceil(height / ROW) + 1):  # programs round heights of rows, some of them down
            self.sheet.set_row(self.row, ROW)
            self.row += 1

    def tables(self, shown: Sequence[tuple[int, Shown]]) -> None:
        """Tables that begin in the same row, each in its first column of the grid."""
        columns = [(first, table, list(self.rows_of(table))) for first, table in shown]
        for first, table in shown:
            starts = accumulate((column.span for column in table.columns), initial=first)
            spots = {column.key: start for column, start in zip(table.columns, starts, strict=False)}
            self.book.places.table(self.sheet.name, table, self.row + 1, spots)
        for number in range(max((len(rows) for _, _, rows in columns), default=0)):
            lines = 1
            for first, table, rows in columns:
                if number < len(rows):
                    lines = max(lines, self.cells(first, table, *rows[number]))
            self.sheet.set_row(self.row, ROW * lines)
            self.row += 1

    def rows_of(self, table: Shown) -> Iterator[tuple[Sequence[Cell], list[Any]]]:
        """Headings, rows and sums of a table, each with the formats of its cells."""
        yield table.headings, [self.book.head(SIZE)] * len(table.headings)
        for row in table.rows:
            yield row, [self.style(column, value) for column, value in zip(table.columns, row, strict=True)]
        if table.has_totals:
            bold = [self.style(column, None, bold=True) for column in table.columns]
            yield table.totals(self.book.speech.word("result.total")), bold

    def style(self, column: Column[Any], value: Cell, bold: bool = False) -> Any:
        look = column.form.look
        return self.book.cell(Look.LONG_TEXT if look is Look.TEXT else look_of(value, look), bold=bold, size=SIZE)

    def cells(self, column: int, table: Shown, values: Sequence[Cell], styles: list[Any]) -> int:
        """Write a row of a table from a column of the grid; the lines that its highest cell takes."""
        lines = 1
        for value, style, entry in zip(values, styles, table.columns, strict=True):
            if isinstance(value, str):
                lines = max(lines, lines_needed(value, entry.span * GRID_WIDTH * FITS))
            if entry.span > 1:
                self.sheet.merge_range(self.row, column, self.row, column + entry.span - 1, "", style)
            own = tidy(value, entry.form.look)
            write_value(self.sheet, self.row, column, own, style)
            if entry.leads is not None and isinstance(own, int):
                link = Link(self.sheet, self.row, column, own, style, entry.leads, own)
                self.book.places.links.append(link)
            column += entry.span
        return lines
