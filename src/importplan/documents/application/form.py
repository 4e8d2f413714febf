"""One application for relief on paper: header, goods with live totals, attachments, doubts, lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range

from importplan.documents.excel.book import Book, span, write_value
from importplan.documents.excel.layout import lines_needed
from importplan.documents.excel.palette import DARK, INK, RED, SHADE, SOFT
from importplan.results.names import Names
from importplan.results.table import Look
from importplan.results.views.application import ATTACHMENTS, GOODS, Application, goods_table, words_of

WIDTHS = tuple(column.widest for column in GOODS)
FIELDS_A_ROW = 4
SPANS = ((0, 1, 2, 3), (4, 6, 7, 9), (10, 11, 12, 13), (14, 14, 15, 17))  # label from, to; value from, to
ROW, OPEN_WIDTH = 16.0, 112.0


def content(application: Application, names: Names) -> bytes:
    """The workbook."""
    book = Book(names.language, own_cells=False)
    _Form(book, application, names).write()
    return book.content()


class _Form:
    def __init__(self, book: Book, application: Application, names: Names) -> None:
        self.book, self.application, self.word, self.boxed = book, application, names.word, book.boxed
        self.names = names
        self.sheet = self.on_paper(
            "result.pack.forecast_sheet" if application.is_forecast else "result.pack.sheet", WIDTHS
        )
        self.table = goods_table(application)
        self.shown = self.table.shown(names)
        self.row = 0

    def on_paper(self, name: str, widths: Sequence[float]) -> Any:
        foot = f"&C{self.word('result.page')}"
        return self.book.sheet(self.word(name), widths, top=0.5, bottom=0.6, footer=foot)

    def look(self, **wishes: Any) -> Any:
        return self.book.format(text_wrap=True, **wishes)

    def write(self) -> None:
        forecast = self.application.is_forecast
        title = self.word("result.pack.forecast_title" if forecast else "result.pack.title")
        self.band(title, self.look(bold=True, font_size=16, align="center", font_color=RED if forecast else INK), 28)
        if forecast:
            self.band(self.word("result.pack.forecast_note"), self.look(font_color=RED, bold=True))
        self.band(self.word("result.pack.note"), self.look(font_size=9, font_color=DARK))
        self.header()
        self.goods()
        self.attachments()
        self.signatures()
        self.open_points()

    def band(self, words: str, style: Any, height: float = ROW) -> None:
        self.sheet.set_row(self.row, max(height, ROW * lines_needed(words, sum(WIDTHS))))
        span(self.sheet, self.row, 0, len(WIDTHS) - 1, words, style)
        self.row += 1

    def header(self) -> None:
        fields = self.application.header
        label, value = self.boxed(bold=True, bg_color=SHADE), self.boxed()
        missing = self.boxed(font_color=RED)
        for first in range(0, len(fields), FIELDS_A_ROW):
            lines = 1
            for spot, field in zip(SPANS, fields[first : first + FIELDS_A_ROW], strict=False):
                span(self.sheet, self.row, spot[0], spot[1], self.word(f"result.pack.field.{field.key}"), label)
                words = words_of(field)
                span(self.sheet, self.row, spot[2], spot[3], words, missing if field.missing else value)
                lines = max(lines, lines_needed(words, sum(WIDTHS[spot[2] : spot[3] + 1])))
            self.sheet.set_row(self.row, ROW * lines + 2)
            self.row += 1
        self.row += 1

    def goods(self) -> None:
        self.band(self.word("result.pack.goods"), self.look(bold=True, font_size=11, font_color=INK))
        head = self.boxed(bold=True, bg_color=SHADE, align="center")
        for position, heading in enumerate(self.shown.headings):
            self.sheet.write_string(self.row, position, heading, head)
        self.sheet.set_row(self.row, 2 * ROW)
        self.sheet.repeat_rows(self.row)
        first = self.row + 1
        for line in self.shown.rows:
            self.row += 1
            self.line(line)
        self.row += 1
        self.totals(first)

    def line(self, values: tuple[Any, ...]) -> None:
        text, whole = self.boxed(), self.boxed(align="center", num_format="#,##0.####")
        money = self.boxed(num_format="#,##0.00", align="right")
        lines = 1
        for position, (value, column) in enumerate(zip(values, GOODS, strict=True)):
            if isinstance(value, str):
                write_value(self.sheet, self.row, position, value, text)
                lines = max(lines, lines_needed(value, column.widest))
            else:
                style = whole if column.form.look in (Look.WHOLE, Look.UNITS) else money
                self.sheet.write_number(self.row, position, float(value), style)
        self.sheet.set_row(self.row, ROW * lines + 2)

    def totals(self, first: int) -> None:
        bold = {"bold": True, "bg_color": SOFT}
        summed = [position for position, column in enumerate(GOODS) if column.total]
        span(self.sheet, self.row, 0, summed[0] - 1, self.word("result.total"), self.boxed(**bold))
        money = self.boxed(num_format="#,##0.00", align="right", **bold)
        for position in summed:
            formula = f"=SUM({xl_range(first, position, self.row - 1, position)})"
            total = float(sum(self.table.values(GOODS[position].key)))  # of Decimals: to the fen
            self.sheet.write_formula(self.row, position, formula, money, total)
        self.sheet.write_blank(self.row, len(WIDTHS) - 1, None, self.boxed(**bold))
        self.row += 1
        rounding = self.word("result.pack.rounding", rounding=float(self.application.rounding_cny))
        self.band(rounding, self.look(font_size=9, font_color=DARK))
        self.row += 1

    def attachments(self) -> None:
        self.band(self.word("result.pack.attachments"), self.look(bold=True, font_size=11, font_color=INK))
        words = "　　".join(f"□{self.word(f'result.pack.attachment.{key}')}" for key in ATTACHMENTS)
        self.band(words, self.look())
        self.row += 1

    def open_points(self) -> None:
        """A sheet of its own, which is not filed: what is missing and what is doubtful, with its lines."""
        heading, style = self.look(bold=True, font_size=11, font_color=RED), self.look()
        found = self.application.open_points(self.names)
        sheet = self.on_paper("result.pack.open", (OPEN_WIDTH,))
        sheet.write_string(0, 0, self.word("result.pack.open_note"), heading)
        for number, words in enumerate(found or (self.word("result.nothing"),), start=1):
            sheet.set_row(number, ROW * lines_needed(words, OPEN_WIDTH) + 2)
            write_value(sheet, number, 0, words, style)

    def signatures(self) -> None:
        self.band(self.word("result.pack.sign"), self.look(), 2 * ROW)
