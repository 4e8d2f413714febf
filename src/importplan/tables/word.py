"""Word documents (.docx): their tables, with the lines of text that stand before each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from importplan.basics.labels import Language, text
from importplan.tables.grid import Grid, Spot

CONTINUES = "continue"


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
    above: list[Spot] = []  # where the cells of the row above begin
    for number, row in enumerate(table._tbl.tr_lst):
        cells: list[str | None] = [None] * row.grid_before
        firsts = [(number, column) for column in range(row.grid_before)]
        for element in row.tc_lst:
            begin = (number, len(cells))
            if element.vMerge == CONTINUES:
                begin = above[len(cells)] if len(cells) < len(above) else (number - 1, len(cells))
            cells.append(None if begin[0] < number else _words(element, table))
            cells += [None] * (element.grid_span - 1)
            firsts += [begin] * element.grid_span
        covered |= {(number, column): first for column, first in enumerate(firsts) if first != (number, column)}
        above = firsts
        values.append(tuple(cells))
    return Grid(file, name, tuple(values), covered=covered, before=before, joins=joins)


def _words(element: Any, table: WordTable) -> str:
    return str(_Cell(element, table).text).strip()
