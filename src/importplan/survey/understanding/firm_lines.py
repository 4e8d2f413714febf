"""Questions to the firm with the answer in a cell beside them."""

from __future__ import annotations

import re
from collections import Counter

from importplan.parsing.quantities import unit_of_heading
from importplan.parsing.words import fold
from importplan.survey.questions import BY_KEY, FIRM, Asked
from importplan.survey.understanding.cell import Understood, understand, written
from importplan.survey.understanding.entries import FirmLine
from importplan.survey.understanding.headings import LONGEST_HEADING
from importplan.survey.understanding.in_one_cell import OF_ITEMS, cells_of, line_in_one_cell
from importplan.survey.understanding.words import find_question
from importplan.tables.grid import Grid

_SEARCHED_CELLS = 3  # a question to the firm stands in one of the first cells of its row
_UNIT = re.compile(r"(亿|千万|百万|万|千)?元|%|天|个?月|年")


class FirmLines:
    """The lines of one sheet. `answer_column` is where a heading says that answers stand, once that is known."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.answer_column = self._common_column()

    def at(self, row: int) -> FirmLine | None:
        """The answers of a row, None where it asks the firm nothing."""
        in_one_cell = line_in_one_cell(self.grid, row)
        if in_one_cell is not None:
            return in_one_cell
        questions = self._questions(row)
        understood: dict[str, Understood] = {}
        headings = [""] * len(self.grid.values[row])
        for column, key in questions.items():
            answer = self._answer_of(row, column, len(questions) == 1)
            if key in understood or answer in questions:
                continue
            asked = Asked(BY_KEY[key], self._unit(row, column, answer))
            understood[key] = understand(self.grid.cell(row, answer), asked)
            if answer < len(headings):
                headings[answer] = written(self.grid.cell(row, column))
        if not questions:
            return None
        return FirmLine(self.grid.place(row), cells_of(self.grid, row), understood, tuple(headings))

    def _questions(self, row: int) -> dict[int, str]:
        """Column → key of the questions in a row; none where the first of them stands too far to the right."""
        filled = self.grid.filled(row)
        found = {column: key for column in filled if (key := self._question(row, column)) is not None}
        return found if found and min(found) in filled[:_SEARCHED_CELLS] else {}

    def _question(self, row: int, column: int) -> str | None:
        value = self.grid.cell(row, column).value
        if not isinstance(value, str) or len(value) > LONGEST_HEADING or OF_ITEMS.match(value):
            return None
        return find_question(value, (FIRM,))

    def _following(self, row: int, column: int) -> int:
        """The next column that is not of the question's own merged area."""
        following = column + 1
        while self.grid.covered.get((row, following)) == (row, column):
            following += 1
        return following

    def _answer_of(self, row: int, column: int, alone: bool) -> int:
        following = self._following(row, column)
        beyond = self.answer_column is not None and self.answer_column >= following
        return self.answer_column if beyond and alone and self.answer_column is not None else following

    def _common_column(self) -> int | None:
        """Where the answers stand when no question has one right beside it: the nearest column that most rows fill."""
        counts: Counter[int] = Counter()
        rows = 0
        for row in range(len(self.grid.values)):
            questions = list(self._questions(row))
            if len(questions) != 1:
                continue
            following = self._following(row, questions[0])
            right = [column for column in self.grid.filled(row) if column >= following]
            if following in right:
                return None
            rows += 1
            counts.update(right[:1])
        column, filled = counts.most_common(1)[0] if counts else (None, 0)
        return column if rows > 1 and 2 * filled > rows else None

    def _unit(self, row: int, column: int, answer: int) -> str:
        """The unit that the question names, else the hint beside the answer."""
        own = unit_of_heading(written(self.grid.cell(row, column)))
        hint = fold(written(self.grid.cell(row, answer + 1)))
        return own or (hint if _UNIT.fullmatch(hint) else "")
