"""A sheet of a returned file as it was parsed: values by row and column, with what the parser would not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from importplan.basics.addresses import letter
from importplan.basics.issues import Place
from importplan.scenario.raw import BLANK, CellValue, RawCell

Spot = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns count from 0 here and from 1 in addresses.

    `formats` holds the number formats that change a meaning (leading zeros, 万元, %), `faults` the issue codes of cells
    whose value a program could not tell, `covered` the first cell of the merged area that a cell lies in.
    """

    file: str  # path within the collected folder
    name: str
    values: tuple[tuple[CellValue, ...], ...]
    formats: Mapping[Spot, str] = field(default_factory=dict)
    faults: Mapping[Spot, str] = field(default_factory=dict)
    covered: Mapping[Spot, Spot] = field(default_factory=dict)
    hidden: bool = False

    def cell(self, row: int, column: int) -> RawCell:
        """The cell as it stands; a cell of a merged area that is not its first one is blank."""
        spot = (row, column)
        if row >= len(self.values) or column >= len(self.values[row]):
            return BLANK if spot not in self.faults else RawCell(fault=self.faults[spot])
        value = self.values[row][column]
        if value is None and not self.faults:
            return BLANK
        return RawCell(value, self.formats.get(spot, ""), self.faults.get(spot, ""))

    def merged(self, row: int, column: int) -> RawCell:
        """The cell that a person sees there: that of its merged area."""
        first = self.covered.get((row, column))
        return self.cell(row, column) if first is None else self.cell(*first)

    def filled(self, row: int) -> list[int]:
        """Columns of a row that say something by themselves."""
        return self._filled[row] if row < len(self._filled) else []

    @cached_property
    def _filled(self) -> list[list[int]]:
        rows = [
            [
                column
                for column, value in enumerate(row)
                if value is not None and (not isinstance(value, str) or value.strip())
            ]
            for row in self.values
        ]
        for row, column in self.faults:
            if row < len(rows) and column not in rows[row]:
                rows[row] = sorted([*rows[row], column])
        return rows

    @property
    def rows_filled(self) -> int:
        """How many rows are not blank."""
        return sum(1 for columns in self._filled if columns)

    def place(self, row: int, column: int | None = None) -> Place:
        """The place of a cell, or of a row."""
        spot = f"{row + 1}" if column is None else f"{letter(column)}{row + 1}"
        return Place(self.file, self.name, spot)
