"""Which column of a printed table means what, by its heading or by what the user says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from importplan.basics.labels import accepted
from importplan.catalog.annexes.grid import GridRow

# What a column can hold; the words of each are `annex.column.<field>` in the labels table.
FIELDS = ("number", "section", "equipment", "name", "name_en", "part_1", "part_2", "part_3", "level", "parent", "codes",
          "requirement", "sales_requirement", "quantity", "expires", "notes")  # fmt: skip
PARTS = ("part_1", "part_2", "part_3")
LEAST = 2  # headings that make a row a row of headings
NEEDED = {"supported": ("name",), "goods": ("name", "codes"), "not_exempt": ("name",), "interest_subsidy": ("name",)}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|《[^》]*》")


@dataclass(frozen=True)
class Columns:
    """Field → column from 0; headings that mean no field are `unread`."""

    of: Mapping[str, int]
    unread: Mapping[int, str]
    width: int

    def missing(self, role: str) -> tuple[str, ...]:
        """The fields that a list of this role cannot do without."""
        have = set(self.of) | ({"name"} if "part_1" in self.of else set())
        return tuple(field for field in NEEDED[role] if field not in have)


def find(rows: Sequence[GridRow], given: Mapping[str, str]) -> Columns | None:
    """The columns by a row of headings, or by two of which the second divides a merged heading; None: no headings.

    Parameters
    ----------
    rows
        The row in question and the one below it.
    given
        Heading as printed → field, said by the user: goes before the labels table.
    """
    meanings = {_plain(heading): field for heading, field in given.items()}
    first = _fields(rows[0], meanings)
    if len(set(first.values())) < LEAST:
        return None
    second = _fields(rows[1], meanings) if len(rows) > 1 and _divides(rows[1]) else {}
    found: dict[str, int] = {}
    for column, field in (first | second).items():
        found.setdefault(field, column)
    headings = rows[1] if second else rows[0]
    unread = {
        column: cell.text
        for column, cell in enumerate(headings.cells)
        if cell.text and column not in found.values() and not cell.across
    }
    return Columns(found, unread, len(headings.cells))


def is_heading(row: GridRow, given: Mapping[str, str]) -> bool:
    """Whether a row holds headings only: the first of a table, the second below merged ones, or one repeated."""
    meanings = {_plain(heading): field for heading, field in given.items()}
    fields = _fields(row, meanings)
    return len(set(fields.values())) >= LEAST and len(fields) >= len(row.filled) - 1


def _divides(row: GridRow) -> bool:
    """Whether a row goes on merged headings from above: some cells merged downwards, the others known headings."""
    own = [cell.text for cell in row.cells if cell.own]
    return bool(own) and all(meaning(words) for words in own) and any(cell.down for cell in row.cells)


def _fields(row: GridRow, given: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        field = "" if cell.across else given.get(_plain(cell.text)) or meaning(cell.text)
        if field:
            found[column] = field
    return found


def meaning(heading: str) -> str:
    """The field that a heading means, blank when none."""
    return _meanings().get(_plain(heading), "") or _meanings().get(_plain(_without_brackets(heading)), "")


@cache
def _meanings() -> dict[str, str]:
    return {_plain(words): field for field in FIELDS for words in accepted(f"annex.column.{field}")}


def _plain(words: str) -> str:
    """A heading without blanks, line breaks and differences of width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).casefold()


def _without_brackets(words: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", words))
