"""Raw sheets: what stands in the cells of a file, with addresses, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from importplan.basics.issues import Place

CellValue = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: its value, how Excel shows it, and the issue code of a fault that the reader of the file has seen."""

    value: CellValue = None
    number_format: str = ""
    fault: str = ""

    @property
    def blank(self) -> bool:
        """Whether the cell says nothing."""
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


BLANK = RawCell()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row; `number` counts from 1 as in the file."""

    number: int
    cells: tuple[RawCell, ...]

    def cell(self, column: int) -> RawCell:
        """The cell of a column (0 is A); blank beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else BLANK

    @property
    def blank(self) -> bool:
        """Whether the whole row says nothing."""
        return all(cell.blank for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as it stands in the file; `name` is as it is called there."""

    file: str
    name: str
    rows: tuple[RawRow, ...]

    def place(self, spot: str = "") -> Place:
        """A place on this sheet: a cell (`D7`), a row (`7`) or the sheet itself."""
        return Place(self.file, self.name, spot)


@dataclass(frozen=True, slots=True)
class RawCase:
    """All sheets of a case, in the order of the file."""

    file: str
    sheets: tuple[RawSheet, ...]
