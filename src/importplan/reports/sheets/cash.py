"""Sheet `cash` (资金计划): budgets, cash of all payers by period, then by payer and kind of payment."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.chart import Chart
from importplan.reports.page import Page
from importplan.reports.views.cash import budget_table, cash_table, periods_table

MOST_BUDGETS = 12  # in one chart
MOST_PRINTED = 60  # rows by payer and period


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "cash")
    page.sentence(names.word("result.about.cash"))
    budgets, periods = budget_table(result, names), periods_table(result, names)
    page.table(budgets, say_if_empty=False)
    if len(budgets.rows) <= MOST_BUDGETS:
        values = ("available_cny", "spent_cny", "worst_spent_cny")
        page.chart(Chart(names.word("result.chart.budgets"), budgets, "budget_label", values))
    page.table(periods)
    page.chart(Chart(names.word("result.chart.cash"), periods, "period", ("cash_total",), ("cash_so_far",)))
    page.print_if_short(cash_table(result, names), MOST_PRINTED)
    page.finish()
