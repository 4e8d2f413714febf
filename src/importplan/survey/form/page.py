"""What all sheets of the questionnaire share: page, protection, and the version mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.palette import GREY, INK, TAB_GREEN, TAB_GREY, TAB_NAVY, TAB_ORANGE
from importplan.survey.form.rules import no_value_words
from importplan.survey.questions import VERSION

TABS = {"firm": TAB_NAVY, "item": TAB_GREEN, "need": TAB_ORANGE, "example": TAB_GREY}
# People may widen columns and rows, and add rows; what the sheets say themselves is protected without a password.
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True, "sort": True}


def open_sheet(book: Book, name: str, widths: Sequence[float], landscape: bool) -> Any:
    """A protected sheet on one page of A4 with its columns as wide as given."""
    foot = f"&L&8{text('survey.form.footer', book.language, version=VERSION)}&C&8&A&R&8&P / &N"
    words = text(f"survey.sheet.{name}", book.language)
    tab = book.sheet(words, widths, TABS[name], landscape=landscape, top=0.4, bottom=0.5, down=1, footer=foot)
    tab.protect("", ALLOWED)
    return tab


def second_language(language: Language) -> Language:
    """The language that stands small beside the first one."""
    return "en" if language == "zh" else "zh"


def write_ask(
    tab: Any, book: Book, row: int, columns: tuple[int, int], number: str, required: bool, colors: tuple[str, str]
) -> None:
    """A question in plain words over its columns, small in the other language; colours: behind it, of what is small."""
    cell = book.heading(colors[0], bold=False)
    star = " *" if required else ""
    own = text(f"survey.ask.{number}", book.language) + "\n"
    other = text(f"survey.ask.{number}", second_language(book.language))
    strong, small = book.format(bold=True, font_color=INK), book.format(font_color=colors[1], font_size=8)
    if columns[0] < columns[1]:
        tab.merge_range(row, columns[0], row, columns[1], "", cell)
    parts = (strong, f"{number}{star} ", book.format(font_color=INK), own, small, other)
    tab.write_rich_string(row, columns[0], *parts, cell)


def paint(tab: Any, first: tuple[int, int], last: tuple[int, int], criteria: str, style: Any) -> None:
    """Lay a format over the cells from first to last where a formula is true."""
    tab.conditional_format(*first, *last, {"type": "formula", "criteria": criteria, "format": style})


def paint_no_values(tab: Any, book: Book, first: tuple[int, int], last: tuple[int, int]) -> None:
    """“无” and “不清楚” are grey."""
    none, unknown = no_value_words(book.language)
    cell = f"{letter(first[1])}{first[0] + 1}"
    criteria = f'=OR({cell}="{none}",{cell}="{unknown}")'
    paint(tab, first, last, criteria, book.bare(font_color=GREY, italic=True))
