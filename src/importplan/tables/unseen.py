"""What counts though nobody sees it: hidden, filtered and collapsed rows, hidden columns and sheets, faint cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from importplan.basics.addresses import letter
from importplan.basics.issues import NAMED, Issue, Place
from importplan.tables.grid import Grid, Spot


@dataclass(frozen=True)
class Unseen:
    """What of a sheet counts unseen: all of it (`whole`), rows, columns, single cells; also cells that are crossed out.

    Rows and columns count from 0.
    """

    sheet: str
    whole: bool = False
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    cells: tuple[Spot, ...] = ()

    def __bool__(self) -> bool:
        return self.whole or bool(self.rows or self.columns or self.cells)

    def touches(self, row: int) -> bool:
        """Whether something in a row counts unseen."""
        return self.whole or bool(self.columns) or row in self.rows or any(row == spot[0] for spot in self.cells)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is among them."""
        return self.whole or row in self.rows or column in self.columns or (row, column) in self.cells

    @property
    def addresses(self) -> str:
        """Where it stands, as spreadsheets write it: `demand!3:5, demand!H:H, demand!C7`; the sheet alone for all."""
        if self.whole:
            return self.sheet
        rows = [f"{first + 1}:{last + 1}" for first, last in _runs(self.rows)]
        columns = [f"{letter(first)}:{letter(last)}" for first, last in _runs(self.columns)]
        cells = [f"{letter(column)}{row + 1}" for row, column in self.cells]
        return ", ".join(f"{self.sheet}!{address}" for address in (*rows, *columns, *cells))


def unseen_in(grid: Grid, rows: Iterable[int], columns: Collection[int]) -> Unseen:
    """What counts unseen of the rows and columns that are read; blank cells do not count."""
    filled = {row: [column for column in grid.filled(row) if column in columns] for row in rows}
    if grid.hidden:
        return Unseen(grid.name, whole=any(filled.values()))
    hidden = tuple(row for row, cells in filled.items() if cells and row in grid.hidden_rows)
    shown = {row: cells for row, cells in filled.items() if row not in grid.hidden_rows}
    gone = sorted({column for cells in shown.values() for column in cells if column in grid.hidden_columns})
    single = (
        (row, column)
        for row, cells in shown.items()
        for column in cells
        if column not in grid.hidden_columns and grid.is_faint(row, column)
    )
    return Unseen(grid.name, False, hidden, tuple(gone), tuple(single))


def reading_notes(file: str, grids: Sequence[Grid]) -> Iterator[Issue]:
    """What was done to the text of a file: signs that nobody sees dropped, a coding found that was to be tested for."""
    for grid in grids:
        if grid.coding:
            yield Issue.warning("csv-coding", Place(grid.file), coding=grid.coding)
    open_looks = [(grid, spot, code) for grid in grids for spot, code in sorted(grid.open_looks.items())]
    if open_looks:
        named = [f"{grid.name}!{grid.place(*spot).cell}" for grid, spot, _ in open_looks[:NAMED]]
        places = ", ".join(named) + (" …" if len(open_looks) > NAMED else "")
        codes = " | ".join(dict.fromkeys(code or "-" for *_, code in open_looks))
        yield Issue.warning("looks-open", Place(file), count=len(open_looks), cells=places, formats=codes)
    cells = [f"{grid.name}!{grid.place(*spot).cell}" for grid in grids for spot in sorted(grid.invisible)]
    if cells:
        yield Issue.warning("signs-dropped", Place(file), cells=", ".join(cells))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in order as first and last of each run of neighbours."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
