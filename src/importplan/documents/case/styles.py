"""How headings, keys and values look in workbooks of cases."""

from __future__ import annotations

from typing import Any

from importplan.documents.excel.book import Book
from importplan.documents.excel.palette import EXAMPLE, GREY
from importplan.scenario.schema.column import SPANS, CellKind

NUMBER_FORMATS = {
    CellKind.NUMBER: "General",
    CellKind.WHOLE: "0",
    CellKind.SHARE: "0.0##%",
    CellKind.MONEY: "#,##0",
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.BY: "yyyy-mm-dd",
}  # everything else is text, so that codes keep their zeros and 2027-03 stays a month
ON_PAPER: dict[str, Any] = {"bottom": 0.6, "header": "&L&12&A", "header_margin": 0.35, "footer": "&R&8&P / &N"}


def number_format(kind: CellKind | None) -> str:
    """How the values of a column are shown; text where the kind is not a number or a day."""
    return NUMBER_FORMATS.get(kind, "@") if kind else "@"


def value_look(kind: CellKind | None) -> dict[str, Any]:
    """The properties of a value; numbers stand a little off the words of the next column."""
    numeric = kind in (CellKind.NUMBER, CellKind.WHOLE, CellKind.SHARE, CellKind.MONEY)
    return {"num_format": number_format(kind)} | ({"align": "right", "indent": 1} if numeric else {})


def key_style(book: Book) -> Any:
    """The grey second row: key and unit."""
    return book.boxed(font_size=8, font_color=GREY, align="center", valign="top")


def cell_style(book: Book, kind: CellKind | None, example: bool = False) -> Any:
    """A cell for data; example rows are coloured and italic."""
    left = {"align": "left"} if kind in SPANS else {}
    look = {"bg_color": EXAMPLE, "italic": True} if example else {}
    return book.format(**value_look(kind), **left, **look)
