"""How large a file from outside may be before nobody opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may hold. Inflated bytes are those of all its parts together, really inflated."""

    file_bytes: int = 100_000_000
    text_bytes: int = 100_000_000  # of a CSV file
    parts: int = 2_000
    inflated_bytes: int = 300_000_000
    rows: int = 200_000
    columns: int = 400
    cells: int = 10_000_000  # of the rectangle from A1 to the last value: readers keep all of it
    merged_cells: int = 200_000
    styled: int = 1_000_000  # cells with a look of their own for which a few signs stand
    seconds: float = 120.0  # for a file that is read in a process of its own


WORKBOOK = Limits()
BYTES_OF_A_PROCESS = 4_000_000_000  # address space of a process that reads, where the system can limit it
