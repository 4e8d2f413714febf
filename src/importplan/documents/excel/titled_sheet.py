"""A sheet for people to work down: title, a line of explanation, coloured headings, then rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from importplan.basics.labels import text
from importplan.documents.excel.book import Book, span
from importplan.documents.excel.palette import BAND, TO_FILL

TITLE_ROW, NOTE_ROW, HEADING_ROW = range(3)
TITLE_HEIGHT = 28.0  # points


def titled_sheet(
    book: Book,
    words: str,
    name: str,
    columns: Mapping[str, float],
    heights: tuple[float, float],
    to_fill: Collection[str] = (),
    **kind: Any,
) -> Any:
    """The sheet without its rows.

    Parameters
    ----------
    words
        Under which its words stand in the labels table: `.sheet.`, `.title.`, `.note.` and the name, `.column.` and
        the key of a column.
    columns
        Key → width.
    heights
        Points of the explanation and of the headings.
    to_fill
        Columns whose headings are yellow.
    """
    sheet = book.sheet(text(f"{words}.sheet.{name}", book.language), tuple(columns.values()), **kind)
    for row, part, style in ((TITLE_ROW, "title", book.title()), (NOTE_ROW, "note", book.note())):
        span(sheet, row, 0, len(columns) - 1, text(f"{words}.{part}.{name}", book.language), style)
    for row, height in enumerate((TITLE_HEIGHT, *heights)):
        sheet.set_row(row, height)
    for place, key in enumerate(columns):
        heading = book.heading(TO_FILL if key in to_fill else BAND)
        sheet.write_string(HEADING_ROW, place, text(f"{words}.column.{key}", book.language), heading)
    sheet.repeat_rows(HEADING_ROW)
    return sheet


def filtered(sheet: Any, last: int, columns: int, printed: int = 0) -> None:
    """Filter the rows to the last one; where `printed` is given, only so many columns go on paper."""
    last = max(last, HEADING_ROW + 1)
    sheet.autofilter(HEADING_ROW, 0, last, columns - 1)
    if printed:
        sheet.print_area(0, 0, last, printed - 1)


def offer(sheet: Any, row: int, column: int, choices: list[str], title: str, how: str) -> None:
    """A dropdown with likely answers; others are taken too."""
    rule = {"validate": "list", "source": choices, "show_error": False, "input_title": title, "input_message": how}
    sheet.data_validation(row, column, row, column, rule)
