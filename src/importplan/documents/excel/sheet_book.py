"""A report workbook while it is written: formats, fonts, header and footer of every page."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import xlsxwriter

from importplan.documents.excel.document_control import clean, footer, header
from importplan.results.table import Look
from importplan.results.words import Words
from importplan.scenario.schema.settings import Settings

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
INK, SHADE, LINE, SOFT, ENTRY = "#1F3864", "#D9E2F3", "#BFBFBF", "#F2F2F2", "#FFF2CC"
NUMBER_FORMATS = {
    Look.TEXT: "@",
    Look.LONG_TEXT: "@",
    Look.FIGURE: "@",
    Look.DATE: "yyyy-mm-dd",
    Look.WHOLE: "#,##0",
    Look.UNITS: "#,##0.00",
    Look.PIECES: "#,##0",
    Look.YUAN: "#,##0.00;[Red]-#,##0.00;–",
    Look.MONEY: "#,##0.00",
    Look.SUMMARY: "#,##0.00;[Red]-#,##0.00;–",
    Look.SHARE: "0.0%",
    Look.RATE: "0.00%",
}
A4 = 9
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 0.4, 0.75, 0.7  # inches


class SheetBook:
    """An xlsxwriter workbook with the few formats that the reports share."""

    def __init__(self, target: BytesIO, settings: Settings, words: Words) -> None:
        options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
        self.workbook: Any = xlsxwriter.Workbook(target, options | {"in_memory": True})
        self.settings = settings
        self.speech = words
        self.font = FONTS[words.language]
        self.format, self.cell = cache(self._format), cache(self._cell)
        self.workbook.formats[0].set_font_name(self.font)
        self.workbook.formats[0].set_font_size(10)
        self.workbook.set_properties(
            {"title": clean(settings.title), "author": clean(settings.prepared_by), "comments": "importplan"}
        )

    def _format(self, **wishes: Any) -> Any:
        return self.workbook.add_format({"font_name": self.font, "font_size": 10, "valign": "vcenter"} | wishes)

    def _cell(self, look: Look, entry: bool = False, bold: bool = False, size: int = 10) -> Any:
        """The format of a value; cells to be changed by the reader are coloured."""
        wishes: dict[str, Any] = {
            "num_format": NUMBER_FORMATS[look],
            "font_size": size,
            "border": 1,
            "border_color": LINE,
        }
        if look in (Look.LONG_TEXT, Look.FIGURE):
            wishes["text_wrap"] = True
        if look in (Look.DATE, Look.WHOLE):
            wishes["align"] = "center"
        elif look is Look.FIGURE:
            wishes |= {"align": "right", "num_format": "@_0"}
        elif look.is_number:
            # A long one is rather made smaller than shown as ###.
            wishes |= {"align": "right", "shrink": True, "num_format": off_the_edge(NUMBER_FORMATS[look])}
        if entry:
            wishes["bg_color"] = ENTRY
        if bold:
            wishes |= {"bold": True, "bg_color": SOFT}
        return self.format(**wishes)

    def heading(self, size: int = 10) -> Any:
        """The format of column headings."""
        return self.format(
            bold=True, text_wrap=True, align="center", bg_color=SHADE, border=1, border_color=LINE, font_size=size
        )

    def words(self, size: int = 10, bold: bool = False, color: str = "#000000", align: str = "left") -> Any:
        """The format of free text."""
        return self.format(font_size=size, bold=bold, font_color=color, text_wrap=True, align=align)

    def add_sheet(self, key: str, landscape: bool = True) -> Any:
        """A worksheet with print layout: A4, one page wide, header and footer."""
        return self.add_named_sheet(self.speech.word(f"sheet.{key}"), landscape)

    def add_named_sheet(self, name: str, landscape: bool = True) -> Any:
        """A worksheet by its name."""
        sheet = self.workbook.add_worksheet(name[:31])
        sheet.set_landscape() if landscape else sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.set_margins(left=MARGIN_SIDE, right=MARGIN_SIDE, top=MARGIN_TOP, bottom=MARGIN_BOTTOM)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        settings, language = self.settings, self.speech.language
        sheet.set_header(header(settings, language), {"margin": 0.3})
        sheet.set_footer(footer(settings, language), {"margin": 0.3})
        return sheet


def off_the_edge(number_format: str) -> str:
    """The format with the width of a digit behind the number, which keeps it off the words of the next column.

    An indent would do the same, but LibreOffice forgets it for some of the cells that may be made smaller.
    """
    positive, *others = number_format.split(";")
    negative, zero = others or (f"-{positive}", positive)
    return ";".join(f"{section}_0" for section in (positive, negative, zero, "@"))
