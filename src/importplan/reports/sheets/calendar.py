"""Sheet `calendar` (行动日历): what is to be done by which day, by whom, and which document it leaves."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.calendar import calendar_table, today

MOST_PRINTED = 200  # steps, the next ones: about ten pages


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "calendar")
    page.sentence(book.names.word("result.about.calendar", day=today(book.result)))
    page.print_first_rows(calendar_table(book.result, book.names), MOST_PRINTED)
    page.finish()
