"""Sheet `orders` (采购订单建议): what to sign by when; terms, permits, warranty, frameworks, signed orders."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.order_terms import terms_table
from importplan.reports.views.orders import framework_table, orders_table, signed_table
from importplan.reports.views.permits import permits_table
from importplan.reports.views.warranty import warranty_table

MOST_PRINTED = 60  # orders: beyond, their terms would fill hundreds of pages


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "orders")
    page.sentence(names.word("result.about.orders"))
    orders = orders_table(result, names)
    page.table(orders)
    page.table(framework_table(result, names), say_if_empty=False)
    page.table(signed_table(result, names), say_if_empty=False)
    if len(orders.rows) > MOST_PRINTED:
        page.sentence(names.word("result.about.orders_printed"))
        page.print_no_further()
    page.table(terms_table(result, names), say_if_empty=False)
    page.table(permits_table(result, names), say_if_empty=False)
    spent = warranty_table(result, names)
    page.table(spent, say_if_empty=False)
    if spent.rows:
        page.sentence(names.word("result.about.warranty"))
    page.finish()
