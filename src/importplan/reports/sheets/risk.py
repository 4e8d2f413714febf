"""Sheet `risk` (风险评估): the cost of a draw and its tail, which lines make it, what outages would touch."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Chart, Page
from importplan.reports.views.exposure import exposure_table
from importplan.reports.views.risk import cost_table, histogram_table, measures_table


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "risk", freeze=1)
    level = result.scenario.settings.risk_level
    key = "result.about.risk_given" if result.draws.given else "result.about.risk"
    page.sentence(names.word(key, count=result.draws.count, level=level, worst=1.0 - level))
    page.table(measures_table(result, names))
    page.table(cost_table(result, names))
    page.table(exposure_table(result, names))
    histogram = histogram_table(result, names)
    page.table(histogram)
    if len(histogram.rows) > 1:
        page.chart(Chart(names.word("result.chart.draws"), histogram, "bin_label", ("bin_share",)))
    page.finish()
