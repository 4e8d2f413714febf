"""Sheet `stock_plan`: stock by item, owner and period, planned arrivals, what is late in the mean and at worst."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.stock_plan import stock_table


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "stock_plan", freeze=3)
    page.sentence(book.names.word("result.about.stock_plan"))
    page.table(stock_table(book.result, book.names))
    page.finish()
