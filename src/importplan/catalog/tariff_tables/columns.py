"""Which column of a tariff table means what: headings as the Ministry of Finance and customs print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from importplan.basics.labels import accepted
from importplan.parsing.words import BRACKETS, fold, plain
from importplan.tables.grid import Grid

# What a column can hold; the words of each are `tariff_table.column.<field>` in the labels table.
RATES = ("mfn", "provisional", "general", "vat")
FIELDS = ("code", "ex", "name", "name_en", *RATES, "no_use")
LEAST = 2  # headings that make a row a row of headings
_YEAR = re.compile(r"\d{4}年")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*_pct")  # a column of an agreement by its name in the tariff file


@dataclass(frozen=True)
class TariffColumns:
    """Field → column from 0; `unread` are headings without a meaning."""

    of: Mapping[str, int]
    unread: Mapping[int, str]

    @property
    def agreements(self) -> tuple[str, ...]:
        """Columns of agreements."""
        return tuple(name for name in self.of if name.endswith("_pct"))


def find(grid: Grid, row: int, given: Mapping[str, str]) -> TariffColumns | None:
    """The columns by a row of headings, None where it is none: a code and one thing more.

    `given` is heading as printed → field, said by the user, and goes before the labels table.
    """
    said = {fold(heading): field for heading, field in given.items()}
    found: dict[str, int] = {}
    unread: dict[int, str] = {}
    for column in grid.said(row):
        if grid.from_left(row, column):
            continue
        words = grid.seen(row, column).shown
        field = said.get(fold(words)) or meaning(words)
        if field == "no_use":
            continue
        if field and field not in found:
            found[field] = column
        elif not field:
            unread[column] = words
    return TariffColumns(found, unread) if "code" in found and len(found) >= LEAST else None


def meaning(heading: str) -> str:
    """The field that a heading means, blank when none: years, brackets and the sign of per cent say nothing."""
    words = plain(heading)
    bare = _YEAR.sub("", BRACKETS.sub("", words)).replace("%", "").replace("①", "").replace("②", "")
    for each in (words, bare):
        if found := _meanings().get(fold(each)):
            return found
    return words.casefold() if _COLUMN.fullmatch(words.casefold()) else ""


@cache
def _meanings() -> dict[str, str]:
    return {fold(words): field for field in FIELDS for words in accepted(f"tariff_table.column.{field}")}
