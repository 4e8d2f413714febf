"""Finds the headings of a table: one line or two, in any order, under titles, with quarters as columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from importplan.parsing import days
from importplan.parsing.meant import NotRead, Written
from importplan.parsing.quantities import unit_of_heading
from importplan.parsing.words import fold, is_note
from importplan.survey.questions import BY_KEY, FIRM, ITEM, NEED, QUESTIONS, Asked
from importplan.survey.understanding.cell import written
from importplan.survey.understanding.likely import likeliest
from importplan.survey.understanding.words import choice_words, find_question, listed
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid

FEWEST = 3  # headings that make a table; two may be chance
TABLES = (NEED, ITEM)
_QUARTER = re.compile(r"第?[一二三四1-4]季度?|[QqＱ][1-4]")
ANCHORS = {"item_name", "period", "quantity"}
LONGEST_HEADING = 60
NAMING = {"item_name", "unit", "kind", "brand_model", "spec"}  # what a table of needs may repeat of the items
_NO_ANSWERS = ("survey.heading.remark", *(f"survey.form.column.{name}" for name in ("name", "unit", "check")))
_COUNTED = {"quantity", "stock", "installed", "on_order", "bought_per_year"}
# A second column of the same heading is that of the second source.
_SECOND = {"first_maker": "second_maker", "first_origin": "second_origin", "first_share": "second_share"}


@dataclass(frozen=True)
class AskedColumns:
    """What the columns of a table ask.

    `quarters` are columns whose heading is a period and whose cells are quantities; `guessed` are columns whose
    heading nobody foresaw and that are taken for the likeliest question.
    """

    first_row: int
    last_row: int
    asked: Mapping[int, Asked]
    headings: Mapping[int, str]
    quarters: Mapping[int, date] = field(default_factory=dict)
    guessed: frozenset[int] = frozenset()

    @property
    def keys(self) -> set[str]:
        """The questions that have a column."""
        return {asked.question.key for asked in self.asked.values()}

    @property
    def unknown(self) -> dict[int, str]:
        """Columns with a heading that means no question."""
        known = self.asked.keys() | self.quarters.keys()
        return {column: words for column, words in self.headings.items() if column not in known}


def unit_told(columns: AskedColumns) -> tuple[int, str] | None:
    """The column whose heading says in what is counted, and the unit: 数量（台）; None where none does."""
    for column, asked in columns.asked.items():
        if asked.question.key in _COUNTED:
            for words in re.findall(r"[(（]([^()（）]*)[)）]", columns.headings[column]):
                unit = choice_words(BY_KEY["unit"]).get(fold(words))
                if unit is not None:
                    return column, unit
    return None


def find_columns(grid: Grid, row: int) -> AskedColumns | None:
    """The columns of a table whose headings begin in this row, None when no table begins here."""
    below_too = row + 1 < len(grid.values) and (_promises(grid, row + 1) or _tells_quarters(grid, row + 1))
    if not below_too and not _promises(grid, row):
        return None
    single = _columns(row, row, _line(grid, row))
    double = _columns(row, row + 1, _two_lines(grid, row)) if below_too else None
    if double is None:
        return single
    if single is not None:
        return double if len(double.asked) > len(single.asked) or _says_again(grid, row, single) else single
    # A title or a line of the firm above headings of one line is no part of them.
    below = _columns(row + 1, row + 1, _line(grid, row + 1))
    return double if below is None or len(double.asked) > len(below.asked) else None


def _promises(grid: Grid, row: int) -> bool:
    """Whether any cell of a row is a heading for certain."""
    cells = (grid.cell(row, column).value for column in grid.filled(row))
    return any(isinstance(cell, str) and len(cell) <= LONGEST_HEADING and find_question(cell, TABLES) for cell in cells)


def _tells_quarters(grid: Grid, row: int) -> bool:
    """Whether a row has quarters without a year, as they stand below one."""
    cells = (grid.cell(row, column).value for column in grid.filled(row))
    return sum(1 for cell in cells if isinstance(cell, str) and _QUARTER.fullmatch(cell.strip())) >= 2


def _heading(cell: Cell) -> str:
    words = written(cell)
    return words if isinstance(cell.value, str) and not cell.fault and len(words) <= LONGEST_HEADING else ""


def _line(grid: Grid, row: int) -> dict[int, str]:
    words = {column: _heading(grid.cell(row, column)) for column in grid.filled(row)}
    return {column: heading for column, heading in words.items() if heading}


def _two_lines(grid: Grid, row: int) -> dict[int, str]:
    """The words of two lines, as headings; nothing where the second line does not look like one."""
    above, below = "", {}
    hits = misses = 0
    for column in range(max(len(grid.values[row]), len(grid.values[row + 1]))):
        top, bottom = _heading(grid.seen(row, column)), _heading(grid.cell(row + 1, column))
        if not grid.cell(row, column).blank or (row, column) in grid.covered:
            above = top
        if grid.cell(row + 1, column).blank:
            if top:
                below[column] = top
            continue
        if not bottom and not top:
            continue
        candidates = (above + bottom, bottom, top) if bottom else (top,)
        known = [words for words in candidates[:2] if words and bottom and (_key(words) or _period(words))]
        hits, misses = hits + bool(known), misses + (not known)
        below[column] = known[0] if known else top or bottom
    return below if hits >= 2 and misses <= hits else {}


def _says_again(grid: Grid, row: int, single: AskedColumns) -> bool:
    """Whether the next row says the same headings, in the other language."""
    below = _line(grid, row + 1)
    same = [column for column, asked in single.asked.items() if _key(below.get(column, "")) == asked.question.key]
    return len(same) >= 2 and len(same) == len([column for column in single.asked if column in below])


@lru_cache(maxsize=20_000)
def _key(words: str) -> str | None:
    return find_question(words, (NEED, ITEM, FIRM)) if words and not is_remark(words) else None


def _columns(first_row: int, last_row: int, words: Mapping[int, str]) -> AskedColumns | None:
    found: dict[int, str] = {}
    quarters: dict[int, date] = {}
    for column, heading in words.items():
        key = _key(heading)
        if key in found.values() and key in _SECOND:
            key = _SECOND[key]
        if key is None and (period := _period(heading)) is not None:
            quarters[column] = period
        elif key is not None and key not in found.values():
            found[column] = key
    of_table = {key for key in found.values() if BY_KEY[key].group != FIRM}
    if not of_table:
        return None
    guessed = _guesses({column: words[column] for column in words.keys() - found.keys() - quarters.keys()}, of_table)
    asks = of_table | set(guessed.values())
    if len(asks) + min(len(quarters), 2) < FEWEST or not ANCHORS & asks or 2 * len(asks | quarters.keys()) < len(words):
        return None
    asked = {
        column: Asked(BY_KEY[key], unit_of_heading(words[column]), words[column])
        for column, key in (found | guessed).items()
    }
    quarters = {} if "period" in asks else quarters
    return AskedColumns(first_row, last_row, asked, dict(words), quarters, frozenset(guessed))


def _guesses(unknown: Mapping[int, str], found: set[str]) -> dict[int, str]:
    """Columns of unforeseen headings and the questions they may well mean, of those the table is about."""
    groups = _groups(found)
    of_groups = {question.key for question in QUESTIONS if question.group in groups}
    free = frozenset((of_groups | {"item_name"}) - found)
    left = {column: words for column, words in sorted(unknown.items()) if not is_remark(words)}
    guessed: dict[int, str] = {}
    # Again and again: of two questions that a heading may mean, another heading may take the one.
    while new := _first_guess(left, free, guessed):
        guessed |= new
        left = {column: words for column, words in left.items() if column not in new}
    return guessed


def _first_guess(left: Mapping[int, str], free: frozenset[str], guessed: Mapping[int, str]) -> dict[int, str]:
    for column, words in left.items():
        key = likeliest(words, free.difference(guessed.values()))
        if key is not None:
            return {column: key}
    return {}


@lru_cache(maxsize=20_000)
def is_remark(words: str) -> bool:
    """Whether a column holds no answers: remarks, and what the questionnaire shows or checks by itself."""
    return is_note(words) or any(fold(words) in listed(key) for key in _NO_ANSWERS)


def _groups(found: set[str]) -> set[str]:
    """The groups of questions that a table asks; a table of needs names its items, it does not describe them."""
    described = {key for key in found if BY_KEY[key].group == ITEM} - NAMING
    needs = bool({"period", "quantity", "quantity_low", "quantity_high", "firmness"} & found)
    return ({ITEM} if described or not needs else set()) | ({NEED} if needs or not described else set())


def _period(heading: str) -> date | None:
    try:
        said = days.quarter(Written.of(Cell(heading)))
    except NotRead:
        return None
    return said.value if isinstance(said.value, date) else None
