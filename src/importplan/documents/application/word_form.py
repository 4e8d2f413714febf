"""The application for relief as a Word document: the same record as the workbook, across A4."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from importplan.documents.excel.layout import in_cell
from importplan.documents.excel.palette import FONTS, INK, RED, SHADE
from importplan.results.names import Names
from importplan.results.table import Look
from importplan.results.views.application import ATTACHMENTS, GOODS, Application, goods_table, words_of
from importplan.tables.clean import clean_text

LONG, SHORT, SIDE, EDGE = 29.7, 21.0, 1.2, 1.3  # cm of A4 and its margins
ROOM = LONG - 2 * SIDE
TINY, SMALL, NORMAL, TITLE = 6.0, 7.5, 9.0, 15.0  # points
PAIRS_A_ROW = 3
NARROW = "40"  # twentieths of a point between words and the line beside them
LABEL_SHARE = 0.11  # of the width


def content(application: Application, names: Names) -> bytes:
    """The document."""
    return _Paper(application, names).content()


class _Paper:
    def __init__(self, application: Application, names: Names) -> None:
        self.application, self.names, self.word = application, names, names.word
        self.document: Any = docx.Document()
        self.font = FONTS[names.language]
        self.on_paper()

    def on_paper(self) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(LONG), Cm(SHORT)
        section.left_margin = section.right_margin = Cm(SIDE)
        section.top_margin = section.bottom_margin = Cm(EDGE)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = self.font, Pt(NORMAL)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), self.font)
        style.paragraph_format.space_after = Pt(2)

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
        found = BytesIO()
        self.document.save(found)
        return found.getvalue()

    def line(self, words: str, size: float, color: str = "", bold: bool = False, middle: bool = False) -> None:
        paragraph = self.document.add_paragraph()
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.run(paragraph, words, size, color, bold)

    def run(self, paragraph: Any, words: str, size: float, color: str = "", bold: bool = False) -> None:
        run = paragraph.add_run(clean_text(words))
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, self.font
        run._element.rPr.rFonts.set(qn("w:eastAsia"), self.font)
        if color:
            run.font.color.rgb = RGBColor.from_string(color.lstrip("#"))

    def table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), NARROW)
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        table._tbl.tblPr.append(margins)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)  # what the grid says and what each cell says: programs read either
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return table

    def fill(self, cell: Any, words: str, size: float, **look: Any) -> None:
        shaded, right = look.pop("shaded", False), look.pop("right", False)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if shaded:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), SHADE.lstrip("#"))
            cell._tc.get_or_add_tcPr().append(shade)
        self.run(paragraph, words, size, **look)

    def header(self) -> None:
        fields = self.application.header
        label = ROOM * LABEL_SHARE
        widths = (label, ROOM / PAIRS_A_ROW - label) * PAIRS_A_ROW
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
        table = self.table(len(shown.rows) + 2, [ROOM * column.widest / places for column in GOODS])
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
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
