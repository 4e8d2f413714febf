"""Sheet `sourcing` (来源结构): shares by item, country and supplier, in units and value."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.chart import Chart
from importplan.reports.page import Page
from importplan.reports.views.sourcing import countries_table, sourcing_table
from importplan.reports.views.subsidies import subsidies_table


def write(book: Book) -> None:
    """Write the sheet."""
    page = Page(book, "sourcing")
    page.sentence(book.names.word("result.about.sourcing"))
    page.table(sourcing_table(book.result, book.names))
    countries = countries_table(book.result, book.names)
    page.table(countries, say_if_empty=False)
    title = book.names.word("result.chart.countries")
    page.chart(Chart(title, countries, "origin", ("customs_value_cny",)))
    page.table(subsidies_table(book.result, book.names), say_if_empty=False)
    page.finish()
