"""Sheet `shortage` (缺口预测): what may be late, by demand tier and period."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.shortage import shortage_summary, shortage_table

MOST_PRINTED = 200  # rows by demand tier and period


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "shortage")
    page.sentence(book.names.word("result.about.shortage"))
    page.table(shortage_summary(book.result, book.names))
    page.print_if_short(shortage_table(book.result, book.names), MOST_PRINTED)
    page.finish()
