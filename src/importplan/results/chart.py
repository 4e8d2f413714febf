"""A chart as data: columns and lines over rows of a table that stands in the same part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from importplan.results.table import Table

COLORS = ("#2F5597", "#C55A11", "#7F7F7F", "#548235")  # of what is drawn, in the order of the legend


@dataclass(frozen=True)
class Chart:
    """Columns and lines over rows of a table: the key of the names and the keys of the values."""

    title: str
    table: Table[Any]
    category: str
    values: tuple[str, ...] = ()  # drawn as columns
    lines: tuple[str, ...] = ()
    rows: tuple[int, int] | None = None  # first row and the one after the last; None: all

    @property
    def keys(self) -> tuple[str, ...]:
        """What is drawn, in the order of the legend."""
        return (*self.values, *self.lines)

    @property
    def span(self) -> tuple[int, int]:
        """First row and the one after the last."""
        return self.rows or (0, len(self.table.rows))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: no rows, or only zeros."""
        first, after = self.span
        return not any(value for key in self.keys for value in self.table.values(key)[first:after])
