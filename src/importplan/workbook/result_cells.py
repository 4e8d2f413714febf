"""Every cell of a result workbook: its value, and its formula where it is one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.tables.safety import file_issue

Address = tuple[int, int]  # row and column, counted from 1


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What stands in a cell. The value of a formula is the one that the file was saved with, None where it has none."""

    value: Any
    formula: str = ""
    percent: bool = False


Cells = dict[Address, ResultCell]  # the filled ones of a sheet
Sheets = dict[str, Cells]  # by its name


def read_cells(source: Path | bytes) -> Sheets:
    """The filled cells of a workbook. Raises InputRejected for a file that is none or is a trap."""
    if isinstance(source, Path):
        refused = file_issue(source, source.name)
        if refused is not None:
            raise InputRejected((refused,))
    try:
        written = {name: dict(cells) for name, cells in _sheets(source, values=False)}
        saved = dict(_sheets(source, values=True)) if any(map(_has_formula, written.values())) else {}
    except Exception as fault:  # a damaged file may break the library in any way; it must not break us
        name = source.name if isinstance(source, Path) else ""
        message = f"{type(fault).__name__}: {fault}"
        raise InputRejected((Issue.error("file-damaged", Place(name), message=message),)) from fault
    return {
        name: {spot: _of(cell, spot, saved.get(name, {})) for spot, cell in cells.items()}
        for name, cells in written.items()
    }


def _sheets(source: Path | bytes, values: bool) -> Iterator[tuple[str, dict[Address, Any]]]:
    """The filled cells of every sheet, as the library has them; formulas with their values or with their words."""
    with warnings.catch_warnings():
        # openpyxl warns of drawings and extensions that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        stream = BytesIO(source) if isinstance(source, bytes) else source
        book = load_workbook(stream, data_only=values, read_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                cells = (cell for row in sheet.iter_rows() for cell in row)
                yield sheet.title, {(cell.row, cell.column): cell for cell in cells if cell.value not in (None, "")}
        finally:
            book.close()


def _has_formula(cells: dict[Address, Any]) -> bool:
    return any(cell.data_type == "f" for cell in cells.values())


def _of(cell: Any, spot: Address, saved: dict[Address, Any]) -> ResultCell:
    percent = "%" in str(cell.number_format)
    if cell.data_type == "f":
        return ResultCell(saved[spot].value if spot in saved else None, str(cell.value), percent)
    return ResultCell(cell.value, "", percent)
