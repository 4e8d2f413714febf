"""Sheet `clearance` (通关方式): what a faster way through customs is worth to this plan, and what it needs."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.clearance import buyers_table, condition_words, days_table, headline, modes_table


def write(book: Book) -> None:
    """Write the sheet; a plan that brings nothing through customs has none."""
    result, names = book.result, book.names
    if not result.clearance.buyers:
        return
    page = Page(book, "clearance", freeze=1)
    page.sentence(names.word("result.about.clearance"))
    page.sentence(headline(result, names))
    page.table(days_table(result, names))
    page.table(modes_table(result, names))
    page.table(buyers_table(result, names))
    for words in condition_words(result, names):
        page.sentence(words)
    page.finish()
