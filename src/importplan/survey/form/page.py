"""What all sheets of the questionnaire share: page, protection, and the version mark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from importplan.basics.labels import Language, text
from importplan.survey.form.look import FormFormats
from importplan.survey.questions import VERSION

A4 = 9
TABS = {"firm": "#1F4E79", "item": "#548235", "need": "#C55A11", "example": "#A6A6A6"}
# People may widen columns and rows, and add rows; what the sheets say themselves is protected without a password.
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True, "sort": True}
VERSION_NAME = "importplan_survey_version"  # a defined name of the workbook


def open_sheet(book: Any, look: FormFormats, name: str, widths: Sequence[float], landscape: bool) -> Any:
    """A protected sheet on A4 with its columns as wide as given."""
    tab = book.add_worksheet(text(f"survey.sheet.{name}", look.language))
    tab.set_tab_color(TABS[name])
    tab.hide_gridlines(2)
    for column, width in enumerate(widths):
        tab.set_column(column, column, width)
    tab.protect("", ALLOWED)
    tab.set_paper(A4)
    if landscape:
        tab.set_landscape()
    tab.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    foot = text("survey.form.footer", look.language, version=VERSION)
    tab.set_footer(f"&L&8{foot}&C&8&A&R&8&P / &N")
    return tab


def second_language(language: Language) -> Language:
    """The language that stands small beside the first one."""
    return "en" if language == "zh" else "zh"


def lines_of(words: str, width: float, font_size: float = 10.0) -> int:
    """Lines that words take in a column so wide; a Chinese character is as wide as two letters."""
    room = width * 10.0 / font_size
    lengths = (sum(2.0 if ord(sign) > 0x2E7F else 0.95 for sign in line) for line in words.split("\n"))
    return sum(max(1, math.ceil(length * 1.04 / room)) for length in lengths)
