"""Questions to the firm with their answers in the same cell: `企业名称：…`, as older forms and titles have them."""

from __future__ import annotations

import re

from importplan.parsing.quantities import unit_of_heading
from importplan.survey.questions import BY_KEY, FIRM, Asked
from importplan.survey.understanding.cell import Understood, understand, written
from importplan.survey.understanding.entries import FirmLine
from importplan.survey.understanding.words import find_question
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid

OF_ITEMS = re.compile(r"\s*[BbＢ]\s*\d")  # a question that is numbered as those of items are
_COLON = re.compile("[:：]")
_BOTH = re.compile(r"([^:：]{2,40}[:：])\s*(.*)", re.DOTALL)


def cells_of(grid: Grid, row: int) -> tuple[str, ...]:
    """The cells of a row as they are written."""
    cells = [""] * len(grid.values[row])
    for column in grid.filled(row):
        if column < len(cells):
            cells[column] = written(grid.cell(row, column))
    return tuple(cells)


def line_in_one_cell(grid: Grid, row: int) -> FirmLine | None:
    """The answers of a row whose cells hold question and answer; None where no cell does.

    In such a row a question without an answer behind its colon is not answered: the next cell is another question's.
    """
    cells = {column: both for column in grid.filled(row) if (both := _both(grid, row, column))}
    if not any(answer for _, _, answer in cells.values()):
        return None
    understood: dict[str, Understood] = {}
    headings = [""] * len(grid.values[row])
    for column, (key, question, answer) in cells.items():
        if key not in understood:
            asked = Asked(BY_KEY[key], unit_of_heading(question))
            understood[key] = understand(Cell(answer, at=grid.place(row, column)), asked)
            headings[column] = question
    return FirmLine(grid.place(row), cells_of(grid, row), understood, tuple(headings))


def _both(grid: Grid, row: int, column: int) -> tuple[str, str, str] | None:
    """Key, words of the question and answer of a cell; None where it does not begin with a question to the firm."""
    cell = grid.cell(row, column)
    if not isinstance(cell.value, str) or not _COLON.search(cell.value):
        return None
    words = written(cell)
    match = _BOTH.fullmatch(words)
    key = find_question(match[1], (FIRM,)) if match and not OF_ITEMS.match(words) else None
    return (key, match[1], match[2].strip()) if match and key is not None else None
