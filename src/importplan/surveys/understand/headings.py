"""Finds the headings of a table: one line or two, in any order, under titles, with quarters as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from importplan.scenario.raw import RawCell
from importplan.surveys.questions import BY_KEY, FIRM, ITEM, NEED
from importplan.surveys.reading.grid import Grid
from importplan.surveys.understand import times
from importplan.surveys.understand.cell import written
from importplan.surveys.understand.quantities import unit_of_heading
from importplan.surveys.understand.said import Asked, NotUnderstood, Words
from importplan.surveys.understand.words import find_question

FEWEST = 3  # headings that make a table; two may be chance
ANCHORS = {"item_name", "period", "quantity"}
LONGEST_HEADING = 60
# A second column of the same heading is that of the second source.
_SECOND = {"first_maker": "second_maker", "first_origin": "second_origin", "first_share": "second_share"}


@dataclass(frozen=True)
class Columns:
    """What the columns of a table ask. `quarters`: columns whose heading is a period and whose cells are quantities."""

    first_row: int
    last_row: int
    asked: Mapping[int, Asked]
    headings: Mapping[int, str]
    quarters: Mapping[int, date] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        """The questions that have a column."""
        return {asked.question.key for asked in self.asked.values()}

    @property
    def unknown(self) -> dict[int, str]:
        """Columns with a heading that means no question."""
        known = self.asked.keys() | self.quarters.keys()
        return {column: words for column, words in self.headings.items() if column not in known}


def find_columns(grid: Grid, row: int) -> Columns | None:
    """The columns of a table whose headings begin in this row, None when no table begins here."""
    single = _columns(row, row, _line(grid, row))
    double = _columns(row, row + 1, _two_lines(grid, row)) if row + 1 < len(grid.values) else None
    if double is not None and (
        single is None or len(double.asked) > len(single.asked) or _says_again(grid, row, single)
    ):
        return double
    return single


def _heading(cell: RawCell) -> str:
    words = written(cell)
    return words if isinstance(cell.value, str) and len(words) <= LONGEST_HEADING else ""


def _line(grid: Grid, row: int) -> dict[int, str]:
    words = {column: _heading(grid.cell(row, column)) for column in grid.filled(row)}
    return {column: heading for column, heading in words.items() if heading}


def _two_lines(grid: Grid, row: int) -> dict[int, str]:
    """The words of two lines, as headings; nothing where the second line does not look like one."""
    above, below = "", {}
    hits = misses = 0
    for column in range(max(len(grid.values[row]), len(grid.values[row + 1]))):
        top, bottom = _heading(grid.merged(row, column)), _heading(grid.cell(row + 1, column))
        if not grid.cell(row, column).blank or (row, column) in grid.covered:
            above = top
        if grid.cell(row + 1, column).blank:
            if top:
                below[column] = top
            continue
        candidates = (above + bottom, bottom, top) if bottom else (top,)
        known = [words for words in candidates[:2] if words and bottom and _key(words)]
        hits, misses = hits + bool(known), misses + (not known)
        below[column] = known[0] if known else top
    return below if hits >= 2 and misses <= hits else {}


def _says_again(grid: Grid, row: int, single: Columns) -> bool:
    """Whether the next row says the same headings, in the other language."""
    below = _line(grid, row + 1)
    same = [column for column, asked in single.asked.items() if _key(below.get(column, "")) == asked.question.key]
    return len(same) >= 2 and len(same) == len([column for column in single.asked if column in below])


def _key(words: str) -> str | None:
    return find_question(words, (NEED, ITEM, FIRM)) if words else None


def _columns(first_row: int, last_row: int, words: Mapping[int, str]) -> Columns | None:
    asked: dict[int, Asked] = {}
    quarters: dict[int, date] = {}
    taken: set[str] = set()
    for column, heading in words.items():
        key = _key(heading)
        if key in taken and key in _SECOND:
            key = _SECOND[key]
        if key is not None and key not in taken:
            taken.add(key)
            asked[column] = Asked(BY_KEY[key], unit_of_heading(heading))
        elif key is None and (period := _period(heading)) is not None:
            quarters[column] = period
    of_table = {key for key in taken if BY_KEY[key].group != FIRM}
    enough = len(of_table) + min(len(quarters), 2) >= FEWEST
    if not enough or not (ANCHORS & of_table):
        return None
    return Columns(first_row, last_row, asked, dict(words), quarters if "period" not in taken else {})


def _period(heading: str) -> date | None:
    try:
        said = times.quarter(Words(RawCell(heading), heading, "".join(heading.split())), Asked(BY_KEY["period"]))
    except NotUnderstood:
        return None
    return said.value if isinstance(said.value, date) else None
