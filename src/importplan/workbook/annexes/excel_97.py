"""Annexes in the Excel format of 1997–2003 (.xls), read in a process of their own.

A damaged file makes the library panic or abort, which no exception handler of ours would survive. The process prints
the sheets as JSON; run as a program this module is that process.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.annexes.grid import Cell, GridRow, Table
from importplan.workbook.annexes.excel import words

LIBRARY = "python_calamine"
LONGEST_S = 120


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The sheets as tables. Raises ModuleNotFoundError where the library is not installed."""
    if importlib.util.find_spec(LIBRARY) is None:
        raise ModuleNotFoundError(f"No module named {LIBRARY!r}", name=LIBRARY)
    command = [sys.executable, "-m", __name__, str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=True)
        sheets: list[dict[str, Any]] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise InputRejected((Issue.error("file-damaged", Place(path.name), message=_last_words(fault)),)) from fault
    return tuple(table for sheet in sheets if (table := _table(sheet)).rows)


def _last_words(fault: Exception) -> str:
    """The last line that the process printed, or what kind of fault it was."""
    printed = getattr(fault, "stderr", None) or b""
    lines = printed.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else type(fault).__name__


def _table(sheet: dict[str, Any]) -> Table:
    values: list[list[str]] = sheet["values"]
    cells = [[Cell(text) for text in row] for row in values]
    for (top, left), (bottom, right) in sheet["merged"]:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = Cell(values[top][left], row > top, column > left)
    return Table(sheet["name"], tuple(GridRow(number, tuple(row)) for number, row in enumerate(cells, start=1)))


def dump(path: Path) -> list[dict[str, Any]]:
    """The sheets as plain data: name, values as text from cell A1 on, merged areas from 0."""
    book = importlib.import_module(LIBRARY).CalamineWorkbook.from_path(path)
    found = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        # Without the empty area the addresses of the cells would be wrong.
        values = [[words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        found.append({"name": name, "values": values, "merged": sheet.merged_cell_ranges or []})
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dump(Path(sys.argv[1]))))
