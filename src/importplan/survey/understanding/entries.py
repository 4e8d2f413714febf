"""What each row of a sheet is: answers of the firm, a row of a table, or a row that is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from importplan.basics.issues import Place
from importplan.survey.questions import BY_KEY
from importplan.survey.returns.answers import Answer
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.cell import Understood
from importplan.survey.understanding.headings import AskedColumns


@dataclass(frozen=True)
class SheetEntry:
    """A row that is not blank: its place and its cells as they are written."""

    at: Place
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FirmLine(SheetEntry):
    """Questions to the firm answered in a row: key → what was understood."""

    understood: Mapping[str, Understood]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow(SheetEntry):
    """A row of a table: key → what was understood; `by_period` holds quantities under headings that are periods.

    `sums` are the quantities under headings that add those up. `continues` says that the row has a column for the item
    but leaves it blank: it speaks of the item above.
    """

    columns: AskedColumns
    understood: Mapping[str, Understood]
    by_period: Mapping[int, Understood] = field(default_factory=dict)  # by column
    sums: Mapping[int, Understood] = field(default_factory=dict)  # by column
    headings: tuple[str, ...] = ()
    continues: bool = False
    comments: Mapping[int, str] = field(default_factory=dict)  # of people at its cells, by column

    @property
    def is_need(self) -> bool:
        """Whether the table tells needs, with or without a description of the items."""
        return bool({"period", "quantity"} & self.columns.keys) or bool(self.columns.periods)

    def answer(self, key: str) -> Answer | None:
        """The answer of a column, None where the table has no such column."""
        found = self.understood.get(key)
        return None if found is None else found.answer

    def written(self, key: str) -> str:
        """What stands in the cell of a column."""
        answer = self.answer(key)
        return "" if answer is None else answer.written

    def of(self, group: str) -> dict[str, Answer]:
        """The answers to the questions of a group."""
        return {key: one.answer for key, one in self.understood.items() if BY_KEY[key].group == group}

    @property
    def item_number(self) -> int | None:
        """The number of the item, None where none can be read."""
        answer = self.answer("item_number")
        return int(answer.value) if answer is not None and isinstance(answer.value, float) else None

    @property
    def faults(self) -> list[Fault]:
        """All faults of the cells, but for quantities by period: they are understood together."""
        return [one.fault for one in self.understood.values() if one.fault is not None]


@dataclass(frozen=True)
class NoAnswer(SheetEntry):
    """A row that is no answer, with the reason: title, heading, total, note, example, nothing filled in."""

    reason: str
