"""What is told of numbers that stand in rows that are no answer: totals that do not add up, examples, lost rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Place
from importplan.parsing.numbers import read_number
from importplan.scenario.amounts import IN_HEADING
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.understanding.entries import NoAnswer, SheetEntry, TableRow

# A number of goods in running text: 二、三坐标测量仪：2027年一季度4台.
_COUNTED = re.compile(
    r"数量\s*[:：]\s*\d|\d\s*(?:[台套件个只根支把副批吨]|公斤|千克|kg|pcs|sets?\b|units?\b)", re.IGNORECASE
)
LOST = ("no_question", "note", "example", "footer")  # a table on its side is told as such
_SHOWN, _LONGEST = 12, 60  # numbers of rows and signs of the first of them in a message
_CLOSE = 1e-6


def issues_of(entries: Sequence[SheetEntry]) -> Iterator[Issue]:
    """What a person should know of the rows of one sheet that are no answer."""
    yield from _totals(entries)
    lost: dict[str, list[NoAnswer]] = {}
    for entry in entries:
        if isinstance(entry, NoAnswer) and entry.reason in LOST and _has_numbers(entry):
            lost.setdefault(entry.reason, []).append(entry)
    for reason, rows in lost.items():
        code = "survey-example-left" if reason == "example" else "survey-numbers-not-read"
        words = max(rows[0].cells, key=len, default="")
        numbers = ", ".join(row.at.cell for row in rows[:_SHOWN]) + (" …" if len(rows) > _SHOWN else "")
        yield Issue.warning(code, rows[0].at, rows=numbers, count=len(rows), words=words[:_LONGEST])


def _has_numbers(row: NoAnswer) -> bool:
    """Whether a row tells how many: a number beside words, or goods counted in its text."""
    words = [cell for cell in row.cells if cell]
    if any(_COUNTED.search(cell) for cell in words):
        return True
    return row.reason != "note" and any(_is_number(cell) for cell in words[1:])


def _is_number(words: str) -> bool:
    return read_number(words) not in (None, 0.0)


@dataclass
class _Table:
    """The quantities of a table so far, by column: all of them, and those since the last total."""

    all: dict[int, float] = field(default_factory=dict)
    since: dict[int, float] = field(default_factory=dict)
    scales: dict[int, float] = field(default_factory=dict)  # what one counts for by the unit in the heading: 万件

    def add(self, cells: Mapping[int, Answer | None]) -> None:
        for column, answer in cells.items():
            quantity = float(answer.value) if answer is not None and isinstance(answer.value, float) else 0.0
            for sums in (self.all, self.since):
                sums[column] = sums.get(column, 0.0) + quantity
            if answer is not None and IN_HEADING in answer.understood:
                written = read_number(answer.written)
                self.scales[column] = quantity / written if written else self.scales.get(column, 1.0)


def _totals(entries: Sequence[SheetEntry]) -> Iterator[Issue]:
    """A total row that gives another sum than the rows above it as they were read."""
    table, columns = _Table(), None
    for entry in entries:
        if isinstance(entry, TableRow):
            if columns is not entry.columns:
                table, columns = _Table(), entry.columns
            table.add(_quantities(entry))
        elif isinstance(entry, NoAnswer) and entry.reason == "total" and columns is not None:
            for column, read in table.all.items():
                words = entry.cells[column] if column < len(entry.cells) else ""
                written = read_number(words)
                told = None if written is None else written * table.scales.get(column, 1.0)
                sums = (read, table.since.get(column, 0.0))
                if told is not None and all(abs(told - one) > _CLOSE * max(1.0, told) for one in sums):
                    at = Place(entry.at.file, entry.at.sheet, f"{letter(column)}{entry.at.cell}")
                    yield Issue.warning("survey-total-differs", at, total=f"{told:,.10g}", read=f"{read:,.10g}")
            table.since = {}


def _quantities(row: TableRow) -> dict[int, Answer | None]:
    """The quantities of a row by column; one that cannot be read counts as nothing."""
    cells = {column: row.by_period.get(column) or row.sums.get(column) for column in (*row.by_period, *row.sums)}
    cells |= {
        column: row.understood.get("quantity")
        for column, asked in row.columns.asked.items()
        if asked.question.key == "quantity"
    }
    return {
        column: one.answer if one is not None and one.answer.told is Told.VALUE else None
        for column, one in cells.items()
    }
