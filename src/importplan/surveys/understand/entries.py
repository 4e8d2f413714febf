"""What each row of a sheet is: answers of the firm, a row of a table, or a row that is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from importplan.assessment.answers import Answer
from importplan.assessment.collected import Fault
from importplan.basics.issues import Place
from importplan.surveys.understand.cell import Understood
from importplan.surveys.understand.headings import Columns


@dataclass(frozen=True)
class Entry:
    """A row that is not blank: its place and its cells as they are written."""

    at: Place
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FirmLine(Entry):
    """Questions to the firm answered in a row: key → what was understood."""

    understood: Mapping[str, Understood]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow(Entry):
    """A row of a table: key → what was understood; `by_quarter` holds quantities under headings that are quarters."""

    columns: Columns
    understood: Mapping[str, Understood]
    by_quarter: Mapping[date, Understood] = field(default_factory=dict)
    headings: tuple[str, ...] = ()

    def answer(self, key: str) -> Answer | None:
        """The answer of a column, None where the table has no such column."""
        found = self.understood.get(key)
        return None if found is None else found.answer

    @property
    def faults(self) -> list[Fault]:
        """All faults of the cells."""
        both = (*self.understood.values(), *self.by_quarter.values())
        return [one.fault for one in both if one.fault is not None]


@dataclass(frozen=True)
class NoAnswer(Entry):
    """A row that is no answer, with the reason: title, heading, total, note, example, nothing filled in."""

    reason: str
