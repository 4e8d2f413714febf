"""What firms answered to the questionnaire: every answer with the cell it stands in and how it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType

from importplan.basics.issues import Place
from importplan.basics.spans import TimeSpan

AnswerValue = str | float | bool | date | TimeSpan | tuple[str, ...] | None


class Told(Enum):
    """Blank is not zero: “无”, “不清楚” and an empty cell are three answers, and a value is the fourth."""

    VALUE = "value"
    NONE = "none"  # 无: there is none
    UNKNOWN = "unknown"  # 不清楚: the firm does not know
    BLANK = "blank"  # nothing was written


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `value` is in the unit of the question; `written` is what stands in the cell.

    `understood` names the repairs that reading needed (`ten_thousand`, `full_width`, `date_as_text` …), in order; the
    more of them, the less sure the figure.
    """

    told: Told
    value: AnswerValue = None
    written: str = ""
    at: Place = Place()
    understood: tuple[str, ...] = ()


NOTHING = Answer(Told.BLANK)


@dataclass(frozen=True, slots=True)
class Record:
    """The answers to one group of questions: of a firm, of one of its items, of one period of an item's need."""

    group: str  # firm | item | need
    answers: Mapping[str, Answer]  # question key → answer; a key that is not there was not asked
    at: Place  # the row

    def answer(self, key: str) -> Answer:
        """The answer to a question; blank where it was not asked."""
        return self.answers.get(key, NOTHING)

    def value(self, key: str) -> AnswerValue:
        """The value of an answer, None where none was told."""
        return self.answer(key).value

    def number(self, key: str) -> float | None:
        """The value of an answer that is a number; “无” is 0, unknown and blank are None."""
        answer = self.answer(key)
        if answer.told is Told.NONE:
            return 0.0
        value = answer.value
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def text(self, key: str) -> str:
        """The value of an answer as text, empty where none was told."""
        value = self.answer(key).value
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """An item of a firm and its needs by quarter.

    `longer` are needs of a half-year or a year that nobody has split: their `period` is not known, what it was called
    is written there, and they count for nothing.
    """

    record: Record
    needs: tuple[Record, ...] = ()
    longer: tuple[Record, ...] = ()


@dataclass(frozen=True)
class FirmReturn:
    """What one firm sent in one file: its own answers and its items."""

    file: str  # path within the collected folder
    record: Record
    items: tuple[ItemAnswers, ...] = ()
    template: str = ""  # version of the questionnaire, empty where it cannot be told
    received: date | None = None  # of the signature, else of the file
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
