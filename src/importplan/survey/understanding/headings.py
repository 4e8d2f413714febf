"""Finds the headings of a table: one line or two, in any order, under titles, with periods as columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from importplan.parsing.quantities import unit_of_heading
from importplan.parsing.words import fold, is_note
from importplan.survey.questions import BY_KEY, FIRM, ITEM, NEED, QUESTIONS, Asked
from importplan.survey.understanding.cell import written
from importplan.survey.understanding.likely import likeliest
from importplan.survey.understanding.period_headings import PeriodHeading, is_sum, period_heading, with_years
from importplan.survey.understanding.words import choice_words, find_question, listed
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid

FEWEST = 3  # headings that make a table; two may be chance
TABLES = (NEED, ITEM)
_YEARS = range(2000, 2101)  # a number that is a heading
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

    `periods` are columns whose heading is a period and whose cells are quantities, `sums` those that add them up;
    `guessed` are columns whose heading nobody foresaw and that are taken for the likeliest question.
    """

    first_row: int
    last_row: int
    asked: Mapping[int, Asked]
    headings: Mapping[int, str]
    periods: Mapping[int, PeriodHeading] = field(default_factory=dict)
    sums: frozenset[int] = frozenset()
    guessed: frozenset[int] = frozenset()
    year: str = ""  # that the lines above name, where they name one

    @property
    def keys(self) -> set[str]:
        """The questions that have a column."""
        return {asked.question.key for asked in self.asked.values()}

    @property
    def unknown(self) -> dict[int, str]:
        """Columns with a heading that means no question."""
        known = self.asked.keys() | self.periods.keys() | self.sums
        return {column: words for column, words in self.headings.items() if column not in known}


def unit_told(columns: AskedColumns) -> tuple[int, str] | None:
    """The column whose heading says in what is counted, and the unit: 数量（台）; None where none does."""
    counting = (column for column, asked in columns.asked.items() if asked.question.key in _COUNTED)
    for column in (*counting, *columns.periods):
        for words in re.findall(r"[(（]([^()（）]*)[)）]", columns.headings[column]):
            unit = choice_words(BY_KEY["unit"]).get(fold(words))
            if unit is not None:
                return column, unit
    return None


def find_columns(grid: Grid, row: int) -> AskedColumns | None:
    """The columns of a table whose headings begin in this row, None when no table begins here."""
    below_too = row + 1 < len(grid.values) and (_promises(grid, row + 1) or _tells_periods(grid, row + 1))
    if not below_too and not _promises(grid, row):
        return None
    single = _columns(row, row, _line(grid, row))
    double = _columns(row, row + 1, _two_lines(grid, row)) if below_too else None
    if double is None:
        return single
    if single is not None:
        return double if _width(double) > _width(single) or _says_again(grid, row, single) else single
    # A title or a line of the firm above headings of one line is no part of them.
    below = _columns(row + 1, row + 1, _line(grid, row + 1))
    return double if below is None or _width(double) > _width(below) else None


def _width(columns: AskedColumns) -> int:
    """How many columns say something."""
    return len(columns.asked) + len(columns.periods)


def _promises(grid: Grid, row: int) -> bool:
    """Whether any cell of a row is a heading for certain."""
    cells = (grid.cell(row, column).value for column in grid.filled(row))
    return any(isinstance(cell, str) and len(cell) <= LONGEST_HEADING and find_question(cell, TABLES) for cell in cells)


def _tells_periods(grid: Grid, row: int) -> bool:
    """Whether a row has several periods, as they stand below a year or 需求数量."""
    return sum(1 for column in grid.filled(row) if period_heading(_heading(grid.cell(row, column)))) >= 2


def _heading(cell: Cell) -> str:
    words = written(cell)
    is_words = isinstance(cell.value, str) or (cell.number is not None and cell.number in _YEARS)
    return words if is_words and not cell.fault and len(words) <= LONGEST_HEADING else ""


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
        known = [words for words in candidates[:2] if words and bottom and (_key(words) or period_heading(words))]
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
    periods: dict[int, PeriodHeading] = {}
    for column, heading in words.items():
        key = _key(heading)
        if key in found.values() and key in _SECOND:
            key = _SECOND[key]
        if key in (None, "quantity") and (period := period_heading(heading)) is not None:
            periods[column] = period
        elif key is not None and key not in found.values():
            found[column] = key
    of_table = {key for key in found.values() if BY_KEY[key].group != FIRM}
    if not of_table:
        return None
    # What period a quantity is of may stand in its row.
    periods = {} if "period" in of_table else with_years(periods)
    sums = {column for column in words if periods and _adds_up(words[column], found.get(column))}
    found = {column: key for column, key in found.items() if column not in sums}
    of_table -= {"quantity"} if periods else set()
    guessed = _guesses(
        {column: words[column] for column in words.keys() - found.keys() - periods.keys() - sums}, of_table
    )
    if periods:
        guessed = {column: key for column, key in guessed.items() if key not in ("quantity", "period")}
    asks = of_table | set(guessed.values())
    says = len(asks) + len(periods) + len(sums)
    if len(asks) + min(len(periods), 2) < FEWEST or not ANCHORS & asks or 2 * says < len(words):
        return None
    asked = {
        column: Asked(BY_KEY[key], unit_of_heading(words[column]), words[column])
        for column, key in (found | guessed).items()
    }
    return AskedColumns(first_row, last_row, asked, dict(words), periods, frozenset(sums), frozenset(guessed))


def _adds_up(heading: str, key: str | None) -> bool:
    """Whether a column beside those of periods is their sum: 合计, or one quantity for all of them."""
    return key == "quantity" or (key is None and is_sum(heading) and period_heading(heading) is None)


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
