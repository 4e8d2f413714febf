"""Small changes to a base file: rows of `overrides` put in place of the cells that they name, before these are read.

A value is then read as if it stood in the base file: same reader, same unit of the heading, same faults; only its
address is that of the overrides sheet, with the cell that it replaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from importplan.basics.issues import Issue, Place
from importplan.basics.spans import TimeSpan
from importplan.parsing.meant import NotRead
from importplan.parsing.words import fold, nearest
from importplan.scenario.cells import read_cell
from importplan.scenario.difference import KEYS
from importplan.scenario.headed import HeadedGrid
from importplan.scenario.same_id import CALLED
from importplan.scenario.schema import SHEETS, sheet
from importplan.scenario.schema.column import ColumnSpec, Row
from importplan.scenario.schema.overrides import Override
from importplan.scenario.wording import (
    column_names,
    find_column,
    find_setting,
    find_sheet,
    nearest_column,
    nearest_sheet,
    sheet_name,
)
from importplan.tables.cell import Cell

Layer = Mapping[str, HeadedGrid]  # the sheets of one file, by key
Typed = Callable[[HeadedGrid], Sequence[Row]]  # the rows of a sheet as they stand, whatever is wrong with them
NAMED_SCENARIO = "override-of-a-named-scenario"
OF_A_FILE = ("base", "schema")  # settings that are of each file itself
EVERY = "*"  # as an id: every row of the sheet
ARROW = " → "  # between the file that changes something and the cell that it changes
_NUMBER = re.compile(r"^(.*) \((\d+)\)$")
_PARTS = re.compile(r"[|/]")


@dataclass
class Overridden:
    """What was changed: settings by key (cells of sheets are changed where they stand), and what is to be told."""

    settings: dict[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def override(layers: Sequence[Layer], named: str, typed: Typed) -> Overridden:
    """Put the values of every sheet `overrides` into the sheets of its own file and of those before it.

    Parameters
    ----------
    layers
        The base first; a later file changes what the earlier ones, and their overrides, say.
    named
        The named scenario whose rows are taken beside those without a name; empty: those without one only.
    """
    work = Overridden()
    for number, layer in enumerate(layers):
        found = layer.get(Override.SHEET)
        if found is None:
            continue
        for line, row in zip(found.rows, typed(found), strict=True):
            assert isinstance(row, Override)
            if not row.scenario or fold(row.scenario) == fold(named):
                _take(row, found.cell(line, "value") or Cell(at=row.place), layers[: number + 1], typed, work)
    if not named and (names := names_of(layers, typed)):
        at = next(found.grid.place() for layer in layers if (found := layer.get(Override.SHEET)) is not None)
        work.issues.append(Issue.warning(NAMED_SCENARIO, at, names=", ".join(names), scenarios=names))
    return work


def names_of(layers: Sequence[Layer], typed: Typed) -> tuple[str, ...]:
    """The names of the scenarios in the sheets `overrides`, in their order."""
    sheets = (layer[Override.SHEET] for layer in layers if Override.SHEET in layer)
    rows = (row for found in sheets for row in typed(found))
    return tuple(dict.fromkeys(row.scenario for row in rows if isinstance(row, Override) and row.scenario))


def _take(row: Override, value: Cell, layers: Sequence[Layer], typed: Typed, work: Overridden) -> None:
    key = find_sheet(row.sheet)
    if key is None or key == Override.SHEET or key not in {schema.SHEET for schema in SHEETS}:
        fault = Issue.error(
            "override-sheet-unknown", row.cell("sheet"), value=row.sheet, nearest=nearest_sheet(row.sheet)
        )
        work.issues.append(fault)
        return
    if sheet(key).ONE_ROW:
        _take_setting(row, key, value, layers, work)
        return
    column = find_column(key, row.column_key)
    if column is None:
        work.issues.append(_no_column(row, key))
        return
    grids = [layer[key] for layer in layers if key in layer]
    found = _called(row.id, key, grids, typed)
    if not found:
        near = nearest(row.id, _ids(key, grids, typed))
        names = {"sheet": key, "sheet_zh": sheet_name(key, "zh")}
        work.issues.append(Issue.error("override-row-unknown", row.cell("id"), value=row.id, nearest=near, **names))
        return
    if len(found) > 1 and row.id != EVERY:
        rows = ", ".join(str(grid.grid.place(line)) for grid, line in found)
        work.issues.append(Issue.error("override-rows-several", row.cell("id"), value=row.id, rows=rows))
        return
    for grid, line in found:
        before = grid.cell(line, column)
        moved = _moved(value, before.at if before is not None else grid.grid.place(line))
        work.issues.append(_told(key, column, row.id, before, moved, grid.units.get(column, "")))
        grid.instead[line, column] = moved


def _take_setting(row: Override, key: str, value: Cell, layers: Sequence[Layer], work: Overridden) -> None:
    """A setting is named by the column, or by the id beside a column `value`."""
    words = row.id if find_column(key, row.column_key) == "value" else row.column_key
    setting = find_setting(key, words)
    if setting is None:
        work.issues.append(_no_column(row, key))
        return
    if setting in OF_A_FILE:
        work.issues.append(Issue.error("override-of-the-file-itself", row.cell("column"), **column_names(key, setting)))
        return
    before = work.settings.get(setting)
    for layer in reversed(layers):
        if before is None and key in layer:
            before = setting_cell(layer[key], setting)
    moved = _moved(value, before.at if before is not None else None)
    work.issues.append(_told(key, setting, key, before, moved))
    work.settings[setting] = moved


def _no_column(row: Override, key: str) -> Issue:
    near = nearest_column(key, row.column_key, (spec.key for spec in sheet(key).specs()))
    names = {"sheet": key, "sheet_zh": sheet_name(key, "zh")}
    return Issue.error("override-column-unknown", row.cell("column"), value=row.column_key, nearest=near, **names)


def setting_cell(found: HeadedGrid, setting: str) -> Cell | None:
    """The cell with the value of a setting in a sheet of settings; None where it is not given."""
    for line in found.rows:
        name, value = found.cell(line, "key"), found.cell(line, "value")
        if name is not None and value is not None and find_setting(found.key, name.shown) == setting:
            return value
    return None


def setting_told(key: str, setting: str, before: Sequence[HeadedGrid], value: Cell) -> Issue:
    """That a setting of a file takes the place of one of the files before it."""
    given = (setting_cell(found, setting) for found in reversed(before))
    known = next((cell for cell in given if cell is not None), None)
    return _told(key, setting, key, known, _moved(value, known.at if known is not None else None))


def _moved(value: Cell, to: Place | None) -> Cell:
    """A cell with the address of the overrides sheet and of the cell that it replaces."""
    if to is None:
        return value
    base = Place(to.file.split(ARROW)[-1], to.sheet, to.cell)
    over = str(base) if to.file == base.file else to.file.split(ARROW, 1)[1]
    return replace(value, at=Place(f"{value.at.file}{ARROW}{over}", value.at.sheet, value.at.cell))


def _told(key: str, column: str, called: str, before: Cell | None, value: Cell, unit: str = "") -> Issue:
    """What becomes of one cell."""
    old, new = ("" if cell is None else cell.shown for cell in (before, value))
    code = "override-changes-nothing" if _alike(old, new) else "override-taken"
    words = {name: f"{said} {unit}".strip() if said else "-" for name, said in (("before", old), ("after", new))}
    names = {"sheet": key, "sheet_zh": sheet_name(key, "zh"), **column_names(key, column)}
    return Issue.warning(code, value.at, id=called, **words, **names)


def _alike(old: str, new: str) -> bool:
    """Whether two cells say the same, also where one writes 5.0 and the other 5."""
    try:
        return old == new or float(old) == float(new)
    except ValueError:
        return False


def _called(words: str, key: str, grids: list[HeadedGrid], typed: Typed) -> list[tuple[HeadedGrid, int]]:
    """The rows of a sheet that an id means."""
    lines = [(grid, line) for grid in grids for line in grid.rows]
    if words == EVERY:
        return lines
    named = sheet(key).id_column()
    if named is None:
        return _by_parts(words, key, grids, typed)
    for column in (named.key, *CALLED):
        found = [
            (grid, line)
            for grid, line in lines
            if (cell := grid.cell(line, column)) is not None and fold(cell.shown) == fold(words)
        ]
        if found and words:
            return found
    return []


def _by_parts(words: str, key: str, grids: list[HeadedGrid], typed: Typed) -> list[tuple[HeadedGrid, int]]:
    """Rows without an id, by the values that tell them apart (`difference.KEYS`), in their order; some may be left out.

    `2027` means the row that begins or ends with that year. A number in brackets behind chooses one of several.
    """
    numbered = _NUMBER.match(words)
    said, number = (numbered[1], int(numbered[2])) if numbered else (words, 0)
    parts = [part.strip() for part in _PARTS.split(said) if part.strip()]
    specs = _key_specs(key)
    rows = [(grid, line, row) for grid in grids for line, row in zip(grid.rows, typed(grid), strict=True)]
    exact = [(grid, line) for grid, line, row in rows if parts and _words(row, specs) == said]
    found = exact or [(grid, line) for grid, line, row in rows if parts and _fits(parts, row, specs, key)]
    return found[number - 1 : number] if number else found


def _key_specs(key: str) -> list[ColumnSpec]:
    return [spec for name in KEYS[key] for spec in sheet(key).specs() if spec.key == name]


def _words(row: Row, specs: list[ColumnSpec]) -> str:
    """What a row without an id is called, as comparisons call it."""
    values = (getattr(row, spec.attribute) for spec in specs)
    return "/".join(str(value) for value in values if value not in ("", None))


def _fits(parts: list[str], row: Row, specs: list[ColumnSpec], key: str) -> bool:
    left = list(parts)
    for spec in specs:
        if left and _means(left[0], getattr(row, spec.attribute), spec, key):
            left.pop(0)
    return not left


def _means(words: str, value: Any, spec: ColumnSpec, key: str) -> bool:
    if fold(str(value)) == fold(words):
        return True
    try:
        meant = read_cell(Cell(words), spec, key).value
    except NotRead:
        return False
    if isinstance(meant, TimeSpan) and isinstance(value, date):
        return value in (meant.first, meant.last)
    return bool(meant == value)


def _ids(key: str, grids: list[HeadedGrid], typed: Typed) -> Iterator[str]:
    """What the rows of a sheet are called, for a proposal."""
    named = sheet(key).id_column()
    for grid in grids:
        for line, row in zip(grid.rows, typed(grid), strict=True):
            if named is None:
                yield _words(row, _key_specs(key))
            elif (cell := grid.cell(line, named.key)) is not None:
                yield cell.shown
