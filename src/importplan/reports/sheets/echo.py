"""The echo: the input sheets of the case as they were used; the result workbook reads back as the same scenario."""

from __future__ import annotations

from importplan.reports.book import Book


def write(book: Book) -> None:
    """Write one sheet for every input sheet that has rows."""
