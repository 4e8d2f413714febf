"""What people wrote beside a case that no other file of the case keeps: own sheets and columns, formulas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from importplan.parsing.words import is_note
from importplan.scenario.headed import read_headed
from importplan.scenario.schema import RESULT_SHEETS
from importplan.scenario.wording import find_column, find_sheet
from importplan.tables.grid import Grid, SourceFile


@dataclass(frozen=True)
class LeftBehind:
    """Names of sheets, columns as `sheet!heading`, and how many cells hold a formula (their values are kept)."""

    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    formulas: int = 0


def left_behind(files: Iterable[SourceFile], ours: Collection[str] = ()) -> LeftBehind:
    """What of the files of a case as they were read is in none of its columns; sheets of a result are no part of it.

    `ours`: names of sheets and headings that nobody has written by hand.
    """
    sheets, columns, formulas = [], [], 0
    for grid in (grid for raw in files for grid in raw.grids):
        key = None if is_note(grid.name) else find_sheet(grid.name)
        if key is None:
            sheets += [grid.name] if grid.name not in ours else []
        elif key not in RESULT_SHEETS:
            columns += [f"{grid.name}!{heading}" for heading in _own_columns(grid, key) if heading not in ours]
            formulas += len(grid.formulas)
    return LeftBehind(tuple(sheets), tuple(columns), formulas)


def _own_columns(grid: Grid, key: str) -> Iterator[str]:
    found = read_headed(grid, key, [])
    if found is None:
        return
    known = found.columns.values()
    for row in range(grid.height):
        if all(find_column(key, grid.seen(row, column).shown) == name for name, column in found.columns.items()):
            yield from (grid.seen(row, column).shown for column in grid.said(row) if column not in known)
            return
