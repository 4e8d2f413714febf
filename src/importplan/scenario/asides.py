"""Rows below the headings that are no rows of a table: totals, and who has made it. They are told and not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from importplan.basics.issues import Issue
from importplan.basics.labels import accepted
from importplan.parsing.words import fold
from importplan.tables.grid import Grid

_BEHIND = re.compile(r"[(（:：].*", re.DOTALL)
_LONGEST = 60  # signs of a row in a message


def asides(grid: Grid, rows: Sequence[int], required: Sequence[int]) -> dict[int, Issue]:
    """Row → what is told of it, for the rows that are a total or a note.

    Such a row begins with the word for it and lacks what each row must have (`required`: columns). A total is held
    against the rows above it: all of them, or those since the last one.
    """
    found: dict[int, Issue] = {}
    since = 0
    for place, row in enumerate(rows):
        said = grid.said(row)
        first = grid.seen(row, said[0])
        if not isinstance(first.value, str) or not any(grid.seen(row, column).blank for column in required):
            continue
        words = _BEHIND.sub("", first.shown)
        if fold(words) in _listed("row.total"):
            found[row] = _total(
                grid, row, [[line for line in rows[start:place] if line not in found] for start in (0, since)]
            )
            since = place
        elif words != first.shown and fold(words) in _listed("row.note"):
            told = " ".join(grid.seen(row, column).shown for column in said)
            found[row] = Issue.warning("row-is-a-note", grid.place(row), value=told[:_LONGEST])
    return found


def _total(grid: Grid, row: int, above: Sequence[Sequence[int]]) -> Issue:
    told, differs = [], False
    for column in grid.filled(row):
        number = grid.cell(row, column).number
        if number is None:
            continue
        sums = [sum(grid.cell(line, column).number or 0.0 for line in lines) for lines in above]
        equal = any(abs(one - number) <= 1e-9 * max(1.0, abs(one)) for one in sums)
        differs = differs or not equal
        told.append(f"{grid.place(row, column).cell} {number:.15g} {'=' if equal else '≠'} {sums[0]:.15g}")
    code = "row-total-differs" if differs else "row-is-a-total"
    words = grid.seen(row, grid.said(row)[0]).shown
    return Issue.warning(code, grid.place(row), value=words[:_LONGEST], sums=", ".join(told) or "-")


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(map(fold, accepted(key)))
