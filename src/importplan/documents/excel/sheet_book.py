"""A report workbook while it is written: formats, fonts, header and footer of every page."""

from __future__ import annotations

from functools import cache
from typing import Any

from importplan.documents.excel.book import SIZE, Book
from importplan.documents.excel.document_control import footer, header
from importplan.documents.excel.palette import BLACK, ENTRY, LINK, SHADE, SOFT
from importplan.documents.excel.places import Places
from importplan.results.table import Look
from importplan.results.words import Words
from importplan.scenario.schema.settings import Settings
from importplan.tables.clean import clean_text

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


class SheetBook(Book):
    """A workbook with the formats that the reports share, and document control on every page."""

    def __init__(self, settings: Settings, words: Words, own_cells: bool = True, large: bool = False) -> None:
        super().__init__(words.language, own_cells, large)
        self.settings, self.speech = settings, words
        self.places = Places()
        self.cell = cache(self._cell)
        title, author = clean_text(settings.title), clean_text(settings.prepared_by)
        self.workbook.set_properties({"title": title, "author": author, "comments": "importplan"})

    def _cell(self, look: Look, entry: bool = False, bold: bool = False, size: int = SIZE, leads: bool = False) -> Any:
        """The format of a value; cells to be changed by the reader are coloured."""
        wishes: dict[str, Any] = {"num_format": NUMBER_FORMATS[look], "font_size": size}
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
        if leads:
            wishes |= {"font_color": LINK, "underline": 1}
        return self.boxed(text_wrap=look in (Look.LONG_TEXT, Look.FIGURE), **wishes)

    def head(self, size: int = SIZE) -> Any:
        """The format of column headings."""
        return self.boxed(bold=True, align="center", bg_color=SHADE, font_size=size)

    def words(self, size: int = SIZE, bold: bool = False, color: str = BLACK, align: str = "left") -> Any:
        """The format of free text."""
        return self.note(font_size=size, bold=bold, font_color=color, align=align)

    def add_sheet(self, key: str, **kind: Any) -> Any:
        """A worksheet by the key of its name, with document control."""
        return self.controlled(self.speech.word(f"sheet.{key}"), **kind)

    def controlled(self, name: str, *, excerpt: bool = False, **kind: Any) -> Any:
        """A worksheet by its name, with document control; of an excerpt only a part goes on paper."""
        above, below = header(self.settings, self.language), footer(self.settings, self.language, excerpt)
        return self.sheet(name, header=above, footer=below, **kind)


def off_the_edge(number_format: str) -> str:
    """The format with the width of a digit behind the number, which keeps it off the words of the next column.

    An indent would do the same, but LibreOffice forgets it for some of the cells that may be made smaller.
    """
    positive, *others = number_format.split(";")
    negative, zero = others or (f"-{positive}", positive)
    return ";".join(f"{section}_0" for section in (positive, negative, zero, "@"))
