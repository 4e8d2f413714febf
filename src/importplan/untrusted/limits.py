"""How large a file from outside may be before nobody opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a workbook may hold. Bytes are those of all parts together, really inflated."""

    parts: int = 2_000
    inflated_bytes: int = 300_000_000
    rows: int = 200_000
    columns: int = 400
    cells: int = 10_000_000  # of the rectangle from A1 to the last value: readers keep all of it
    merged_cells: int = 200_000


WORKBOOK = Limits()
