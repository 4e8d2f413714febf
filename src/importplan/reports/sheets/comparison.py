"""Sheet `comparison` (方案比较): this plan, the cheapest sources and other naive rules, on the same fresh draws."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.chart import Chart
from importplan.reports.page import Page
from importplan.reports.views.comparison import comparison_table, intervals_table, lines_table, verdict


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "comparison", freeze=1)
    page.sentence(names.word(f"result.about.comparison_{result.judged_on}", count=result.judging.count))
    words = verdict(result, names)
    if words:
        page.sentence(words)
    table = comparison_table(result, names)
    page.table(table)
    values = ("cash_cost_cny", "shortage_mean_cny", "shortage_tail_cny")
    page.chart(Chart(names.word("result.chart.comparison"), table, "alternative", values))
    page.table(intervals_table(result, names), say_if_empty=False)
    page.table(lines_table(result, names))
    page.finish()
