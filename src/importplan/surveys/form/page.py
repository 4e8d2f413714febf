"""What all sheets of the questionnaire share: page, protection, and the version mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.basics.labels import Language, text
from importplan.surveys.form.look import Look
from importplan.surveys.questions import VERSION

A4 = 9
TABS = {"firm": "#1F4E79", "item": "#548235", "need": "#C55A11", "example": "#A6A6A6"}
# People may widen columns and rows, and add rows; what the sheets say themselves is protected without a password.
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True, "sort": True}
VERSION_NAME = "importplan_survey_version"  # a defined name of the workbook


def open_sheet(book: Any, look: Look, name: str, widths: Sequence[float], landscape: bool) -> Any:
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
    tab.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.55)
    foot = text("survey.form.footer", look.language, version=VERSION)
    tab.set_footer(f"&L&8{foot}&C&8&A&R&8&P / &N")
    return tab


def second_language(language: Language) -> Language:
    """The language that stands small beside the first one."""
    return "en" if language == "zh" else "zh"
