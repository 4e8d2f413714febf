"""A sheet of the rejected-rows workbook: title, a line of explanation, headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importplan.basics.labels import Language, text
from importplan.survey.form.look import FormFormats
from importplan.survey.form.page import A4
from importplan.tables.clean import clean_text

TITLE_ROW, NOTE_ROW, HEADING_ROW = range(3)
LONGEST = 4_000  # characters of a cell that are shown


def table_sheet(book: Any, look: FormFormats, name: str, columns: Mapping[str, float], color: str) -> Any:
    """A sheet with title, a line of explanation and its headings; printed across A4, as wide as one page."""
    tab = book.add_worksheet(said(f"sheet.{name}", look.language))
    tab.set_tab_color(color)
    tab.hide_gridlines(2)
    last = len(columns) - 1
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, last, said(f"title.{name}", look.language), look.title())
    tab.merge_range(NOTE_ROW, 0, NOTE_ROW, last, said(f"note.{name}", look.language), look.note())
    for row, height in ((TITLE_ROW, 28), (NOTE_ROW, 50 if name == "faults" else 32), (HEADING_ROW, 22)):
        tab.set_row(row, height)
    for place, (column, width) in enumerate(columns.items()):
        tab.set_column(place, place, width)
        tab.write_string(HEADING_ROW, place, said(f"column.{column}", look.language), look.heading("#D9D9D9"))
    tab.set_landscape()
    tab.set_paper(A4)
    tab.repeat_rows(HEADING_ROW)
    tab.fit_to_pages(1, 0)
    return tab


def said(key: str, language: Language) -> str:
    """The words of the workbook itself."""
    return text(f"survey.rejected.{key}", language)


def shown(words: str, longest: int = LONGEST) -> str:
    """What stood in a file, as a cell can show it."""
    cleaned = clean_text(words)
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1] + "…"
