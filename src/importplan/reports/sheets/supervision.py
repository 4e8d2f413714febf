"""Sheet `supervision` (监管台账): goods under relief until they are free, what leaving costs, what a refusal costs."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.contingent import refusals_table, refused_years_table
from importplan.reports.views.supervised import lots
from importplan.reports.views.supervision import lots_table, rules_table, years_table
from importplan.reports.views.transfer import transfer_table


def write(book: Book) -> None:
    """Write the sheet; a plan without any relief has none."""
    result, names = book.result, book.names
    found, refused = lots(result), refusals_table(result, names)
    if not found and not refused.rows:
        return
    page = Page(book, "supervision")
    page.sentence(names.word("result.about.supervision"))
    page.table(lots_table(result, names, found))
    page.table(years_table(result, found), say_if_empty=False)
    if refused.rows:
        page.sentence(names.word("result.about.refused"))
    page.table(refused, say_if_empty=False)
    page.table(refused_years_table(result, names), say_if_empty=False)
    page.sentence(names.word("result.about.transfer"))
    page.table(transfer_table(result, names, found), say_if_empty=False)
    page.table(rules_table(result, names, found))
    page.finish()
