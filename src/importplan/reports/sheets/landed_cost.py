"""Sheet `landed_cost` (到厂成本明细): reliefs in three numbers, one row an order, then every charge with its rule."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.landed_cost import landed_table
from importplan.reports.views.landed_orders import landed_orders_table
from importplan.reports.views.relief import relief_table

MOST_PRINTED = 90  # orders, the next ones


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "landed_cost")
    page.sentence(book.names.word("result.about.landed_cost"))
    page.table(relief_table(book.result, book.names), say_if_empty=False)
    page.print_first_rows(landed_orders_table(book.result, book.names), MOST_PRINTED)
    page.sentence(book.names.word("result.about.landed_printed"))
    page.print_no_further()
    page.table(landed_table(book.result, book.names))
    page.finish()
