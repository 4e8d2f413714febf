"""Sheet `notes` (假设与待核事项): assumptions and unverified rules first, then what was not used, then the run."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.landed_cost import rules_table
from importplan.reports.views.notes import assumptions_table, method_table, run_table, unused_table


def write(book: Book) -> None:
    """Write the sheet."""
    result, names = book.result, book.names
    page = Page(book, "notes", freeze=1)
    page.sentence(names.word("result.about.notes"))
    page.table(assumptions_table(result, names))
    if result.has_plan:
        page.table(rules_table(result, names))
    page.table(unused_table(result, names))
    page.table(method_table(result, names))
    page.table(run_table(result, names))
    page.finish()
