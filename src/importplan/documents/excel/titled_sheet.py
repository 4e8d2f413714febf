"""A sheet for people to work down: title, a line of explanation, coloured headings, then rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from importplan.documents.excel.book import Book, span
from importplan.documents.excel.palette import BAND

TITLE_ROW, NOTE_ROW, HEADING_ROW = range(3)
TITLE_HEIGHT = 28.0  # points


def titled_sheet(
    book: Book,
    name: str,
    head: tuple[str, str],
    headings: Sequence[str],
    widths: Sequence[float],
    heights: tuple[float, float],
    colors: Mapping[int, str] | None = None,
    **kind: Any,
) -> Any:
    """The sheet without its rows.

    Parameters
    ----------
    head
        Title and explanation.
    heights
        Points of the explanation and of the headings.
    colors
        Colours of headings, by column; the others are grey.
    """
    sheet = book.sheet(name, widths, **kind)
    for row, words, style in zip((TITLE_ROW, NOTE_ROW), head, (book.title(), book.note()), strict=True):
        span(sheet, row, 0, len(widths) - 1, words, style)
    for row, height in enumerate((TITLE_HEIGHT, *heights)):
        sheet.set_row(row, height)
    for column, words in enumerate(headings):
        sheet.write_string(HEADING_ROW, column, words, book.heading((colors or {}).get(column, BAND)))
    sheet.repeat_rows(HEADING_ROW)
    return sheet
