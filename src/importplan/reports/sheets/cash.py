"""Sheet `cash` (资金计划): cash by payer and period and line, and budgets against it."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Chart, Page
from importplan.reports.views.cash import budget_table, cash_table


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "cash")
    page.sentence(book.names.word("result.about.cash"))
    table = cash_table(book.result, book.names)
    page.table(table)
    page.table(budget_table(book.result, book.names), say_if_empty=False)
    if len(book.result.audit.cash.payers) == 1:
        page.chart(Chart(book.names.word("result.chart.cash"), table, "period", ("cash_total",)))
    page.finish()
