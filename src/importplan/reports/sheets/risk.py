"""Sheet `risk` (风险评估): on fresh draws beside in-sample figures, what makes the tail, what outages touch."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.chart import Chart
from importplan.reports.page import Page
from importplan.reports.views.controls import controls_table
from importplan.reports.views.exposure import exposure_table
from importplan.reports.views.risk import cost_table, histogram_table, measures_table, tested_table


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "risk", freeze=1)
    level = result.scenario.settings.risk_level
    key = f"result.about.risk_{result.judged_on}"
    count, made = result.judging.count, result.draws.count
    page.sentence(names.word(key, count=count, made=made, level=level, worst=1.0 - level))
    page.table(tested_table(result, names))
    page.table(measures_table(result, names))
    histogram = histogram_table(result, names)
    shares = tuple(column.key for column in histogram.columns if column.key.startswith("bin_share"))
    page.table(cost_table(result, names))
    page.table(exposure_table(result, names))
    page.table(controls_table(result, names), say_if_empty=False)
    page.table(histogram)
    if len(histogram.rows) > 1:
        page.chart(Chart(names.word("result.chart.draws"), histogram, "bin_label", shares))
    page.finish()
