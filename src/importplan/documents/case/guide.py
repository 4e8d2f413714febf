"""The first sheet of the template: how to fill it in, on one page, and which sheets there are."""

from __future__ import annotations

import math
from typing import Any

from importplan.basics.labels import known, text
from importplan.documents.case.styles import ON_PAPER
from importplan.documents.excel.book import Book, span
from importplan.documents.excel.layout import signs
from importplan.documents.excel.palette import BLUE, LINK, PALE_BLUE, TAB_ORANGE
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS
from importplan.scenario.wording import sheet_name

LINES = tuple(f"template.guide.{number}" for number in range(1, 100) if known(f"template.guide.{number}"))
WIDTHS = (26.0, 24.0, 74.0)


def write(book: Book) -> None:
    """Write the sheet as the first one."""
    language = book.language
    tab = book.sheet(text("template.guide.sheet", language), WIDTHS, TAB_ORANGE, landscape=False, **ON_PAPER)
    title = text("template.guide.title", language)
    span(tab, 0, 0, 2, title, book.title())
    tab.set_row(0, 30)
    body = book.format(text_wrap=True)
    for row, key in enumerate(LINES, start=1):
        words = text(key, language)
        span(tab, row, 0, 2, words, body)
        tab.set_row(row, 17 * _lines_needed(words))
    _list_sheets(tab, book, len(LINES) + 2)


def _list_sheets(tab: Any, book: Book, row: int) -> None:
    language = book.language
    names = ("sheet", "need", "what")
    for column, name in enumerate(names):
        tab.write_string(row, column, text(f"template.guide.column.{name}", language), book.heading(PALE_BLUE))
    ordered = sorted(SHEETS, key=lambda entry: entry.SHEET not in REQUIRED_SHEETS)
    for number, schema in enumerate(ordered, start=row + 1):
        need = "required" if schema.SHEET in REQUIRED_SHEETS else "optional"
        color = {"required": BLUE, "optional": PALE_BLUE}[need]
        name = sheet_name(schema.SHEET, language)
        link = book.boxed(font_color=LINK, underline=1, bg_color=color, text_wrap=False)
        tab.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        tab.write_string(number, 1, text(f"template.need.{need}", language), book.boxed())
        tab.write_string(number, 2, text(f"note.{schema.SHEET}", language), book.boxed())


def _lines_needed(words: str) -> int:
    return math.ceil(signs(words) / 118)
