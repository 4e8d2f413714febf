"""The peer: how an analyst reads returned questionnaires with pandas and openpyxl, one file after the other.

It finds the heading row by words, takes digits out of cells, and passes over what it cannot open. It knows nothing of
万元, quarters, merged cells, firms or item names.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

QUANTITY = ("需求数量", "数量", "拟采购数量", "采购数量", "需求量", "计划采购数量", "台数")


@dataclass
class Read:
    """Quantities by file, sheet and row; files that could not be opened."""

    quantities: dict[tuple[str, str, int], float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def read(folder: Path) -> Read:
    """All files of a folder."""
    found = Read()
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in (".xlsx", ".xls", ".csv"):
            continue
        try:
            sheets = _sheets(path)
        except Exception:
            found.failed.append(name)
            continue
        for sheet, table in sheets.items():
            for row, quantity in _quantities(table):
                found.quantities[name, sheet, row] = quantity
    return found


def _sheets(path: Path) -> dict[str, pd.DataFrame]:
    if path.suffix == ".csv":
        for coding in ("utf-8-sig", "gb18030"):
            try:
                return {"": pd.read_csv(path, header=None, dtype=object, encoding=coding, names=range(40))}
            except UnicodeDecodeError:
                continue
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pd.read_excel(path, sheet_name=None, header=None, dtype=object)  # type: ignore[return-value]


def _quantities(table: pd.DataFrame) -> list[tuple[int, float]]:
    column, found = None, []
    for row, cells in enumerate(table.itertuples(index=False), start=1):
        if column is None:
            column = next((spot for spot, cell in enumerate(cells) if str(cell).strip() in QUANTITY), None)
        elif (digits := re.search(r"[\d.]+", str(cells[column]))) and "合计" not in str(cells[0]):
            found.append((row, float(digits.group())))
    return found
