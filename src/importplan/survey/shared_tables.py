"""How a survey to be shared looks: a page to read first, then flat tables that print with their headings and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book, write_value
from importplan.documents.excel.layout import SMALL, lines_of, longest_word, signs, small_height
from importplan.documents.excel.palette import SHADE
from importplan.documents.excel.paper import NAME_AND_PAGE, pages_across
from importplan.survey.questions import BY_KEY, Asks

GUIDE_WIDTH = 74.0  # of a page upright, in fonts that run wide
NARROWEST, WIDEST = 8.0, 36.0  # places
HEADING_LINES = 3.0  # that a heading may take before its column is made wider
ON_PAPER: dict[str, Any] = {"top": 0.5, "bottom": 0.6, "footer": NAME_AND_PAGE}

Row = list[str | float]


def workbook(guide: Sequence[str], tables: dict[str, tuple[tuple[str, ...], list[Row]]], language: Language) -> bytes:
    """A workbook with the guide first. Each table has the keys of its columns, and its rows under a row of headings."""
    book = Book(language)
    _guide(book, guide)
    for name, (keys, rows) in tables.items():
        _table(book, text(f"survey.share.{name}", language), keys, rows, repeated=2 + (name != "firm"))
    return book.content()


def _guide(book: Book, lines: Sequence[str]) -> None:
    tab = book.sheet(text("survey.share.guide", book.language), (GUIDE_WIDTH,), landscape=False, **ON_PAPER)
    for row, words in enumerate(lines):
        tab.write_string(row, 0, words, book.note(valign="top"))
        tab.set_row(row, 6.0 + 15.0 * lines_of(words, GUIDE_WIDTH - 2.0))


def _table(book: Book, name: str, keys: tuple[str, ...], rows: list[Row], repeated: int) -> None:
    widths = [_width(column) for column in zip(*rows, strict=True)]
    across = pages_across(widths, repeated, stretch=1.0)
    tab = book.sheet(name, widths, gridlines=True, across=across, repeated=repeated, **ON_PAPER)
    for place, key in enumerate(keys):
        tab.write_string(0, place, str(rows[0][place]), book.heading(SHADE, font_size=SMALL))
        for number, row in enumerate(rows[1:], start=1):
            _cell(tab, book, number, place, key, row[place])
    for number, row in enumerate(rows):
        tab.set_row(number, small_height(zip(map(str, row), widths, strict=True)))
    tab.freeze_panes(1, repeated)
    tab.autofilter(0, 0, max(len(rows) - 1, 1), len(keys) - 1)
    tab.repeat_rows(0)


def _width(column: tuple[str | float, ...]) -> float:
    heading, *values = (signs(str(words)) for words in column)
    content = max(values, default=0.0)
    return min(max(content, longest_word(str(column[0])), heading / HEADING_LINES, NARROWEST) + 2.0, WIDEST)


def _cell(tab: Any, book: Book, row: int, place: int, key: str, value: str | float) -> None:
    if value == "":
        write_value(tab, row, place, None, book.boxed(font_size=SMALL))
    else:
        shown = "@" if isinstance(value, str) else _number_format(key, value)
        write_value(tab, row, place, value, book.boxed(font_size=SMALL, num_format=shown))


def _number_format(key: str, value: float) -> str:
    """Shares in per cent; whole numbers without decimals; a digit's width off the words of the next column."""
    if key in BY_KEY and BY_KEY[key].asks is Asks.SHARE:
        return "0%_0"
    return "#,##0_0" if value == round(value) else "#,##0.0##_0"
