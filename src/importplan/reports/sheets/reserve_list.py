"""Sheet `reserve_list` (储备清单): what is held, how and by whom, signed by those who stand for it."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.reserve import reserve_table, unreserved_table
from importplan.reports.views.summary import signatures
from importplan.reports.views.summary_bureau import release_words


def write(book: Book) -> None:
    """Write the sheet; a case without a common reserve has none."""
    result, names = book.result, book.names
    if not result.scenario.has_reserve:
        return
    page = Page(book, "reserve_list")
    page.sentence(names.word("result.about.reserve_list"))
    page.table(reserve_table(result, names))
    for words in release_words(result, names):
        page.sentence(words)
    page.table(unreserved_table(result, names), say_if_empty=False)
    page.signatures(signatures(result, names))
    page.finish()
