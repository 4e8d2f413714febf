"""Sheet `orders` (采购订单建议): what to sign by when; terms, permits, warranty, frameworks, signed orders."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.order_terms import terms_table
from importplan.reports.views.orders import framework_table, orders_table, signed_table
from importplan.reports.views.permits import permits_table
from importplan.reports.views.warranty import warranty_table


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "orders")
    page.sentence(book.names.word("result.about.orders"))
    page.table(orders_table(book.result, book.names))
    page.table(terms_table(book.result, book.names), say_if_empty=False)
    page.table(permits_table(book.result, book.names), say_if_empty=False)
    spent = warranty_table(book.result, book.names)
    page.table(spent, say_if_empty=False)
    if spent.rows:
        page.sentence(book.names.word("result.about.warranty"))
    page.table(framework_table(book.result, book.names), say_if_empty=False)
    page.table(signed_table(book.result, book.names), say_if_empty=False)
    page.finish()
