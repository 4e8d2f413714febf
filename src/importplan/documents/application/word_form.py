"""The application for relief as a Word document: the same record as the workbook, across A4."""

from __future__ import annotations

from importplan.documents.excel.layout import in_cell
from importplan.documents.excel.palette import INK, RED
from importplan.documents.word import WordPaper
from importplan.results.names import Names
from importplan.results.table import Look
from importplan.results.views.application import ATTACHMENTS, GOODS, Application, goods_table, words_of

SIDE, EDGE = 1.2, 1.3  # cm of its margins
TINY, SMALL, NORMAL, TITLE = 6.0, 7.5, 9.0, 15.0  # points
PAIRS_A_ROW = 3
LABEL_SHARE = 0.11  # of the width


def content(application: Application, names: Names) -> bytes:
    """The document."""
    return _Paper(application, names).content()


class _Paper(WordPaper):
    def __init__(self, application: Application, names: Names) -> None:
        super().__init__(names.language, size=NORMAL, side=SIDE, edge=EDGE, across=True)
        self.application, self.names, self.word = application, names, names.word

    def content(self) -> bytes:
        forecast = self.application.is_forecast
        title = self.word("result.pack.forecast_title" if forecast else "result.pack.title")
        self.line(title, TITLE, RED if forecast else INK, bold=True, middle=True)
        if forecast:
            self.line(self.word("result.pack.forecast_note"), NORMAL, RED, bold=True)
        self.line(self.word("result.pack.note"), SMALL)
        self.header()
        self.line(self.word("result.pack.goods"), NORMAL + 1, INK, bold=True)
        self.goods()
        self.line(self.word("result.pack.rounding", rounding=float(self.application.rounding_cny)), SMALL)
        self.line(self.word("result.pack.attachments"), NORMAL + 1, INK, bold=True)
        self.line("　　".join(f"□{self.word(f'result.pack.attachment.{key}')}" for key in ATTACHMENTS), NORMAL)
        self.line(self.word("result.pack.sign"), NORMAL)
        self.document.add_page_break()
        self.line(self.word("result.pack.open_note"), NORMAL + 1, RED, bold=True)
        for words in self.application.open_points(self.names) or (self.word("result.nothing"),):
            self.line(words, NORMAL)
        return self.saved()

    def header(self) -> None:
        fields = self.application.header
        label = self.room * LABEL_SHARE
        widths = (label, self.room / PAIRS_A_ROW - label) * PAIRS_A_ROW
        table = self.table(-(-len(fields) // PAIRS_A_ROW), widths)
        for number, field in enumerate(fields):
            row, place = divmod(number, PAIRS_A_ROW)
            name, value = table.rows[row].cells[2 * place : 2 * place + 2]
            self.fill(name, self.word(f"result.pack.field.{field.key}"), SMALL + 0.5, bold=True, shaded=True)
            self.fill(value, words_of(field), SMALL + 0.5, color=RED if field.missing else "")

    def goods(self) -> None:
        goods = goods_table(self.application)
        shown = goods.shown(self.names)
        places = sum(column.widest for column in GOODS)
        table = self.table(len(shown.rows) + 2, [self.room * column.widest / places for column in GOODS])
        self.repeat_first_row(table)
        for cell, heading in zip(table.rows[0].cells, shown.headings, strict=True):
            self.fill(cell, heading, TINY, bold=True, shaded=True)
        for row, values in zip(table.rows[1:], shown.rows, strict=False):
            for cell, value, column in zip(row.cells, values, GOODS, strict=True):
                words = f"{value:,.10g}" if column.form.look is Look.UNITS else in_cell(value, column.form.look)
                self.fill(cell, words, TINY, right=not isinstance(value, str))
        last = table.rows[len(shown.rows) + 1].cells
        self.fill(last[0].merge(last[2]), self.word("result.total"), TINY, bold=True)
        for place, column in enumerate(GOODS):
            if column.total:
                total = sum(goods.values(column.key))
                self.fill(last[place], in_cell(float(total), column.form.look), TINY, bold=True, right=True)
