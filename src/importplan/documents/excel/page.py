"""One sheet of stacked blocks: title, sentences, tables with live totals, charts; laid out when all are known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from importplan.documents.excel.book import span, write_value
from importplan.documents.excel.chart_drawing import ROWS as CHART_ROWS
from importplan.documents.excel.chart_drawing import draw
from importplan.documents.excel.layout import (
    LINE_HEIGHT,
    heading_height,
    height_of_lines,
    in_cell,
    lines_needed,
    widths,
)
from importplan.documents.excel.palette import INK
from importplan.documents.excel.paper import columns_on_paper, paper
from importplan.documents.excel.places import Link
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.chart import Chart
from importplan.results.part import Block, PrintEnd, ReportPart, Signatures
from importplan.results.table import Cell, Column, Formula, Look, Shown, Table, look_of, tidy

SENTENCE_WIDTH = 150.0  # places: longer lines are hard to read
MOST_BREAKS = 1000  # spreadsheet programs know 1,026
TOGETHER = 8  # rows of a table that stand below its title, headings and all
FREEZE_ABOVE = 10  # rows: frozen headings further down would fill the screen


def write_part(book: SheetBook, part: ReportPart) -> None:
    """Write a part of a report as a sheet."""
    _Writer(book, part).write()


def _printed(blocks: Sequence[Block]) -> list[str]:
    """The keys of the tables that are printed, the last one perhaps in part."""
    found: list[str] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Table):
            found.append(block.key)
        if isinstance(block, PrintEnd):
            return [*found, *([after.key] if block.rows and isinstance(after, Table) else [])]
    return found


class _Writer:
    def __init__(self, book: SheetBook, part: ReportPart) -> None:
        self.part, self.book, self.blocks = part, book, part.visible
        self.tables = {block.key: block.shown(book.speech) for block in self.blocks if isinstance(block, Table)}
        shown = tuple(self.tables.values())
        self.main = max(shown, key=lambda table: len(table.rows), default=None)
        self.widths = widths(shown) if shown else [SENTENCE_WIDTH / 2] * 2
        self.on_paper = _printed(self.blocks)
        meant = max((len(self.tables[key].columns) for key in self.on_paper), default=len(self.widths))
        kept = min(part.freeze, meant - 1)
        self.printed = meant if part.filed else columns_on_paper(self.widths[:meant], kept)
        self.is_cut = self.printed < meant
        self.paper = paper(self.widths[: self.printed], min(part.freeze, self.printed - 1))
        self.sheet: Any = book.add_sheet(part.key, widths=self.widths, across=self.paper.across, repeated=part.freeze)
        self.row = 0
        self.places: dict[str, tuple[int, int]] = {}  # table → first and last row of its values
        self.charts: list[tuple[int, Chart]] = []  # with the row where each begins
        self.breaks: list[int] = []
        self.title_breaks: list[int] = []  # those before the title of a table
        self.ended = False  # whether the print area is set
        self.rows_to_print = 0  # of the next table, where it is printed in part
        self.points = 0.0  # used on the page that is being filled
        self.repeated = 0.0  # points of the headings that stand on every page

    def write(self) -> None:
        words = self.book.speech.word(f"sheet.{self.part.key}")
        title = words[:1].upper() + words[1:]
        self.next_row(26.0)
        self.sheet.write_string(0, 0, title, self.book.format(font_size=15, bold=True, font_color=INK))
        self.row = 1
        if self.is_cut:
            self.write_sentence(self.book.speech.word("result.about.columns_printed", count=self.printed))
        for block in self.blocks:
            self.write_block(block)
        if self.is_cut and not self.ended:
            self.set_print_area()
        self.insert_charts()
        self.break_pages()

    def write_block(self, block: Block) -> None:
        if isinstance(block, Table):
            self.write_table(self.tables[block.key])
        elif isinstance(block, Chart):
            self.write_chart(block)
        elif isinstance(block, Signatures):
            self.write_signatures(block)
        elif isinstance(block, PrintEnd):
            self.end_print(block)
        elif isinstance(block, str):
            self.write_sentence(block)

    @property
    def margin(self) -> int:
        """The first column for sentences and charts: columns that stand on every page would show a piece on each."""
        return self.part.freeze if self.paper.is_spread else 0

    def insert_charts(self) -> None:
        """Draw the charts, now that the places of all tables are known: a chart may stand above its table."""
        for row, block in self.charts:
            first, _ = self.places[block.table.key]
            drawn = draw(self.book, self.sheet.name, block, self.tables[block.table.key], first)
            self.sheet.insert_chart(row, self.margin, drawn, {"y_offset": 8})

    def break_pages(self) -> None:
        """Breaks before what must not be cut."""
        # Where nothing may be cut, programs fill their pages better than what can be reckoned here on the safe side.
        fixed = any(isinstance(block, Chart | Signatures) for block in self.blocks)
        breaks = self.breaks if fixed else self.title_breaks
        if breaks:
            self.sheet.set_h_pagebreaks(breaks[:MOST_BREAKS])

    def end_print(self, block: PrintEnd) -> None:
        """Set the print area now, or when so many rows of the next table are written; only the first end counts."""
        if self.rows_to_print or self.ended:
            return
        self.rows_to_print = block.rows
        if not block.rows:
            self.set_print_area()

    def set_print_area(self) -> None:
        """Print what stands above the current row."""
        self.sheet.print_area(0, 0, self.row - 1, self.printed - 1)
        self.ended = True

    def next_row(self, points: float, together: float = 0.0, title: bool = False) -> None:
        """Set the height of the current row; begin a new page where it, and what must stay with it, does not fit."""
        if self.row and self.points + max(points, together) > self.paper.page_points:
            self.breaks.append(self.row)
            if title:
                self.title_breaks.append(self.row)
            self.points = self.repeated
        self.points += points
        self.sheet.set_row(self.row, points)

    def write_sentence(self, words: str) -> None:
        last, room = self.sentence_columns()
        self.next_row(LINE_HEIGHT * lines_needed(words, room) + 1)
        span(self.sheet, self.row, self.margin, last, words, self.book.words())
        self.row += 1

    def write_signatures(self, block: Signatures) -> None:
        last, _ = self.sentence_columns()
        self.next_row(LINE_HEIGHT, together=(len(block.words) + 1) * 2 * LINE_HEIGHT)
        self.row += 1
        for words in block.words:
            self.next_row(2 * LINE_HEIGHT)
            span(self.sheet, self.row, self.margin, last, words, self.book.words(11))
            self.row += 1

    def sentence_columns(self) -> tuple[int, float]:
        """The last column that sentences are merged to, on the first page across, and their width."""
        last, room = self.margin, self.widths[self.margin]
        most = min(SENTENCE_WIDTH, self.paper.first_page - sum(self.widths[: self.margin]))
        for position in range(self.margin + 1, self.printed):
            if room + self.widths[position] > most:
                break
            last, room = position, room + self.widths[position]
        return (last, room) if last > self.margin else (self.margin + 1, room + 8.0)

    def write_table(self, table: Shown) -> None:
        self.next_row(LINE_HEIGHT)
        self.row += 1
        title = self.book.speech.word(f"result.table.{table.key}")
        self.next_row(LINE_HEIGHT + 2, together=min(len(table.rows) + 3, TOGETHER) * LINE_HEIGHT, title=True)
        self.sheet.write_string(self.row, 0, title, self.book.format(font_size=11, bold=True, font_color=INK))
        self.row += 1
        if not table.rows:
            words = self.book.speech.word("result.nothing")
            self.next_row(LINE_HEIGHT)
            self.sheet.write_string(self.row, 0, words, self.book.format(italic=True))
            self.row += 1
            return
        first = self.write_head(table)
        for number, row in enumerate(table.rows, start=1):
            self.write_row(table, row)
            if number == self.rows_to_print and not self.ended:
                self.set_print_area()
        self.places[table.key] = (first, self.row - 1)
        columns = {column.key: place for place, column in enumerate(table.columns)}
        self.book.places.table(self.sheet.name, table, first, columns)
        if table.has_totals:
            self.write_totals(table)

    def write_head(self, table: Shown) -> int:
        points = heading_height(table.headings, self.widths)
        self.next_row(points)
        for position, words in enumerate(table.headings):
            self.sheet.write_string(self.row, position, words, self.book.head())
        if table is self.main:
            self.sheet.autofilter(self.row, 0, self.row + len(table.rows), len(table.columns) - 1)
            freeze_row = self.row + 1 if self.row < FREEZE_ABOVE else 0
            self.sheet.freeze_panes(freeze_row, min(self.part.freeze, len(table.columns) - 1))
            last = self.blocks[-1]
            if isinstance(last, Table) and last.key == table.key and table.key in self.on_paper:
                # Else its headings would stand above other tables, charts or lines to sign on.
                self.sheet.repeat_rows(self.row)
                self.repeated = points
        self.row += 1
        return self.row

    def write_row(self, table: Shown, row: tuple[Cell, ...]) -> None:
        looks = [column.form.look for column in table.columns]
        lines = [
            lines_needed(in_cell(value, look), width) if isinstance(value, str) or not look.is_number else 1
            for value, look, width in zip(row, looks, self.widths, strict=False)
        ]
        texts = (count for count, look in zip(lines, looks, strict=True) if not look.is_number)
        self.next_row(height_of_lines(max(texts, default=1)))
        for position, (value, column, count) in enumerate(zip(row, table.columns, lines, strict=True)):
            own = self.in_sheet(table, value) if isinstance(value, Formula) else tidy(value, column.form.look)
            style = self.wrapped(column, value, count)
            write_value(self.sheet, self.row, position, own, style)
            if column.leads is not None and value is not None:
                by = row[table.place(column.leads.by)] if column.leads.by else value
                link = Link(self.sheet, self.row, position, own, style, column.leads, by)
                self.book.places.links.append(link)
        self.row += 1

    def in_sheet(self, table: Shown, formula: Formula) -> Formula:
        """A formula with the cells of its row in place of the keys of columns."""
        cells = {column.key: xl_rowcol_to_cell(self.row, place) for place, column in enumerate(table.columns)}
        return Formula(formula.words.format_map(cells), formula.value)

    def wrapped(self, column: Column[Any], value: Cell, lines: int) -> Any:
        # Text that is wider than its column wraps, so that it is never cut off.
        long = isinstance(value, str) and lines > 1
        look = Look.LONG_TEXT if long else look_of(value, column.form.look)
        return self.book.cell(look, column.entry, leads=column.leads is not None)

    def write_totals(self, table: Shown) -> None:
        first, last = self.places[table.key]
        self.next_row(LINE_HEIGHT)
        for position, column in enumerate(table.columns):
            if column.total:
                formula = f"=SUBTOTAL(109,{xl_range(first, position, last, position)})"
                style = self.book.cell(column.form.look, bold=True)
                self.sheet.write_formula(self.row, position, formula, style, table.total(position))
            else:
                words = self.book.speech.word("result.total") if position == 0 else ""
                self.sheet.write_string(self.row, position, words, self.book.cell(Look.TEXT, bold=True))
        self.row += 1

    def write_chart(self, block: Chart) -> None:
        self.next_row(LINE_HEIGHT, together=CHART_ROWS * LINE_HEIGHT)
        self.charts.append((self.row, block))
        for _ in range(1, CHART_ROWS):
            self.row += 1
            self.next_row(LINE_HEIGHT)
        self.row += 1
