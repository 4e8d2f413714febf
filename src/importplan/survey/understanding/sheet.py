"""Goes down a sheet and says of each row what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from importplan.parsing.quantities import unit_of_heading
from importplan.parsing.words import BRACKETS, fold, is_note
from importplan.survey.questions import BY_KEY, ITEM, NEED, Asked
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.cell import Understood, understand, written
from importplan.survey.understanding.entries import NoAnswer, SheetEntry, TableRow
from importplan.survey.understanding.firm_lines import FirmLines
from importplan.survey.understanding.headings import AskedColumns, find_columns, unit_told
from importplan.survey.understanding.in_one_cell import cells_of
from importplan.survey.understanding.words import find_question, find_sheet, listed
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid

_NOTE = re.compile(
    r"^[(（【\[]?(注|备注|说明|填表说明|填报说明|提示|note|remark)s?\s*\d*[:：.、)）】\]]|^[※*＊]", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:\s*年|(?![\d.\-/]))")
_TITLE_LINES = 6
_NAMED_WITHIN = 3  # of the first cells of a row one says that it is an example
_EXAMPLE = re.compile(r"[(\[【<]?(?P<word>[^\W\d]{1,7}?)\d{0,2}(?:[)\]】>:：、]|[,，.。](?=\S))", re.IGNORECASE)
FEWEST_SIDEWAYS = 3  # questions of a table below one another that make one
_SAME_AS_ABOVE = {"同上", "〃", '"', "''", "″", "同前", "ditto"}
_COUNTED_ONCE = {"quantity", "quantity_low", "quantity_high"}
_OF_ONE_ITEM = {"installed", "bought_per_year", "bought_cny_per_year", "stock", "on_order", "validation_cny"}
_NAMES = ("item_name", "brand_model")  # by which rows speak of one item or of several; numbers may count rows
_PREFILLED = {"item_number", "unit", "kind"}  # a row that says no more than these was not filled in


def read_sheet(grid: Grid, next_year: str = "") -> Iterator[SheetEntry]:
    """An entry for each row that is not blank, in order. `next_year` is proposed where needs name no year."""
    if is_aside(grid.name):
        for row in range(len(grid.values)):
            if grid.filled(row):
                yield _no_answer(grid, row, "guide_sheet")
        return
    entries = list(_Descent(grid, next_year).entries())
    yield from _on_its_side(grid, entries) if not any(isinstance(entry, TableRow) for entry in entries) else entries


def _on_its_side(grid: Grid, entries: list[SheetEntry]) -> Iterator[SheetEntry]:
    """The entries of a sheet without a table; questions of a table below one another are told as such."""
    asking = [isinstance(entry, NoAnswer) and _asks_first(grid, int(entry.at.cell) - 1) for entry in entries]
    sideways = sum(asking) >= FEWEST_SIDEWAYS
    for entry, asks in zip(entries, asking, strict=True):
        yield replace(entry, reason="sideways") if sideways and asks and isinstance(entry, NoAnswer) else entry


def _asks_first(grid: Grid, row: int) -> bool:
    filled = grid.filled(row)
    return len(filled) > 1 and find_question(written(grid.cell(row, filled[0])), (NEED, ITEM)) is not None


def is_aside(name: str) -> bool:
    """Whether a sheet holds no answers by its name: explanations, examples, lists."""
    return is_note(name) or find_sheet(name) in ("guide", "example")


@lru_cache(maxsize=20_000)
def _is_example(words: str, behind: bool) -> bool:
    """Whether a cell says that its row is an example: 示例, 例1, （例）五轴加工中心, 例：主轴."""
    folded, known = fold(words), listed("survey.row.example")
    if re.sub(r"\d{1,2}$", "", folded.strip("()[]【】:：")) in known:
        return True
    begins, ends = _EXAMPLE.match(folded), re.search(r"[(\[【]([^()\[\]【】]*)[)\]】]$", folded)
    return any(found is not None and found[1] in known for found in (begins, ends if behind else None))


def _no_answer(grid: Grid, row: int, reason: str) -> NoAnswer:
    return NoAnswer(grid.place(row), cells_of(grid, row), reason)


class _Descent:
    """The way down one sheet: which table the rows belong to, and what stands above."""

    def __init__(self, grid: Grid, next_year: str) -> None:
        self.grid = grid
        self.next_year = next_year
        self.columns: AskedColumns | None = None
        self.above: TableRow | None = None
        self.firm_lines = FirmLines(grid)

    def entries(self) -> Iterator[SheetEntry]:
        row = 0
        while row < len(self.grid.values):
            columns = find_columns(self.grid, row)
            if columns is not None:
                self.columns, self.above = replace(columns, year=self._year_above(row) or self.next_year), None
                for line in range(columns.first_row, columns.last_row + 1):
                    if self.grid.filled(line):
                        yield _no_answer(self.grid, line, "heading")
                row = columns.last_row + 1
                continue
            if self.grid.filled(row):
                yield self._entry(row)
            row += 1

    def _year_above(self, row: int) -> str:
        """The year that the lines above a table name, empty where they name none or several."""
        lines = range(max(0, row - _TITLE_LINES), row)
        words = " ".join(written(self.grid.cell(line, column)) for line in lines for column in self.grid.filled(line))
        years = set(_YEAR.findall(words))
        return years.pop() if len(years) == 1 else ""

    def _entry(self, row: int) -> SheetEntry:
        firm = self.firm_lines.at(row)
        if firm is not None:
            return firm
        reason = self._reason(row)
        if reason:
            return _no_answer(self.grid, row, reason)
        if self.columns is None:
            return _no_answer(self.grid, row, "no_question")
        entry = self._table_row(row, self.columns)
        if isinstance(entry, TableRow):
            self.above = entry
        return entry

    # Rows of tables and rows that are no answer

    def _reason(self, row: int) -> str:
        filled = self.grid.filled(row)
        words = [written(self.grid.cell(row, column)) for column in filled]
        first = fold(words[0])
        answers = [
            column for column, word in zip(filled, words, strict=True) if fold(word) in listed("survey.heading.answer")
        ]
        if answers and len(filled) > 1 and self.columns is None:
            self.firm_lines.answer_column = answers[0]
            return "heading"
        if any(BRACKETS.sub("", fold(word)).rstrip(":：") in listed("row.total") for word in words[:2]):
            return "total"
        # Items of a list may be called 立式加工中心（示例）; a need of such goods is an example that was left.
        needs = self.columns is not None and bool(self.columns.periods or "quantity" in self.columns.keys)
        if any(_is_example(word, needs) for word in words[:_NAMED_WITHIN]):
            return "example"
        if _NOTE.match(words[0]) or (len(filled) == 1 and self._is_remark(row, filled[0])):
            return "note"
        return "" if first else "note"

    def _is_remark(self, row: int, column: int) -> bool:
        """A single text where no answer is expected: a title, a remark, a signature."""
        if self.columns is None:
            return True
        asked = self.columns.asked.get(column)
        cell = self.grid.cell(row, column)
        merged = [spot for spot, first in self.grid.covered.items() if first == (row, column) and spot != first]
        wide = any(spot[1] != column for spot in merged)
        is_text = isinstance(cell.value, str) and not cell.fault
        return is_text and (wide or asked is None or asked.question.key == "item_number")

    def _table_row(self, row: int, columns: AskedColumns) -> SheetEntry:
        asked_here = [columns.asked.get(column) for column in self.grid.filled(row)]
        if all(asked is not None and asked.question.key in _PREFILLED for asked in asked_here) and not self._covered(
            row
        ):
            return _no_answer(self.grid, row, "not_filled_in")
        understood = {
            asked.question.key: self._understood(row, column, asked) for column, asked in columns.asked.items()
        }
        by_period, sums = (
            {column: self._understood(row, column, self._quantity(columns, column)) for column in some}
            for some in (columns.periods, columns.sums)
        )
        counted = unit_told(columns)
        if counted is not None and "unit" not in understood:
            understood["unit"] = self._unit_of_heading(columns, *counted)
        told = {key for key, one in understood.items() if one.answer.told is not Told.BLANK}
        both = (*by_period.values(), *sums.values())
        given = [one for one in both if one.answer.told is not Told.BLANK]
        if told <= _PREFILLED and not given:
            return _no_answer(self.grid, row, "not_filled_in" if told else "no_question")
        width = max(len(self.grid.values[row]), max(columns.headings, default=0) + 1)
        headings = tuple(columns.headings.get(column, "") for column in range(width))
        cells = tuple(written(self.grid.seen(row, column)) for column in range(width))
        continues = "item_name" in understood and "item_name" not in told and self.above is not None
        at = self.grid.place(row)
        comments = {column: words for (line, column), words in self.grid.comments.items() if line == row}
        return TableRow(at, cells, columns, understood, by_period, sums, headings, continues, comments)

    @staticmethod
    def _quantity(columns: AskedColumns, column: int) -> Asked:
        heading = columns.headings[column]
        return Asked(BY_KEY["quantity"], unit_of_heading(heading), heading)

    def _unit_of_heading(self, columns: AskedColumns, column: int, unit: str) -> Understood:
        at = self.grid.place(columns.last_row, column)
        return Understood(Answer(Told.VALUE, unit, columns.headings[column], at, ("unit_in_heading",)))

    def _covered(self, row: int) -> bool:
        """Whether cells merged from above say something in this row."""
        return any(
            self.grid.covered.get((row, column), (row,))[0] != row for column in range(len(self.grid.values[row]))
        )

    def _understood(self, row: int, column: int, asked: Asked) -> Understood:
        """The answer of a cell; `同上` and cells merged downwards repeat what stands above."""
        cell = self.grid.cell(row, column)
        first = self.grid.covered.get((row, column), (row, column))
        repeated = replace(self.grid.cell(*first), at=cell.at)
        once = asked.question.key in _COUNTED_ONCE or (asked.question.key in _OF_ONE_ITEM and self._items(first) > 1)
        if once and self._merged_downwards(first, column):
            # One quantity over several rows: it must not be counted once for each of them.
            found = understand(repeated, asked)
            fault = Fault("quantity-merged", asked.question.key, cell.at, found.answer.written)
            return replace(found, answer=replace(found.answer, told=Told.UNKNOWN, value=None), fault=fault)
        if first[0] != row:  # its fault, if it has one, was told in the first row
            return replace(_repeated(understand(repeated, asked), "merged"), fault=None)
        if asked.question.key == "quantity" and self._merged_sideways(first, column):
            fault = Fault("quantity-merged", asked.question.key, cell.at, written(repeated))
            return Understood(Answer(Told.UNKNOWN, None, written(repeated), cell.at), fault)
        if isinstance(cell.value, str) and cell.value.strip() in _SAME_AS_ABOVE and self.above is not None:
            above = self.above.by_period.get(column) or self.above.understood.get(asked.question.key)
            return _repeated(above, "same_as_above") if above is not None else understand(Cell(at=cell.at), asked)
        return understand(cell, asked)

    def _merged_downwards(self, first: tuple[int, int], column: int) -> bool:
        return self.grid.covered.get((first[0] + 1, column)) == first

    def _items(self, first: tuple[int, int]) -> int:
        """How many items the rows of a merged area speak of."""
        (top, _), (bottom, _) = self.grid.merged_over(*first)
        asked = self.columns.asked if self.columns is not None else {}
        names = [column for column, one in asked.items() if one.question.key in _NAMES]
        return max(
            (
                len({fold(words) for row in range(top, bottom + 1) if (words := written(self.grid.seen(row, column)))})
                for column in names
            ),
            default=1,
        )

    def _merged_sideways(self, first: tuple[int, int], column: int) -> bool:
        """Whether one quantity stands over several columns of periods."""
        periods = self.columns.periods if self.columns is not None else {}
        return column in periods and any(
            self.grid.covered.get((first[0], other)) == first for other in periods if other != column
        )


def _repeated(found: Understood, code: str) -> Understood:
    answer = found.answer
    if answer.told is Told.BLANK:
        return found
    return replace(found, answer=replace(answer, understood=(*answer.understood, code)))
