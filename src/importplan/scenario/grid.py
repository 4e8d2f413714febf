"""Finds the headings of a raw sheet: which row they stand in and which column is which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Place
from importplan.scenario.cells import shown
from importplan.scenario.raw import RawCell, RawRow, RawSheet
from importplan.scenario.schema import sheet
from importplan.scenario.wording import column_keys, column_names, find_column, is_note, nearest_column

SEARCHED_ROWS = 12  # a title and a few lines of remarks may stand above the headings


@dataclass(frozen=True)
class Grid:
    """A raw sheet whose columns are known (`columns`: key → position), with the rows below the headings."""

    raw: RawSheet
    key: str
    columns: dict[str, int]
    rows: tuple[RawRow, ...]
    heading_row: int

    @property
    def letters(self) -> dict[str, str]:
        """Key → letters of the column."""
        return {key: letter(position) for key, position in self.columns.items()}

    def cell(self, row: RawRow, key: str) -> RawCell | None:
        """The cell of a column in a row, None where the sheet has no such column."""
        position = self.columns.get(key)
        return None if position is None else row.cell(position)

    def place(self, row: RawRow, key: str) -> Place:
        """The place of a cell for messages; of the row where the column is missing."""
        return self.raw.place(f"{self.letters.get(key, '')}{row.number}")


def read_grid(raw: RawSheet, key: str, issues: list[Issue]) -> Grid | None:
    """The grid of a sheet; None, with an issue, when it has values but no headings."""
    filled = [row for row in raw.rows if not row.blank]
    if not filled:
        return None
    found = _heading_row(filled, key)
    if found is None:
        keys = ", ".join(column_keys(key)[:6])
        issues.append(Issue.error("headings-missing", raw.place(str(filled[0].number)), columns=keys))
        return None
    headings, *below = filled[found:]
    columns: dict[str, int] = {}
    issues.extend(_read_headings(raw, key, headings, columns))
    while below and _repeats_headings(below[0], key, columns):
        below = below[1:]
    issues.extend(_missing_columns(raw, key, headings.number, columns, bool(below)))
    issues.extend(_values_without_heading(raw, headings, below))
    return Grid(raw, key, columns, tuple(below), headings.number)


def _heading_row(rows: list[RawRow], key: str) -> int | None:
    """The row with the most headings among the first ones; of equals the first."""
    counts = [
        len({find_column(key, shown(cell)) for cell in row.cells if isinstance(cell.value, str)} - {None})
        for row in rows[:SEARCHED_ROWS]
    ]
    best = max(counts)
    return counts.index(best) if best else None


def _read_headings(raw: RawSheet, sheet_key: str, row: RawRow, columns: dict[str, int]) -> Iterator[Issue]:
    unknown: list[tuple[int, str]] = []
    for position, cell in enumerate(row.cells):
        words = shown(cell)
        if cell.blank or is_note(words):
            continue
        key = find_column(sheet_key, words)
        if key is None:
            unknown.append((position, words))
        elif key in columns:
            at = raw.place(f"{letter(position)}{row.number}")
            yield Issue.error("column-twice", at, column=words, first=f"{letter(columns[key])}{row.number}")
        else:
            columns[key] = position
    free = [key for key in column_keys(sheet_key) if key not in columns]
    for position, words in unknown:
        near = nearest_column(sheet_key, words, free)
        code = "column-misspelt" if near else "column-unknown"
        yield Issue.warning(code, raw.place(f"{letter(position)}{row.number}"), column=words, nearest=near)


def _repeats_headings(row: RawRow, sheet_key: str, columns: dict[str, int]) -> bool:
    """Whether a row only says the headings again (a second heading row in the other language)."""
    said = {key: shown(row.cell(position)) for key, position in columns.items() if not row.cell(position).blank}
    # One match proves nothing: a firm may be called `firm`.
    return len(said) > 1 and all(find_column(sheet_key, words) == key for key, words in said.items())


def _missing_columns(
    raw: RawSheet, sheet_key: str, row: int, columns: dict[str, int], has_rows: bool
) -> Iterator[Issue]:
    if sheet(sheet_key).ONE_ROW:
        required = list(column_keys(sheet_key))
    else:
        required = [spec.key for spec in sheet(sheet_key).specs() if spec.required]
    for key in required:
        if key not in columns and has_rows:
            yield Issue.error("column-missing", raw.place(str(row)), **column_names(sheet_key, key))


def _values_without_heading(raw: RawSheet, headings: RawRow, below: list[RawRow]) -> Iterator[Issue]:
    told: set[int] = set()
    for row in below:
        for position, cell in enumerate(row.cells):
            if position not in told and not cell.blank and headings.cell(position).blank:
                told.add(position)
                at = raw.place(f"{letter(position)}{row.number}")
                yield Issue.warning("value-without-heading", at, value=shown(cell))
