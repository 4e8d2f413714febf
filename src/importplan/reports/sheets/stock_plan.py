"""Sheet `stock_plan`: stock against demand by item, then by owner with arrivals, releases and what is late."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.chart import Chart
from importplan.reports.page import Page
from importplan.reports.views.stock_plan import items_shown, items_table, stock_table

CHARTS = 3
MOST_PRINTED = 200  # rows by item, owner and period


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "stock_plan", freeze=3)
    page.sentence(names.word("result.about.stock_plan"))
    table = items_table(result, names)
    page.table(table)
    count = result.scenario.calendar.count
    ids = table.values("item_id")
    for item in items_shown(result, CHARTS):
        first = ids.index(item)
        title = names.word("result.chart.stock", item=names.item(item), unit=names.unit(item))
        values, lines = ("demand_mean", "backlog_p95"), ("stock_mean",)
        page.chart(Chart(title, table, "period", values, lines, (first, first + count)))
    page.print_if_short(stock_table(result, names), MOST_PRINTED)
    page.finish()
