"""A Word document while it is written: page, fonts, lines and tables of the papers."""

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

from importplan.basics.labels import Language
from importplan.documents.excel.palette import FONTS, SHADE
from importplan.tables.clean import clean_text

LONG, SHORT = 29.7, 21.0  # cm of A4
HEADER = 22.0  # points from the edge of the paper
NARROW = "40"  # twentieths of a point between words and the line beside them


class WordPaper:
    """A document on A4 in the font of a language."""

    def __init__(
        self,
        language: Language,
        *,
        size: float,
        side: float,
        edge: float,
        across: bool = False,
        after: float = 2.0,
        leading: float = 0.0,
    ) -> None:
        """An empty document.

        `size` in points, margins at the sides and above and below in cm, `after` a paragraph in points. With `leading`,
        lines are so many times as high as their type, whatever fonts a machine has: pages then break alike everywhere.
        """
        self.document: Any = docx.Document()
        self.font, self.leading = FONTS[language], leading
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(LONG), Cm(SHORT)) if across else (Cm(SHORT), Cm(LONG))
        section.left_margin = section.right_margin = Cm(side)
        section.top_margin = section.bottom_margin = Cm(edge)
        self.room = (LONG if across else SHORT) - 2 * side
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = self.font, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), self.font)
        style.paragraph_format.space_after = Pt(after)

    def saved(self) -> bytes:
        """The file."""
        found = BytesIO()
        self.document.save(found)
        return found.getvalue()

    def line(self, words: str, size: float, color: str = "", bold: bool = False, middle: bool = False) -> Any:
        """A paragraph of one look."""
        paragraph = self.document.add_paragraph()
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.lead(paragraph, size)
        self.run(paragraph, words, size, color, bold)
        return paragraph

    def lead(self, paragraph: Any, size: float) -> None:
        """Set how high its lines are."""
        if self.leading:
            paragraph.paragraph_format.line_spacing = Pt(size * self.leading)

    def run(self, paragraph: Any, words: str, size: float, color: str = "", bold: bool = False) -> None:
        """More words of a paragraph."""
        run = paragraph.add_run(clean_text(words))
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, self.font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.font)
        if color:
            run.font.color.rgb = RGBColor.from_string(color.lstrip("#"))

    def table(self, rows: int, widths: Sequence[float], above: float = 0.0) -> Any:
        """An empty table with columns of these cm, and so many points above and below the words of a cell."""
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        margins = OxmlElement("w:tblCellMar")
        room = str(round(20 * above))
        for edge, of_edge in (("top", room), ("left", NARROW), ("bottom", room), ("right", NARROW)):
            margin = OxmlElement(f"w:{edge}")
            margin.set(qn("w:w"), of_edge)
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
        """Words of a cell; `shaded`, on the `right`, and what a run takes."""
        shaded, right = look.pop("shaded", False), look.pop("right", False)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        self.lead(paragraph, size)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if shaded:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), SHADE.lstrip("#"))
            cell._tc.get_or_add_tcPr().append(shade)
        self.run(paragraph, words, size, **look)

    def repeat_first_row(self, table: Any) -> None:
        """The headings stand on every page."""
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def heading(self, words: str, size: float, color: str = "") -> None:
        """A line that stays with the next."""
        self.line(words, size, color, bold=True).paragraph_format.keep_with_next = True

    def at_right(self, paragraph: Any, before: float = 0.0) -> None:
        """Move a line to the right end, and so many points down."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(before)

    def every_page(self, words: str, size: float, color: str) -> None:
        """Words at the right end above every page, and its number below."""
        section = self.document.sections[0]
        above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        section.header_distance = section.footer_distance = Pt(HEADER)
        self.at_right(above)
        self.run(above, words, size, color, bold=True)
        self.number_pages(below, size)

    def number_pages(self, paragraph: Any, size: float) -> None:
        """`— 1 / 2 —`: the page and the number of pages."""
        for part in ("— ", "PAGE", " / ", "NUMPAGES", " —"):
            if part.isupper():
                self._field(paragraph, part, size)
            else:
                self.run(paragraph, part, size)

    def _field(self, paragraph: Any, name: str, size: float) -> None:
        self.run(paragraph, "", size)
        run = paragraph.runs[-1]._element
        for kind in ("begin", "", "end"):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = name
            run.append(mark)
