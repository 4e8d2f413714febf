"""A sheet or a table of a file as a grid of cells, and the file as its grids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from importplan.basics.addresses import letter
from importplan.basics.issues import Place
from importplan.tables.cell import Cell, CellValue
from importplan.tables.clean import visible

Spot = tuple[int, int]  # row and column, from 0
Area = tuple[Spot, Spot]  # first and last spot, both within


@dataclass(frozen=True)
class Grid:
    """One sheet, CSV file or printed table. Rows and columns count from 0 here and from 1 in addresses.

    Parameters
    ----------
    file, name
        As messages call the file and the sheet; a table of a document is called by its page or number.
    values
        What is stored, row by row; rows may differ in length.
    formats
        Number formats that say more than digits: zeros in front, 万元, %, dates.
    faults
        Issue code of a cell whose value a program could not tell, and what it shows instead.
    formulas
        A cell with a formula → its words; empty where it shares that of another cell.
    covered
        A cell of a merged area → the first cell of that area.
    hidden, hidden_rows, hidden_columns, struck
        What a person does not see, or sees struck out; the values count all the same.
    faint
        Cells in the colour of the paper.
    open_looks
        Cells that may look otherwise, under a condition that only a spreadsheet program can calculate → the number
        format that they may have then.
    comments
        What people have written at cells (批注), without the remarks of a check.
    invisible
        Cells that held signs nobody sees; the values are without them.
    coding, semicolons
        Of a text file: the coding that it was in where that must be told, and whether its cells are separated by
        semicolons, so that a comma in a number may be its point.
    typed
        Whether the file tells numbers from words, as workbooks do.
    before, joins
        Of a table in a document: the lines of text since the table before, and whether it may go on that one.
    """

    file: str
    name: str
    values: tuple[tuple[CellValue, ...], ...]
    formats: Mapping[Spot, str] = field(default_factory=dict)
    faults: Mapping[Spot, tuple[str, str]] = field(default_factory=dict)
    formulas: Mapping[Spot, str] = field(default_factory=dict)
    covered: Mapping[Spot, Spot] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Spot] = frozenset()
    faint: frozenset[Spot] = frozenset()
    open_looks: Mapping[Spot, str] = field(default_factory=dict)
    comments: Mapping[Spot, str] = field(default_factory=dict)
    invisible: frozenset[Spot] = frozenset()
    coding: str = ""
    semicolons: bool = False
    typed: bool = False
    before: tuple[str, ...] = ()
    joins: bool = False

    def __post_init__(self) -> None:
        found = {
            (row, column)
            for row, cells in enumerate(self.values)
            for column, value in enumerate(cells)
            if isinstance(value, str) and visible(value) != value
        }
        if not found:
            return
        rows = [list(cells) for cells in self.values]
        for row, column in found:
            rows[row][column] = visible(str(rows[row][column])) or None
        object.__setattr__(self, "values", tuple(map(tuple, rows)))
        object.__setattr__(self, "invisible", self.invisible | found)

    @property
    def height(self) -> int:
        """How many rows there are up to the last one that says something."""
        return max(len(self.values), 1 + max((row for row, _ in self.faults), default=-1))

    def width(self, row: int) -> int:
        """How many cells a row has."""
        return len(self.values[row]) if row < len(self.values) else 0

    def cell(self, row: int, column: int) -> Cell:
        """The cell as it stands; a cell of a merged area that is not its first one is blank."""
        spot = (row, column)
        code, told = self.faults.get(spot, ("", "")) if self.faults else ("", "")
        if code:
            return Cell(told or None, fault=code, at=self.place(row, column))
        value = self.values[row][column] if column < self.width(row) else None
        number_format = self.formats.get(spot, "") if value is not None else ""
        return Cell(
            value,
            number_format,
            struck=spot in self.struck,
            semicolons=self.semicolons,
            typed=self.typed,
            at=self.place(row, column),
        )

    def seen(self, row: int, column: int) -> Cell:
        """The cell that a person sees there: what the first one of its merged area holds; a fault only there itself."""
        first = self.covered.get((row, column), (row, column))
        if first == (row, column):
            return self.cell(row, column)
        found, at = self.cell(*first), self.place(row, column)
        return Cell(at=at) if found.fault else replace(found, at=at)

    def is_faint(self, row: int, column: int) -> bool:
        """Whether a value stands in a cell that looks blank: by its colour, or by a format that shows nothing."""
        if (row, column) in self.faint:
            return True
        return (row, column) in self.formats and self.cell(row, column).looks_blank

    def merged_over(self, row: int, column: int) -> Area:
        """The first and the last cell of the merged area that a cell is of; the cell itself where it is of none."""
        first = self.covered.get((row, column))
        return self._areas[first] if first is not None else ((row, column), (row, column))

    @cached_property
    def _areas(self) -> dict[Spot, Area]:
        found: dict[Spot, Area] = {}
        for spot, first in self.covered.items():
            found[first] = (first, max(spot, found.get(first, (first, first))[1]))
        return found

    def from_above(self, row: int, column: int) -> bool:
        """Whether a cell is of a merged area that begins in a row above."""
        return self.covered.get((row, column), (row, column))[0] < row

    def from_left(self, row: int, column: int) -> bool:
        """Whether a cell is of a merged area that begins in a column to the left."""
        return self.covered.get((row, column), (row, column))[1] < column

    def filled(self, row: int) -> list[int]:
        """Columns of a row that say something by themselves."""
        return self._filled[row] if row < len(self._filled) else []

    def said(self, row: int) -> list[int]:
        """Columns of a row in which a person sees something, also where it is merged from elsewhere."""
        if not self.covered:
            return self.filled(row)
        width = max(self.width(row), 1 + max(self.filled(row), default=-1))
        return [column for column in range(width) if not self.seen(row, column).blank]

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
        rows += [[] for _ in range(self.height - len(rows))]
        for row, column in self.faults:
            if column not in rows[row]:
                rows[row] = sorted([*rows[row], column])
        return rows

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """The place of a cell, of a row, or of the grid."""
        spot = "" if row is None else f"{'' if column is None else letter(column)}{row + 1}"
        return Place(self.file, self.name, spot)


@dataclass(frozen=True)
class SourceFile:
    """A file as read: its grids in order, and of a workbook the names that it defines with what they stand for.

    `brings` is what it brings along that is never run or followed: `macros`, `outer-links`.
    """

    file: str
    grids: tuple[Grid, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    brings: tuple[str, ...] = ()


def covered_by(areas: Iterable[Area], rows: int, columns: int) -> dict[Spot, Spot]:
    """Each cell of merged areas, within so many rows and columns, with the first cell of its area."""
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in areas
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, columns))
    }
