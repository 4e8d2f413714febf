"""Where the rows of the input stood, so that a result that is read back names the same cells of the same file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from importplan.basics.issues import Place
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import Row

MOST_ROWS = 1_000  # of one entry: a cell holds 32,767 signs


def to_entries(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Sheet and, as text, file, name of the sheet, column letters and rows of it, for rows that follow each other."""
    for schema in SHEETS:
        rows: tuple[Row, ...] = (scenario.settings,) if schema.ONE_ROW else getattr(scenario, schema.SHEET)
        for (file, sheet, columns), alike in groupby(rows, key=_standing):
            cells = [row.place.cell for row in alike]
            for first in range(0, len(cells), MOST_ROWS):
                letters = {key: astuple(at) if isinstance(at, Place) else at for key, at in columns}
                entry = [file, sheet, letters, _ranges(cells[first : first + MOST_ROWS])]
                yield schema.SHEET, json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _standing(row: Row) -> tuple[str, str, tuple[tuple[str, str | Place], ...]]:
    return row.place.file, row.place.sheet, tuple(row.columns.items())


def _ranges(cells: list[str]) -> list[list[Any]]:
    """Rows one below the other as first and last; others one by one."""
    found: list[list[Any]] = []
    for cell in cells:
        last = found[-1] if found else None
        if cell.isdigit() and last and last[1:] and int(cell) == last[1] + 1:
            last[1] = int(cell)
        else:
            found.append([int(cell), int(cell)] if cell.isdigit() else [cell])
    return found


def placed(scenario: Scenario, entries: Iterable[tuple[str, str]]) -> Scenario:
    """The case with its rows where they stood. Rows beyond those that are told of keep their places."""
    places: dict[str, list[tuple[Place, MappingProxyType[str, str | Place]]]] = {}
    for key, entry in entries:
        file, sheet, columns, ranges = json.loads(entry)
        cells = (cell for part in ranges for cell in _cells(part))
        letters = MappingProxyType({name: Place(*at) if isinstance(at, list) else at for name, at in columns.items()})
        places.setdefault(key, []).extend((Place(file, sheet, cell), letters) for cell in cells)
    changes: dict[str, Any] = {}
    for schema in SHEETS:
        rows: tuple[Row, ...] = (scenario.settings,) if schema.ONE_ROW else getattr(scenario, schema.SHEET)
        told = places.get(schema.SHEET, [])
        moved = [replace(row, place=place, columns=letters) for row, (place, letters) in zip(rows, told, strict=False)]
        moved += rows[len(moved) :]
        changes[schema.SHEET] = moved[0] if schema.ONE_ROW else tuple(moved)
    return scenario.replace(**changes)


def _cells(part: list[Any]) -> list[str]:
    return [str(row) for row in range(part[0], part[1] + 1)] if len(part) == 2 else [str(part[0])]
