"""One sheet of stacked blocks: title, sentences, tables with live totals, charts; laid out when all are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range

from importplan.reports.chart import ROWS as CHART_ROWS
from importplan.reports.chart import Chart, draw
from importplan.reports.document_control import clean
from importplan.reports.layout import LINE_HEIGHT, heading_height, height_of_lines, lines_needed, shown, widths
from importplan.reports.paper import paper
from importplan.reports.sheet_book import INK, SheetBook
from importplan.reports.table import Cell, Column, Form, Formula, Table, tidy

SENTENCE_WIDTH = 150.0  # places: longer lines are hard to read
MOST_BREAKS = 1000  # spreadsheet programs know 1,026
TOGETHER = 8  # rows of a table that stand below its title, headings and all
FREEZE_ABOVE = 10  # rows: frozen headings further down would fill the screen


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, one below the other."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class PrintEnd:
    """What stands below is for the screen: it is not printed unless somebody clears the print area.

    Of a table that follows directly the first `rows` are printed still.
    """

    rows: int = 0


@dataclass
class Page:
    """A sheet under construction: add blocks, then `finish`."""

    book: SheetBook
    key: str
    blocks: list[str | Table | Chart | Signatures | PrintEnd] = field(default_factory=list)
    freeze: int = 2  # columns that stay in sight when scrolling to the right

    def sentence(self, words: str) -> None:
        """Add a sentence below what is there."""
        self.blocks.append(words)

    def table(self, table: Table, say_if_empty: bool = True) -> None:
        """Add a table; an empty one is a sentence, or nothing at all."""
        if table.rows or say_if_empty:
            self.blocks.append(table)

    def chart(self, chart: Chart) -> None:
        """Add a native chart of a table of this page, unless it would be empty."""
        if not chart.is_empty:
            self.blocks.append(chart)

    def signatures(self, words: tuple[str, ...]) -> None:
        """Add a line to sign on for each of these."""
        self.blocks.append(Signatures(words))

    def print_no_further(self) -> None:
        """Leave what follows out of print: details that would fill hundreds of pages."""
        self.blocks.append(PrintEnd())

    def print_first_rows(self, table: Table, most: int) -> None:
        """Add a table in order of urgency; of a longer one only the first rows are printed, and a sentence says so."""
        if len(table.rows) > most:
            self.sentence(self.book.speech.word("result.about.first_printed", count=most))
            self.blocks.append(PrintEnd(most))
        self.blocks.append(table)

    def print_if_short(self, table: Table, most: int) -> None:
        """Add a table of details; a longer one is not printed, and a sentence says so."""
        if len(table.rows) > most:
            self.sentence(self.book.speech.word("result.about.not_printed"))
            self.print_no_further()
        self.blocks.append(table)

    @property
    def printed(self) -> list[Table]:
        """The tables that are printed, the last one perhaps in part."""
        found: list[Table] = []
        for number, block in enumerate(self.blocks):
            if isinstance(block, PrintEnd):
                return [
                    *found,
                    *(part for part in self.blocks[number + 1 :][:1] if block.rows and isinstance(part, Table)),
                ]
            if isinstance(block, Table):
                found.append(block)
        return found

    @property
    def has_fixed_blocks(self) -> bool:
        """Whether something stands on the page that no break may cut."""
        return any(isinstance(block, Chart | Signatures) for block in self.blocks)

    def finish(self) -> None:
        """Write all blocks."""
        _Writer(self).write()


class _Writer:
    def __init__(self, page: Page) -> None:
        self.page, self.book = page, page.book
        self.sheet: Any = page.book.add_sheet(page.key)
        self.tables = [block for block in page.blocks if isinstance(block, Table)]
        self.main = max(self.tables, key=lambda table: len(table.rows), default=None)
        headings = [[self.heading(column) for column in table.columns] for table in self.tables]
        self.widths = widths(self.tables, headings) if self.tables else [SENTENCE_WIDTH / 2] * 2
        self.printed = max((len(table.columns) for table in page.printed), default=len(self.widths))
        self.paper = paper(self.widths[: self.printed], min(page.freeze, self.printed - 1))
        self.row = 0
        self.places: dict[str, tuple[int, int]] = {}  # table → first and last row of its values
        self.charts: list[tuple[int, Chart]] = []  # with the row where each begins
        self.breaks: list[int] = []
        self.title_breaks: list[int] = []  # those before the title of a table
        self.ended = False  # whether the print area is set
        self.rows_to_print = 0  # of the next table, where it is printed in part
        self.points = 0.0  # used on the page that is being filled
        self.repeated = 0.0  # points of the headings that stand on every page

    def heading(self, column: Column) -> str:
        return column.heading or self.book.speech.word(f"result.column.{column.key}")

    def write(self) -> None:
        for position, width in enumerate(self.widths):
            self.sheet.set_column(position, position, width)
        words = self.book.speech.word(f"sheet.{self.page.key}")
        title = words[:1].upper() + words[1:]
        self.next_row(26.0)
        self.sheet.write_string(0, 0, title, self.book.format(font_size=15, bold=True, font_color=INK))
        self.row = 1
        for block in self.page.blocks:
            if isinstance(block, Table):
                self.write_table(block)
            elif isinstance(block, Chart):
                self.write_chart(block)
            elif isinstance(block, Signatures):
                self.write_signatures(block)
            elif isinstance(block, PrintEnd):
                self.end_print(block)
            else:
                self.write_sentence(block)
        self.insert_charts()
        self.set_paper()

    @property
    def margin(self) -> int:
        """The first column for sentences and charts: columns that stand on every page would show a piece on each."""
        return self.page.freeze if self.paper.is_spread else 0

    def insert_charts(self) -> None:
        """Draw the charts, now that the places of all tables are known: a chart may stand above its table."""
        for row, block in self.charts:
            first, _ = self.places[block.table.key]
            self.sheet.insert_chart(row, self.margin, draw(self.book, self.sheet.name, block, first), {"y_offset": 8})

    def set_paper(self) -> None:
        """So many pages across, breaks before what must not be cut; wide sheets repeat their first columns."""
        self.sheet.fit_to_pages(self.paper.across, 0)
        if self.paper.is_spread:
            self.sheet.repeat_columns(0, self.page.freeze - 1)
        # Where nothing may be cut, programs fill their pages better than what can be reckoned here on the safe side.
        breaks = self.breaks if self.page.has_fixed_blocks else self.title_breaks
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
        self.sheet.merge_range(self.row, self.margin, self.row, last, clean(words), self.book.words())
        self.row += 1

    def write_signatures(self, block: Signatures) -> None:
        last, _ = self.sentence_columns()
        self.next_row(LINE_HEIGHT, together=(len(block.words) + 1) * 2 * LINE_HEIGHT)
        self.row += 1
        for words in block.words:
            self.next_row(2 * LINE_HEIGHT)
            self.sheet.merge_range(self.row, self.margin, self.row, last, clean(words), self.book.words(11))
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

    def write_table(self, table: Table) -> None:
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
        if any(column.total for column in table.columns):
            self.write_totals(table)

    def write_head(self, table: Table) -> int:
        headings = [self.heading(column) for column in table.columns]
        points = heading_height(headings, self.widths)
        self.next_row(points)
        for position, words in enumerate(headings):
            self.sheet.write_string(self.row, position, words, self.book.heading())
        if table is self.main:
            self.sheet.autofilter(self.row, 0, self.row + len(table.rows), len(table.columns) - 1)
            freeze_row = self.row + 1 if self.row < FREEZE_ABOVE else 0
            self.sheet.freeze_panes(freeze_row, min(self.page.freeze, len(table.columns) - 1))
        if table is self.main and table is self.page.blocks[-1] and table in self.page.printed:
            # Else its headings would stand above other tables, charts or lines to sign on.
            self.sheet.repeat_rows(self.row)
            self.repeated = points
        self.row += 1
        return self.row

    def write_row(self, table: Table, row: tuple[Cell, ...]) -> None:
        lines = [
            lines_needed(shown(value, column.form), width) if isinstance(value, str) or not column.form.is_number else 1
            for value, column, width in zip(row, table.columns, self.widths, strict=False)
        ]
        texts = (count for count, column in zip(lines, table.columns, strict=True) if not column.form.is_number)
        self.next_row(height_of_lines(max(texts, default=1)))
        for position, (value, column, count) in enumerate(zip(row, table.columns, lines, strict=True)):
            style = self.wrapped(column, value, count)
            write_cell(self.sheet, self.row, position, tidy(value, column.form), style)
        self.row += 1

    def wrapped(self, column: Column, value: Cell, lines: int) -> Any:
        # Text that is wider than its column wraps, so that it is never cut off.
        long = isinstance(value, str) and lines > 1
        return self.book.cell(Form.LONG_TEXT if long else form_of(value, column.form), column.entry)

    def write_totals(self, table: Table) -> None:
        first, last = self.places[table.key]
        self.next_row(LINE_HEIGHT)
        for position, column in enumerate(table.columns):
            if column.total:
                numbers = [value for value in table.values(column.key) if isinstance(value, (int, float))]
                formula = f"=SUBTOTAL(109,{xl_range(first, position, last, position)})"
                self.sheet.write_formula(
                    self.row, position, formula, self.book.cell(column.form, bold=True), sum(numbers)
                )
            else:
                words = self.book.speech.word("result.total") if position == 0 else ""
                self.sheet.write_string(self.row, position, words, self.book.cell(Form.TEXT, bold=True))
        self.row += 1

    def write_chart(self, block: Chart) -> None:
        self.next_row(LINE_HEIGHT, together=CHART_ROWS * LINE_HEIGHT)
        self.charts.append((self.row, block))
        for _ in range(1, CHART_ROWS):
            self.row += 1
            self.next_row(LINE_HEIGHT)
        self.row += 1


def form_of(value: Cell, form: Form) -> Form:
    """The form of one value: whole quantities without decimals."""
    whole = form is Form.UNITS and isinstance(value, (int, float)) and abs(value - round(value)) < 1e-9
    return Form.PIECES if whole else form


def write_cell(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    """Write a plain value; text never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, clean(value), style)
    elif isinstance(value, Formula):
        shown_now = value.value.isoformat() if isinstance(value.value, date) else value.value
        sheet.write_formula(row, column, value.words.format(row=row + 1), style, shown_now)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
