"""One application for relief on paper: header, goods with live totals, attachments, doubts, lines to sign on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from importplan.documents.excel.document_control import clean
from importplan.documents.excel.layout import lines_needed
from importplan.documents.excel.sheet_book import A4, FONTS, INK, LINE, SHADE, SOFT
from importplan.results.names import Names
from importplan.results.table import Look
from importplan.results.views.application import ATTACHMENTS, GOODS, Application, Field, goods_table

WIDTHS = tuple(column.widest for column in GOODS)
FIELDS_A_ROW = 4
SPANS = ((0, 1, 2, 3), (4, 6, 7, 8), (9, 10, 11, 12), (13, 13, 14, 16))  # label from, to; value from, to
ROW, MISSING_COLOR, OPEN_WIDTH = 16.0, "#C00000", 112.0
SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}


def content(application: Application, names: Names) -> bytes:
    """The workbook."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, SAFE) as workbook:
        _Form(workbook, application, names).write()
    return target.getvalue()


class _Form:
    def __init__(self, workbook: Any, application: Application, names: Names) -> None:
        self.workbook, self.application, self.word = workbook, application, names.word
        self.font = FONTS[names.language]
        self.sheet: Any = workbook.add_worksheet(self.word("result.pack.sheet"))
        self.table = goods_table(application)
        self.shown = self.table.shown(names)
        self.row = 0

    def look(self, **wishes: Any) -> Any:
        base = {"font_name": self.font, "font_size": 10, "valign": "vcenter", "text_wrap": True}
        return self.workbook.add_format(base | wishes)

    def boxed(self, **wishes: Any) -> Any:
        return self.look(border=1, border_color=LINE, **wishes)

    def write(self) -> None:
        for position, width in enumerate(WIDTHS):
            self.sheet.set_column(position, position, width)
        title = self.word("result.pack.title")
        self.band(title, self.look(bold=True, font_size=16, align="center", font_color=INK), 28)
        self.band(self.word("result.pack.note"), self.look(font_size=9, font_color="#404040"))
        self.header()
        self.goods()
        self.attachments()
        self.signatures()
        _set_paper(self.sheet, self.word("result.page"))
        self.open_points()

    def band(self, words: str, style: Any, height: float = ROW) -> None:
        self.sheet.set_row(self.row, max(height, ROW * lines_needed(words, sum(WIDTHS))))
        self.sheet.merge_range(self.row, 0, self.row, len(WIDTHS) - 1, clean(words), style)
        self.row += 1

    def header(self) -> None:
        fields = self.application.header
        label, value = self.boxed(bold=True, bg_color=SHADE), self.boxed()
        missing = self.boxed(font_color=MISSING_COLOR)
        for first in range(0, len(fields), FIELDS_A_ROW):
            lines = 1
            for spot, field in zip(SPANS, fields[first : first + FIELDS_A_ROW], strict=False):
                self.cells(spot[0], spot[1], self.word(f"result.pack.field.{field.key}"), label)
                words = _shown(field)
                self.cells(spot[2], spot[3], words, missing if field.missing else value)
                lines = max(lines, lines_needed(words, sum(WIDTHS[spot[2] : spot[3] + 1])))
            self.sheet.set_row(self.row, ROW * lines + 2)
            self.row += 1
        self.row += 1

    def cells(self, first: int, last: int, words: str, style: Any) -> None:
        if first == last:
            self.sheet.write_string(self.row, first, clean(words), style)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, clean(words), style)

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
                self.sheet.write_string(self.row, position, clean(value), text)
                lines = max(lines, lines_needed(value, column.widest))
            else:
                style = whole if column.form.look in (Look.WHOLE, Look.UNITS) else money
                self.sheet.write_number(self.row, position, float(value), style)
        self.sheet.set_row(self.row, ROW * lines + 2)

    def totals(self, first: int) -> None:
        bold = {"bold": True, "bg_color": SOFT}
        summed = [position for position, column in enumerate(GOODS) if column.total]
        self.cells(0, summed[0] - 1, self.word("result.total"), self.boxed(**bold))
        money = self.boxed(num_format="#,##0.00", align="right", **bold)
        for position in summed:
            formula = f"=SUM({xl_range(first, position, self.row - 1, position)})"
            total = float(sum(self.table.values(GOODS[position].key)))  # of Decimals: to the fen
            self.sheet.write_formula(self.row, position, formula, money, total)
        self.sheet.write_blank(self.row, len(WIDTHS) - 1, None, self.boxed(**bold))
        self.row += 1
        rounding = self.word("result.pack.rounding", rounding=float(self.application.rounding_cny))
        self.band(rounding, self.look(font_size=9, font_color="#404040"))
        self.row += 1

    def attachments(self) -> None:
        self.band(self.word("result.pack.attachments"), self.look(bold=True, font_size=11, font_color=INK))
        words = "　　".join(f"□ {self.word(f'result.pack.attachment.{key}')}" for key in ATTACHMENTS)
        self.band(words, self.look())
        self.row += 1

    def open_points(self) -> None:
        """A sheet of its own, which is not filed: what is missing and what is doubtful, with its lines."""
        heading, style = self.look(bold=True, font_size=11, font_color=MISSING_COLOR), self.look()
        found = [field.missing for field in self.application.missing]
        for doubt, numbers in self.application.doubts.items():
            lines = "、".join(str(number) for number in numbers)
            found.append(self.word("result.pack.open_line", lines=lines, what=doubt))
        sheet: Any = self.workbook.add_worksheet(self.word("result.pack.open"))
        sheet.set_column(0, 0, OPEN_WIDTH)
        sheet.write_string(0, 0, self.word("result.pack.open_note"), heading)
        for number, words in enumerate(found or [self.word("result.nothing")], start=1):
            sheet.set_row(number, ROW * lines_needed(words, OPEN_WIDTH) + 2)
            sheet.write_string(number, 0, clean(words), style)
        _set_paper(sheet, self.word("result.page"))

    def signatures(self) -> None:
        self.band(self.word("result.pack.sign"), self.look(), 2 * ROW)


def _set_paper(sheet: Any, page: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&C{page}")


def _shown(field: Field) -> str:
    return "；".join(part for part in (field.value, field.missing) if part) or "—"
