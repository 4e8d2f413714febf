"""Sheet `orders` (采购订单建议): what to sign by when; terms, permits, warranty, frameworks, signed orders."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.order_terms import terms_table
from importplan.reports.views.orders import framework_table, orders_table, signed_table
from importplan.reports.views.permits import permits_table
from importplan.reports.views.warranty import warranty_table

MOST_PRINTED = 60  # orders, the next ones: all of a large case with their terms would fill hundreds of pages


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "orders")
    page.sentence(names.word("result.about.orders"))
    orders = orders_table(result, names)
    others = (framework_table(result, names), signed_table(result, names))
    if len(orders.rows) > MOST_PRINTED:  # what is printed stands on top
        for table in others:
            page.table(table, say_if_empty=False)
        page.print_first_rows(orders, MOST_PRINTED)
    else:
        page.table(orders)
        for table in others:
            page.table(table, say_if_empty=False)
    page.table(terms_table(result, names), say_if_empty=False)
    page.table(permits_table(result, names), say_if_empty=False)
    spent = warranty_table(result, names)
    page.table(spent, say_if_empty=False)
    if spent.rows:
        page.sentence(names.word("result.about.warranty"))
    page.finish()
