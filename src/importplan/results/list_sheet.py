"""A list on a sheet of its own: its name, a line that explains it, its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from importplan.results.table import Table


@dataclass(frozen=True)
class ListSheet:
    """One sheet: the key of its name, a line that explains it, its table, and how many columns stay in sight.

    `bars` is the column that is drawn below it, of so many rows at most.
    """

    key: str
    legend: str
    table: Table[Any]
    frozen: int = 0
    bars: str = ""
    most_bars: int = 0
