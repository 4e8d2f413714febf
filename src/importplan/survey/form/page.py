"""What all sheets of the questionnaire share: page, protection, and the version mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.palette import TAB_GREEN, TAB_GREY, TAB_NAVY, TAB_ORANGE
from importplan.survey.questions import VERSION

TABS = {"firm": TAB_NAVY, "item": TAB_GREEN, "need": TAB_ORANGE, "example": TAB_GREY}
# People may widen columns and rows, and add rows; what the sheets say themselves is protected without a password.
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True, "sort": True}
VERSION_NAME = "importplan_survey_version"  # a defined name of the workbook


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
