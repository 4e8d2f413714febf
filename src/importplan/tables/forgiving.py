"""Values of a workbook by a reader that is slow and forgives much: for files on which the fast one stumbles."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import load_workbook

from importplan.tables.cell import CellValue
from importplan.tables.sheet_facts import SheetFacts


def values_of(
    path: Path, facts: Mapping[str, SheetFacts], wanted: Callable[[str], bool]
) -> dict[str, tuple[tuple[CellValue, ...], ...]]:
    """Sheet → what is stored, row by row, as far as it reaches; of a sheet that is not wanted nothing."""
    with path.open("rb") as content, warnings.catch_warnings():
        # Of drawings and extensions that would be lost on saving; nothing is saved.
        warnings.simplefilter("ignore")
        book = load_workbook(content, data_only=True, rich_text=False)
    found = {}
    for sheet in book.worksheets:
        reach = facts[sheet.title]
        area = sheet.iter_rows(max_row=max(reach.rows, 1), max_col=max(reach.columns, 1))
        rows = (tuple(None if cell.data_type == "e" else cell.value for cell in row) for row in area)
        found[sheet.title] = tuple(rows) if wanted(sheet.title) and reach.rows else ()
    return found  # type: ignore[return-value]
