"""What was written of a plan, and cells of it changed in place: what somebody may do by hand."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from importplan.basics.addresses import letter
from importplan.documents.read_back.cells import Cells, Sheets
from importplan.results.plan_result import PlanResult

Spot = tuple[str, int, int]  # sheet, row, column
Value = float | str | None


@dataclass(frozen=True)
class Made:
    """A case that was planned, and what was written of it."""

    case: Path
    path: Path
    result: PlanResult
    cells: Sheets
    numbers: Iterator[int]

    @property
    def free(self) -> Path:
        """A path that nothing stands at."""
        return self.path.with_name(f"spoilt_{next(self.numbers)}.xlsx")


def edited(source: Path, target: Path, edits: Mapping[Spot, Value]) -> Path:
    """A copy with other values in some cells; None empties one, and a formula gives way to its new value."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = re.findall(r'<sheet name="([^"]*)"', given.read("xl/workbook.xml").decode())
        parts = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(names, start=1)}
        for entry in given.namelist():
            content = given.read(entry)
            mine = {spot[1:]: value for spot, value in edits.items() if spot[0] == parts.get(entry)}
            made.writestr(entry, _changed(content.decode(), mine) if mine else content)
    return target


def _changed(sheet: str, edits: Mapping[tuple[int, int], Value]) -> str:
    for (row, column), value in edits.items():
        address = f"{letter(column - 1)}{row}"
        pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.S)
        sheet, found = pattern.subn(lambda cell, to=value, at=address: _cell(at, cell[1] or "", to), sheet)
        assert found == 1, address
    return sheet


def _cell(address: str, style: str, value: Value) -> str:
    if value is None:
        return f'<c r="{address}"{style}/>'
    if isinstance(value, str):
        return f'<c r="{address}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"{style}><v>{value!r}</v></c>'


def below(cells: Cells, heading: str, row: int = 1, table: int = 1) -> tuple[int, int]:
    """The cell so many rows below a heading; `table` where several tables of a sheet have the same one."""
    at = sorted(spot for spot, cell in cells.items() if cell.value == heading)[table - 1]
    return at[0] + row, at[1]


def number_at(sheets: Sheets, sheet: str, heading: str, row: int = 1, table: int = 1) -> tuple[Spot, float]:
    """A number below a heading, and where it stands."""
    spot = below(sheets[sheet], heading, row, table)
    return (sheet, *spot), float(sheets[sheet][spot].value)


def row_of(cells: Cells, column: int, value: str) -> int:
    """The row that has a value in a column."""
    return next(row for (row, at), cell in sorted(cells.items()) if at == column and str(cell.value) == value)
