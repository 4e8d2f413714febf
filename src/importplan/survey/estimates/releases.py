"""What a report has said of each item and who stands behind it: a later one is held against it.

Who has both reports sees their differences. A figure whose change comes from few firms, or from one above all others,
tells what that firm has answered, even where each report alone tells nothing. So the change of every figure, firm by
firm, passes the same rules as the figure itself; what was withheld is not shown as long as its change does not pass,
since a reader may guess that nothing has changed (Hundepool and others, Handbook on Statistical Disclosure Control, on
tables that are linked and published again).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from importplan.scenario.confidentiality import ConfidentialityRule, FloatArray, Since

LOW, BASE, HIGH, FIRMNESS, ORIGIN, IMPORTS, SOURCES, PRICE = LINES = (
    "low", "base", "high", "firmness", "origin", "imports", "sources", "price",
)  # fmt: skip
TOTAL = "*"  # among the cells of a line: its total, or the line as a whole


@dataclass(frozen=True)
class ReleasedLine:
    """A line of figures of an item as a report has shown it."""

    firms: Answered  # of sums: mark of a firm → cell → what it adds
    cells: frozenset[str]  # all that it has
    withheld: frozenset[str]  # those of them that were not shown, and `TOTAL`

    @property
    def total(self) -> bool:
        """Whether the total was shown."""
        return TOTAL not in self.withheld


Answered = Mapping[str, Mapping[str, Any]]  # mark of a firm → what it has answered
Release = Mapping[tuple[str, str], ReleasedLine]  # (item, line); what a report says nothing of is not there


@dataclass(frozen=True)
class Earlier:
    """Earlier reports as they bear on one item; `marks` name the firms of the survey in their order."""

    releases: Sequence[Release]
    item: str
    marks: Sequence[str]
    rule: ConfidentialityRule

    def since(self, line: str, cells: Sequence[str], parts: FloatArray) -> tuple[Since, ...]:
        """What has changed since each report; `parts` has shape (firms, cells)."""
        found = (release.get((self.item, line)) for release in self.releases)
        return tuple(self._since(before, cells, np.nan_to_num(parts)) for before in found if before is not None)

    def _since(self, before: ReleasedLine, cells: Sequence[str], parts: FloatArray) -> Since:
        place = {mark: number for number, mark in enumerate(dict.fromkeys((*self.marks, *before.firms)))}
        change = np.zeros((len(place), len(cells)))
        for mark, row in zip(self.marks, parts, strict=True):
            change[place[mark]] += row
        column = {cell: number for number, cell in enumerate(cells)}
        for mark, told in before.firms.items():
            for cell, value in told.items():
                if cell in column:
                    change[place[mark], column[cell]] -= value
        return Since(
            change=np.where(np.abs(change) > 1e-9, change, 0.0),
            compared=np.array([cell in before.cells for cell in cells], dtype=bool),
            shown=np.array([cell not in before.withheld for cell in cells], dtype=bool),
            total=before.total,
        )

    def keeps(self, line: str, told: Answered) -> bool:
        """Whether figures that are no sums (a median, a mean, a count) are withheld: few firms have changed them."""
        for release in self.releases:
            before = release.get((self.item, line))
            if before is None:
                continue
            changed = sum(before.firms.get(mark) != told.get(mark) for mark in {*before.firms, *told})
            if self.rule.few(changed) or (not before.total and changed < self.rule.smallest_cell):
                return True
        return False


def line_of(
    marks: Sequence[str], cells: Sequence[str], parts: FloatArray, withheld: Sequence[bool], total: bool
) -> ReleasedLine:
    """A line of sums: what each firm adds to each cell, shape (firms, cells), and what of it is not shown."""
    rows = {
        mark: {cell: float(part) for cell, part in zip(cells, row, strict=True) if part}
        for mark, row in zip(marks, np.nan_to_num(parts), strict=True)
        if row.any()
    }
    away = {cell for cell, gone in zip(cells, withheld, strict=True) if gone}
    return ReleasedLine(rows, frozenset(cells), frozenset(away | ({TOTAL} if total else set())))


def whole_line(told: Answered, shown: bool) -> ReleasedLine:
    """A line of answers that are no sums, shown or withheld as one."""
    return ReleasedLine(told, frozenset(), frozenset() if shown else frozenset({TOTAL}))
