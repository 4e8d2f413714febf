"""The neutral form of an annex: tables of cells with their places, the same whatever file they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from importplan.basics.addresses import letter
from importplan.basics.issues import Place

_TIGHT = re.compile(r"(?<![A-Za-z.,;:)])\s*\n\s*|\s*\n\s*(?![A-Za-z(])")
_RELATION = re.compile(r"[≥≤<>=＜＞±﹤﹥]")
_WHOLE = re.compile(r"[\dA-Za-z%％℃°μ²³]$")  # a figure or a unit, so that a limit may end here
_BEGINS = re.compile(r"[\u4e00-\u9fff≥≤<>=＜＞±﹤﹥(（①-⑳]")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell; `down` and `across`: it repeats a merged cell that begins above or to the left."""

    text: str = ""
    down: bool = False
    across: bool = False

    @property
    def own(self) -> str:
        """The text that begins here: nothing where a merged cell goes on."""
        return "" if self.down or self.across else self.text


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table; `number` from 1 as a reader of the file counts."""

    number: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """The text of a column from 0; blank beyond the last one."""
        return self.cells[column].text if column < len(self.cells) else ""

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns with text of their own, or repeated from the left."""
        return tuple(column for column, cell in enumerate(self.cells) if cell.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an annex: a sheet, a table of a document, the part of a table on one page.

    `before` holds the lines of text between the table before and this one; `joins` that it may go on the one before.
    Text after the last table is that before a table without rows.
    """

    name: str
    rows: tuple[GridRow, ...]
    before: tuple[str, ...] = ()
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Annex:
    """A file as read."""

    file: str
    tables: tuple[Table, ...]

    def place(self, table: Table, row: GridRow, column: int | None = None) -> Place:
        """Where a cell, or a whole row, stands."""
        return Place(self.file, table.name, f"{'' if column is None else letter(column)}{row.number}")


def joined_limits(words: str) -> str:
    """Technical limits on one line: a line break between two whole limits is a stop, any other as `joined` has it."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    text = lines[0] if lines else ""
    for line in lines[1:]:
        both = _RELATION.search(text.rpartition("；")[2]) and _RELATION.search(line)
        text += ("；" if both and _WHOLE.search(text) and _BEGINS.match(line) else "\n") + line
    return joined(text)


def joined(words: str) -> str:
    """Text on one line: a line break between Latin words is a space, one in Chinese text or a number nothing."""
    return re.sub(r"\s*\n\s*", " ", _TIGHT.sub("", words)).strip()
