"""A sheet of the rejected-rows workbook: title, a line of explanation, headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.titled_sheet import titled_sheet
from importplan.tables.clean import clean_text

LONGEST = 4_000  # characters of a cell that are shown


def table_sheet(book: Book, name: str, columns: Mapping[str, float], tab: str, *to_fill: str) -> Any:
    """A sheet with title, a line of explanation and its headings, some of them to be filled in."""
    heights = (50.0 if name == "faults" else 32.0, 22.0)
    return titled_sheet(book, "survey.rejected", name, columns, heights, to_fill, tab=tab, side=0.7, bottom=0.75)


def said(key: str, language: Language) -> str:
    """The words of the workbook itself."""
    return text(f"survey.rejected.{key}", language)


def shown(words: str, longest: int = LONGEST) -> str:
    """What stood in a file, as a cell can show it."""
    cleaned = clean_text(words)
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1] + "…"
