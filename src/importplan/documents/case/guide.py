"""The first sheet of the template: how to fill it in, on one page, and which sheets there are."""

from __future__ import annotations

from typing import Any

from importplan.basics.labels import known, text
from importplan.documents.case.paper import on_paper
from importplan.documents.case.styles import INK, OPTIONAL, REQUIRED, TAB_GUIDE, UNUSED, Styles
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS
from importplan.scenario.wording import sheet_name

LINES = tuple(f"template.guide.{number}" for number in range(1, 100) if known(f"template.guide.{number}"))
WIDTHS = (26.0, 24.0, 74.0)


def write(book: Any, styles: Styles) -> None:
    """Write the sheet as the first one."""
    language = styles.language
    tab = book.add_worksheet(text("template.guide.sheet", language))
    tab.set_tab_color(TAB_GUIDE)
    tab.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        tab.set_column(column, column, width)
    title = text("template.guide.title", language)
    tab.merge_range(0, 0, 0, 2, title, styles.get(bold=True, font_size=16, font_color=INK))
    tab.set_row(0, 30)
    body = styles.get(text_wrap=True)
    for row, key in enumerate(LINES, start=1):
        words = text(key, language)
        tab.merge_range(row, 0, row, 2, words, body)
        tab.set_row(row, 17 * _lines_needed(words))
    _list_sheets(tab, styles, len(LINES) + 2)
    on_paper(tab, landscape=False)


def _list_sheets(tab: Any, styles: Styles, row: int) -> None:
    language = styles.language
    names = ("sheet", "need", "what")
    for column, name in enumerate(names):
        tab.write_string(row, column, text(f"template.guide.column.{name}", language), styles.heading(OPTIONAL))
    ordered = sorted(SHEETS, key=lambda entry: entry.SHEET not in REQUIRED_SHEETS)
    for number, schema in enumerate(ordered, start=row + 1):
        need = "required" if schema.SHEET in REQUIRED_SHEETS else "optional" if schema.USED else "not_used"
        color = {"required": REQUIRED, "optional": OPTIONAL, "not_used": UNUSED}[need]
        name = sheet_name(schema.SHEET, language)
        link = styles.get(font_color="#0563C1", underline=1, bg_color=color, border=1, border_color="#BFBFBF")
        tab.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        cell = styles.get(text_wrap=True, border=1, border_color="#BFBFBF")
        tab.write_string(number, 1, text(f"template.need.{need}", language), cell)
        tab.write_string(number, 2, text(f"note.{schema.SHEET}", language), cell)


def _lines_needed(words: str) -> int:
    signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)
    return -(-signs // 118)
