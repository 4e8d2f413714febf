"""What the reading of a cell starts from, its words, and gives: a value with the repairs it took, or why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from importplan.basics.spans import TimeSpan
from importplan.parsing.words import plain
from importplan.tables.cell import Cell
from importplan.tables.clean import clean_text

Value = str | float | bool | date | TimeSpan | tuple[str, ...] | None


class NotRead(Exception):
    """A cell cannot be read: code of the fault, what would be written there to mend it, and values for its words."""

    def __init__(self, code: str, proposal: str = "", **values: object) -> None:
        self.code = code
        self.proposal = proposal
        self.values = values
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that is not blank: as it is written, without signs that no program can hold, and plain."""

    cell: Cell
    words: str
    plain: str

    @classmethod
    def of(cls, cell: Cell) -> Written:
        """The words of a cell."""
        words = clean_text(cell.shown).strip()
        return cls(cell, words, plain(words))

    def part(self, words: str) -> Written:
        """Some of its words by themselves."""
        return Written(self.cell, words, plain(words))

    def code(self, code: str) -> Meant:
        """A code that stands here, with the repair where it was typed as a number or needed tidying."""
        if self.cell.number is not None:
            return Meant(code, ["number_not_text"])
        return Meant(code, ["tidied_code"] if code != self.words else [])


@dataclass(slots=True)
class Meant:
    """A value, the repairs in order, and what the cell says about its neighbours (`unit`, `low` … → value)."""

    value: Value
    repairs: list[str] = field(default_factory=list)
    beside: dict[str, Value] = field(default_factory=dict)
