"""How a survey to be shared looks: a page to read first, then flat tables that print with their headings and names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from importplan.basics.labels import Language, text
from importplan.survey.form.look import FormFormats
from importplan.survey.form.page import A4, lines_of
from importplan.survey.questions import BY_KEY, Asks

SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
GUIDE_WIDTH = 74.0  # of a page upright, in fonts that run wide
NARROWEST, WIDEST = 8.0, 36.0  # places
HEADING_LINES = 3.0  # that a heading may take before its column is made wider
READABLE = 190.0  # places across a page of A4 that can still be read
LINE_HEIGHT, SMALL = 13.0, 9.0  # points

Row = list[str | float]


def workbook(guide: Sequence[str], tables: dict[str, tuple[tuple[str, ...], list[Row]]], language: Language) -> bytes:
    """A workbook with the guide first. Each table has the keys of its columns, and its rows under a row of headings."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        look = FormFormats.of(book, language)
        _guide(book, look, guide)
        for name, (keys, rows) in tables.items():
            tab = book.add_worksheet(text(f"survey.share.{name}", language))
            _table(tab, look, keys, rows, repeated=2 + (name != "firm"))
    return content.getvalue()


def _guide(book: Any, look: FormFormats, lines: Sequence[str]) -> None:
    tab = book.add_worksheet(text("survey.share.guide", look.language))
    tab.set_column(0, 0, GUIDE_WIDTH)
    for row, words in enumerate(lines):
        tab.write_string(row, 0, words, look.note(valign="top"))
        tab.set_row(row, 6.0 + 15.0 * lines_of(words, GUIDE_WIDTH - 2.0))
    tab.hide_gridlines(2)
    _paper(tab, across=1)


def _table(tab: Any, look: FormFormats, keys: tuple[str, ...], rows: list[Row], repeated: int) -> None:
    widths = [_width(column) for column in zip(*rows, strict=True)]
    for place, (key, width) in enumerate(zip(keys, widths, strict=True)):
        tab.set_column(place, place, width)
        tab.write_string(0, place, str(rows[0][place]), look.heading("#D9E2F3", font_size=SMALL))
        for number, row in enumerate(rows[1:], start=1):
            _cell(tab, look, number, place, key, row[place])
    for number, row in enumerate(rows):
        lines = (lines_of(words, width - 1.0, SMALL) for words, width in zip(map(str, row), widths, strict=True))
        tab.set_row(number, 4.0 + LINE_HEIGHT * max(lines))
    tab.freeze_panes(1, repeated)
    tab.autofilter(0, 0, max(len(rows) - 1, 1), len(keys) - 1)
    head = sum(widths[:repeated])
    tab.repeat_rows(0)
    across = max(1, math.ceil((sum(widths) - head) / (READABLE - head)))
    if across > 1:
        tab.repeat_columns(0, repeated - 1)
    tab.set_landscape()
    _paper(tab, across)


def _width(column: tuple[str | float, ...]) -> float:
    heading, *values = (_places(str(words)) for words in column)
    longest_word = max((_places(word) for word in str(column[0]).replace("（", " （").split()), default=0.0)
    content = max(values, default=0.0)
    return min(max(content, longest_word, heading / HEADING_LINES, NARROWEST) + 2.0, WIDEST)


def _places(words: str) -> float:
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in words)


def _cell(tab: Any, look: FormFormats, row: int, place: int, key: str, value: str | float) -> None:
    wishes: dict[str, Any] = {"font_size": SMALL}
    if value == "":
        tab.write_blank(row, place, None, look.boxed(**wishes))
    elif isinstance(value, str):
        tab.write_string(row, place, value, look.boxed(num_format="@", **wishes))
    else:
        tab.write_number(row, place, value, look.boxed(num_format=_number_format(key, value), **wishes))


def _number_format(key: str, value: float) -> str:
    """Shares in per cent; whole numbers without decimals; a digit's width off the words of the next column."""
    if key in BY_KEY and BY_KEY[key].asks is Asks.SHARE:
        return "0%_0"
    return "#,##0_0" if value == round(value) else "#,##0.0##_0"


def _paper(tab: Any, across: int) -> None:
    tab.set_paper(A4)
    tab.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    tab.set_footer("&L&8&A&R&8&P / &N")
    tab.fit_to_pages(across, 0)
