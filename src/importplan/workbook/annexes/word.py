"""Annexes in Word (.docx): its tables, with the lines of text that stand before each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from importplan.basics.labels import Language, text
from importplan.catalog.annexes.grid import Cell, GridRow, Table
from importplan.workbook.annexes.archive import refuse_hostile

MAIN_PART = "word/document.xml"
CONTINUES = "continue"


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The tables of the document in order."""
    refuse_hostile(path, MAIN_PART)
    found: list[Table] = []
    before: list[str] = []
    for part in docx.Document(str(path)).iter_inner_content():
        if isinstance(part, Paragraph):
            before += [part.text.strip()] if part.text.strip() else []
        else:
            name = text("annex.place.table", language, number=len(found) + 1)
            found.append(Table(name, _rows(part), tuple(before), joins=bool(found) and not before))
            before = []
    return (*found, Table("", (), tuple(before)))


def _rows(table: WordTable) -> tuple[GridRow, ...]:
    """The rows; a cell merged downwards has its text in each of them.

    The cells are walked as they stand in the file: the library's own way climbs up a merged cell at every row.
    """
    found: list[GridRow] = []
    above: list[str] = []
    for number, row in enumerate(table._tbl.tr_lst, start=1):
        cells: list[Cell] = [Cell()] * row.grid_before
        for element in row.tc_lst:
            down = element.vMerge == CONTINUES
            words = _above(above, len(cells)) if down else _words(element, table)
            cells += [Cell(words, down, across=step > 0) for step in range(element.grid_span)]
        above = [cell.text for cell in cells]
        found.append(GridRow(number, tuple(cells)))
    return tuple(found)


def _above(above: list[str], column: int) -> str:
    return above[column] if column < len(above) else ""


def _words(element: Any, table: WordTable) -> str:
    return str(_Cell(element, table).text).strip()
