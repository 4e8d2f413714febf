"""The one writer of workbooks: safe options, each format once, sheets on paper, values as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language
from importplan.documents.excel.palette import ANSWER, DARK, FONTS, INK, LINE
from importplan.documents.excel.paper import on_paper
from importplan.results.table import Formula
from importplan.tables.clean import clean_text

SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
SIZE = 10  # points of the type of cells
LONGEST_NAME = 31  # signs of the name of a sheet
LONGEST_CELL = 32_767  # signs that a cell of Excel holds
Value = TypeVar("Value")


class Book:
    """A workbook while it is written.

    Parameters
    ----------
    language
        Chooses the font of its formats.
    own_cells
        Whether cells without a format take that font too; widths of columns are counted in the type of such cells.
    large
        Whether its sheets may not fit into memory.
    """

    def __init__(self, language: Language, own_cells: bool = True, large: bool = False) -> None:
        self._target = BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(self._target, SAFE | {"in_memory": not large})
        self.language, self.font = language, FONTS[language]
        self.bare = cache(self._bare)
        if own_cells:
            self.workbook.formats[0].set_font_name(self.font)
            self.workbook.formats[0].set_font_size(SIZE)

    def content(self) -> bytes:
        """Close the workbook; what stands in its file."""
        self.workbook.close()
        return self._target.getvalue()

    def save(self, path: Path) -> None:
        """Close the workbook and put it to its place; written beside and then renamed."""
        put(self.content(), path)

    def _bare(self, **wishes: Any) -> Any:
        return self.workbook.add_format(wishes)

    def format(self, **wishes: Any) -> Any:
        """The format with these properties, in the font of the workbook."""
        return self.bare(**({"font_name": self.font, "font_size": SIZE, "valign": "vcenter"} | wishes))

    def boxed(self, **wishes: Any) -> Any:
        """A cell with a thin grey line around it; words wrap."""
        return self.format(**({"border": 1, "border_color": LINE, "text_wrap": True} | wishes))

    def title(self) -> Any:
        """The first line of a sheet."""
        return self.format(bold=True, font_size=16, font_color=INK)

    def note(self, **wishes: Any) -> Any:
        """A line of explanation."""
        return self.format(**({"text_wrap": True, "font_color": DARK} | wishes))

    def heading(self, color: str, **wishes: Any) -> Any:
        """A heading on a colour."""
        return self.boxed(**({"bold": True, "bg_color": color, "font_color": INK, "align": "center"} | wishes))

    def answer(self, number_format: str, **wishes: Any) -> Any:
        """A cell to be filled in."""
        return self.boxed(**({"bg_color": ANSWER, "locked": False, "num_format": number_format} | wishes))

    def sheet(
        self, name: str, widths: Sequence[float] = (), tab: str = "", gridlines: bool = False, **paper: Any
    ) -> Any:
        """A worksheet with columns of these widths, laid out as `on_paper` is told."""
        sheet = self.workbook.add_worksheet(name[:LONGEST_NAME])
        if tab:
            sheet.set_tab_color(tab)
        if not gridlines:
            sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        on_paper(sheet, **paper)
        return sheet


def span(sheet: Any, row: int, first: int, last: int, words: str, style: Any) -> None:
    """Write words over the columns from first to last."""
    if first == last:
        sheet.write_string(row, first, clean_text(words), style)
    else:
        sheet.merge_range(row, first, row, last, clean_text(words), style)


def write_value(sheet: Any, row: int, column: int, value: str | float | date | Formula | None, style: Any) -> None:
    """Write a plain value; text never as a formula and without what a file cannot hold."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, clean_text(value)[:LONGEST_CELL], style)
    elif isinstance(value, Formula):
        shown_now = value.value.isoformat() if isinstance(value.value, date) else value.value
        sheet.write_formula(row, column, value.words, style, shown_now)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def no_formula(words: str) -> str:
    """Words for the name of a chart or a series, which would be a formula where they begin with its sign."""
    words = clean_text(words)
    return f" {words}" if words.startswith("=") else words


def lossless(value: Value) -> Value | str:
    """A number that the sixteen digits of a file would change, as text, which is read as the same number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    try:
        exact = float(f"{value:.16G}") == value
    except OverflowError:
        exact = False
    return value if exact else repr(value)
