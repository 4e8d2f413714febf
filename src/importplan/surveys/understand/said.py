"""What the reading of one cell gives: a value with the repairs it took, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from importplan.assessment.answers import AnswerValue
from importplan.surveys.questions import Question
from importplan.tables.cell import Cell


class NotUnderstood(Exception):
    """A cell cannot be read: code of the fault, and what would be written there to mend it."""

    def __init__(self, code: str, proposal: str = "") -> None:
        self.code = code
        self.proposal = proposal
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on a form: the unit that its heading or its hint names, folded, and the heading."""

    question: Question
    unit: str = ""  # 万元, 元, %, 天 …; empty where the form says nothing
    heading: str = ""  # of a column


@dataclass(slots=True)
class Said:
    """A value, the repairs in order, and what the cell says about neighbouring questions (key → value)."""

    value: AnswerValue
    repairs: list[str] = field(default_factory=list)
    beside: dict[str, AnswerValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A cell that is not blank: as it is written, and plain (NFKC, without spaces)."""

    cell: Cell
    written: str
    plain: str
