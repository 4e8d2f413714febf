"""Sheet `summary` (决策摘要): page one, on one printed sheet of paper."""

from __future__ import annotations

from importplan.reports.book import Book
from importplan.reports.sheets.front_page import write_front_page
from importplan.reports.views.summary import summary

# Columns of the grid of the front page that each column of a table takes.
SPANS: dict[str, tuple[int, ...]] = {
    "summary_orders": (1, 4, 2, 1, 5, 3, 2, 3, 3),
    "summary_cash": (4, 4, 4, 4, 4, 4),
    "summary_cash_only": (6, 6, 6, 6),
    "summary_risk": (5, 5, 5, 5, 4),
    "summary_reserve": (5, 2, 3, 2, 2, 3, 3, 2, 2),
    "ways_out": (2, 10, 4, 4, 4),
    "summary_actions": (1, 17, 3, 3),
}


def write(book: Book) -> None:
    """Write the sheet."""
    write_front_page(book, "summary", summary(book.result, book.names), SPANS)
