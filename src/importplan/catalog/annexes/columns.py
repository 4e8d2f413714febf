"""Which column of a printed table means what, by its heading or by what the user says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from importplan.basics.labels import accepted
from importplan.parsing.words import fold
from importplan.tables.grid import Grid

# What a column can hold; the words of each are `annex.column.<field>` in the labels table.
FIELDS = ("number", "section", "equipment", "name", "name_en", "part_1", "part_2", "part_3", "level", "parent", "codes",
          "requirement", "sales_requirement", "quantity", "expires", "notes")  # fmt: skip
PARTS = ("part_1", "part_2", "part_3")
LEAST = 2  # headings that make a row a row of headings
NEEDED = {"supported": ("name",), "goods": ("name", "codes"), "not_exempt": ("name",), "interest_subsidy": ("name",)}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|《[^》]*》")


@dataclass(frozen=True)
class AnnexColumns:
    """Field → column from 0; headings that mean no field are `unread`."""

    of: Mapping[str, int]
    unread: Mapping[int, str]
    width: int

    def missing(self, role: str) -> tuple[str, ...]:
        """The fields that a list of this role cannot do without."""
        have = set(self.of) | ({"name"} if "part_1" in self.of else set())
        return tuple(field for field in NEEDED[role] if field not in have)


def find(grid: Grid, row: int, given: Mapping[str, str]) -> AnnexColumns | None:
    """The columns by a row of headings, or by two of which the second divides a merged heading; None: no headings.

    Parameters
    ----------
    grid, row
        The table and the row in question.
    given
        Heading as printed → field, said by the user: goes before the labels table.
    """
    meanings = {fold(heading): field for heading, field in given.items()}
    first = _fields(grid, row, meanings)
    if len(set(first.values())) < LEAST:
        return None
    second = _fields(grid, row + 1, meanings) if _divides(grid, row + 1) else {}
    found: dict[str, int] = {}
    for column, field in (first | second).items():
        found.setdefault(field, column)
    headings = row + 1 if second else row
    unread = {
        column: grid.seen(headings, column).shown
        for column in grid.said(headings)
        if column not in found.values() and not grid.from_left(headings, column)
    }
    return AnnexColumns(found, unread, grid.width(headings))


def is_heading(grid: Grid, row: int, given: Mapping[str, str]) -> bool:
    """Whether a row holds headings only: the first of a table, the second below merged ones, or one repeated."""
    meanings = {fold(heading): field for heading, field in given.items()}
    fields = _fields(grid, row, meanings)
    return len(set(fields.values())) >= LEAST and len(fields) >= len(grid.said(row)) - 1


def _divides(grid: Grid, row: int) -> bool:
    """Whether a row goes on merged headings from above: some cells merged downwards, the others known headings."""
    own = [grid.cell(row, column).shown for column in grid.filled(row) if not _goes_on(grid, row, column)]
    merged = any(grid.from_above(row, column) for column in range(grid.width(row)))
    return bool(own) and merged and all(meaning(words) for words in own)


def _goes_on(grid: Grid, row: int, column: int) -> bool:
    return grid.from_above(row, column) or grid.from_left(row, column)


def _fields(grid: Grid, row: int, given: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in grid.said(row):
        if not grid.from_left(row, column):
            words = grid.seen(row, column).shown
            field = given.get(fold(words)) or meaning(words)
            if field:
                found[column] = field
    return found


def meaning(heading: str) -> str:
    """The field that a heading means, blank when none."""
    return _meanings().get(fold(heading), "") or _meanings().get(fold(_without_brackets(heading)), "")


@cache
def _meanings() -> dict[str, str]:
    return {fold(words): field for field in FIELDS for words in accepted(f"annex.column.{field}")}


def _without_brackets(words: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", words))
