"""Word documents (.docx): their tables, with the lines of text that stand before each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from importplan.basics.labels import Language, text
from importplan.tables.grid import Grid, Spot

CONTINUES = "continue"
_CHANGES = ("w:ins", "w:del")
_LONGEST = 80  # signs of a text in a message


def read_word(path: Path, language: Language) -> tuple[Grid, ...]:
    """The tables of a document in order; text below the last one is that before a table without rows."""
    found: list[Grid] = []
    before: list[str] = []
    for part in docx.Document(str(path)).iter_inner_content():
        if isinstance(part, Paragraph):
            before += [part.text.strip()] if part.text.strip() else []
        else:
            name = text("annex.place.table", language, number=len(found) + 1)
            found.append(_grid(path.name, name, part, tuple(before), joins=bool(found) and not before))
            before = []
    return (*found, Grid(path.name, "", (), before=tuple(before)))


def _grid(file: str, name: str, table: WordTable, before: tuple[str, ...], joins: bool) -> Grid:
    """A table. Its cells are walked as they stand in the file: the library climbs up a merged cell at every row."""
    values: list[tuple[str | None, ...]] = []
    covered: dict[Spot, Spot] = {}
    looks = _Looks()
    above: list[Spot] = []  # where the cells of the row above begin
    for number, row in enumerate(table._tbl.tr_lst):
        cells: list[str | None] = [None] * row.grid_before
        firsts = [(number, column) for column in range(row.grid_before)]
        for element in row.tc_lst:
            begin = (number, len(cells))
            if element.vMerge == CONTINUES:
                begin = above[len(cells)] if len(cells) < len(above) else (number - 1, len(cells))
            if begin[0] == number:
                looks.take(element, (number, len(cells)))
            cells.append(None if begin[0] < number else _words(element, table))
            cells += [None] * (element.grid_span - 1)
            firsts += [begin] * element.grid_span
        covered |= {(number, column): first for column, first in enumerate(firsts) if first != (number, column)}
        above = firsts
        values.append(tuple(cells))
    return Grid(
        file,
        name,
        tuple(values),
        faults=looks.faults,
        covered=covered,
        struck=frozenset(looks.struck),
        faint=frozenset(looks.faint),
        before=before,
        joins=joins,
    )


class _Looks:
    """Cells that are crossed out or hidden, and those of which a part is or which hold changes nobody has accepted."""

    def __init__(self) -> None:
        self.faults: dict[Spot, tuple[str, str]] = {}
        self.struck: set[Spot] = set()
        self.faint: set[Spot] = set()

    def take(self, cell: Any, spot: Spot) -> None:
        """Look at the runs of a cell."""
        runs = [(run, words) for run in cell.iter(qn("w:r")) if (words := _written(run, "w:t").strip())]
        struck = {_is_set(run, "w:strike") or _is_set(run, "w:dstrike") for run, _ in runs}
        hidden = {_is_set(run, "w:vanish") for run, _ in runs}
        told = "".join(words for _, words in runs)[:_LONGEST]
        changed = [
            mark for kind in _CHANGES for mark in cell.iter(qn(kind)) if _written(mark, "w:t", "w:delText").strip()
        ]
        if changed:
            self.faults[spot] = ("cell-tracked-change", told)
        elif len(struck) == 2:
            self.faults[spot] = ("cell-partly-struck", told)
        elif struck == {True}:
            self.struck.add(spot)
        if True in hidden:
            self.faint.add(spot)


def _written(element: Any, *kinds: str) -> str:
    return "".join(text.text or "" for kind in kinds for text in element.iter(qn(kind)))


def _is_set(run: Any, name: str) -> bool:
    marks = run.findall(f"{qn('w:rPr')}/{qn(name)}")
    return any(mark.get(qn("w:val"), "1") not in ("0", "false", "off") for mark in marks)


def _words(element: Any, table: WordTable) -> str:
    return str(_Cell(element, table).text).strip()
