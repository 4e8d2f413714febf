"""Finds the headings of a sheet: which row they stand in and which column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Place
from importplan.parsing.quantities import unit_of_heading
from importplan.parsing.words import fold, is_note
from importplan.scenario.as_seen import merged_amounts, struck_rows
from importplan.scenario.asides import asides
from importplan.scenario.schema import sheet
from importplan.scenario.wording import column_keys, column_names, column_words, find_column, nearest_column
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid, Spot

SEARCHED_ROWS = 12  # a title and a few lines of remarks may stand above the headings


@dataclass(frozen=True)
class HeadedGrid:
    """A grid whose columns are known (`columns`: key → position), with the rows below the headings.

    `units` are those that headings add to the names of their columns: 预算金额（万元）.
    `instead` is filled where another file changes the sheet.
    """

    grid: Grid
    key: str
    columns: dict[str, int]
    rows: tuple[int, ...]
    unclear: frozenset[Spot] = frozenset()  # cells of which it has been told that nobody knows what they mean
    units: dict[str, str] = field(default_factory=dict)
    instead: dict[tuple[int, str], Cell] = field(default_factory=dict)  # cells of `overrides` in place of its own

    @property
    def letters(self) -> dict[str, str]:
        """Key → letters of the column."""
        return {key: letter(position) for key, position in self.columns.items()}

    def cell(self, row: int, key: str) -> Cell | None:
        """The cell of a column in a row, None where the sheet has no such column or nobody knows what it means.

        The value of a merged area holds for all of its cells, unless it is an amount.
        """
        if (row, key) in self.instead:
            return self.instead[row, key]
        position = self.columns.get(key)
        return None if position is None or (row, position) in self.unclear else self.grid.seen(row, position)


def read_headed(grid: Grid, key: str, issues: list[Issue]) -> HeadedGrid | None:
    """The sheet with its columns; None, with an issue, when it has values but no headings."""
    filled = [row for row in range(grid.height) if grid.said(row)]
    if not filled:
        return None
    found = _heading_row(grid, filled, key)
    if found is None:
        keys = ", ".join(column_keys(key)[:6])
        issues.append(Issue.error("headings-missing", grid.place(filled[0]), columns=keys))
        return None
    headings, *below = filled[found:]
    columns: dict[str, int] = {}
    issues.extend(_read_headings(grid, key, headings, columns))
    while below and _repeats_headings(grid, below[0], key, columns):
        below = below[1:]
    issues.extend(_missing_columns(key, grid.place(headings), columns, bool(below)))
    unclear: set[Spot] = set()
    if not sheet(key).ONE_ROW:
        specs = {spec: columns[spec.key] for spec in sheet(key).specs() if spec.key in columns}
        told = asides(grid, below, [column for spec, column in specs.items() if spec.required])
        below = [row for row in below if row not in told]
        issues.extend(told.values())
        issues.extend(struck_rows(grid, specs, below))
        for area, issue in merged_amounts(grid, key, specs, below):
            unclear |= area
            issues.append(issue)
    issues.extend(_values_without_heading(grid, headings, below))
    own = column_words(key)
    added = {name: added_unit(own, grid.seen(headings, position).shown) for name, position in columns.items()}
    units = {name: unit for name, unit in added.items() if unit}
    return HeadedGrid(
        grid, key, columns, tuple(below), frozenset(unclear), {name: unit for name, unit in units.items() if unit}
    )


def added_unit(known: Mapping[str, str], heading: str) -> str:
    """The unit that a heading puts behind the name of its column; empty where it is a name that is known."""
    return "" if fold(heading) in known else unit_of_heading(heading)


def _heading_row(grid: Grid, rows: list[int], key: str) -> int | None:
    """The row with the most headings among the first ones; of equals the first."""
    counts = []
    for row in rows[:SEARCHED_ROWS]:
        cells = (grid.seen(row, column) for column in grid.said(row))
        counts.append(len({find_column(key, cell.shown) for cell in cells if isinstance(cell.value, str)} - {None}))
    best = max(counts)
    return counts.index(best) if best else None


def _read_headings(grid: Grid, sheet_key: str, row: int, columns: dict[str, int]) -> Iterator[Issue]:
    unknown: list[tuple[int, str]] = []
    for position in grid.said(row):
        words = grid.seen(row, position).shown
        if is_note(words):
            continue
        key = find_column(sheet_key, words)
        if key is None:
            unknown.append((position, words))
        elif key in columns:
            first = f"{letter(columns[key])}{row + 1}"
            yield Issue.error("column-twice", grid.place(row, position), column=words, first=first)
        else:
            columns[key] = position
    free = [key for key in column_keys(sheet_key) if key not in columns]
    for position, words in unknown:
        near = nearest_column(sheet_key, words, free)
        code = "column-misspelt" if near else "column-unknown"
        yield Issue.warning(code, grid.place(row, position), column=words, nearest=near)


def _repeats_headings(grid: Grid, row: int, sheet_key: str, columns: dict[str, int]) -> bool:
    """Whether a row only says the headings again (a second heading row in the other language)."""
    cells = {key: grid.seen(row, position) for key, position in columns.items()}
    said = {key: cell.shown for key, cell in cells.items() if not cell.blank}
    # One match proves nothing: a firm may be called `firm`.
    return len(said) > 1 and all(find_column(sheet_key, words) == key for key, words in said.items())


def _missing_columns(sheet_key: str, at: Place, columns: dict[str, int], has_rows: bool) -> Iterator[Issue]:
    if sheet(sheet_key).ONE_ROW:
        required = list(column_keys(sheet_key))
    else:
        required = [spec.key for spec in sheet(sheet_key).specs() if spec.required]
    for key in required:
        if key not in columns and has_rows:
            yield Issue.error("column-missing", at, **column_names(sheet_key, key))


def _values_without_heading(grid: Grid, headings: int, below: list[int]) -> Iterator[Issue]:
    headed = set(grid.said(headings))
    for row in below:
        for position in grid.said(row):
            if position not in headed:
                headed.add(position)
                value = grid.seen(row, position).shown
                yield Issue.warning("value-without-heading", grid.place(row, position), value=value)
