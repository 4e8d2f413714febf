"""Sheet `shortage` (缺口预测): what may be late, by demand tier and period."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.shortage import shortage_summary, shortage_table


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "shortage")
    page.sentence(book.names.word("result.about.shortage"))
    page.table(shortage_summary(book.result, book.names))
    page.table(shortage_table(book.result, book.names))
    page.finish()
