"""Sheet `proposals` (目录匹配建议): rows of the lists that may mean an imported item, for a person to confirm."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.page import Page
from importplan.reports.views.proposals import proposals_table


def write(book: Book) -> None:
    """Write the sheet; without any row there is none."""
    table = proposals_table(book.names)
    if not table.rows:
        return
    page = Page(book, "proposals")
    page.sentence(book.names.word("result.about.proposals"))
    page.table(table)
    page.finish()
