"""The quarter of a need, however it is held: `2027Q1`, or a period within it."""

from __future__ import annotations

import re
from datetime import date

from importplan.basics.spans import TimeSpan
from importplan.survey.returns.answers import Record

_LABEL = re.compile(r"(\d{4})-?Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
ASKED = 12  # quarters that the questionnaire asks for


def quarter(need: Record) -> str | None:
    """The label of the quarter of a need, `2027Q1`; None where it is not known."""
    value = need.value("period")
    if isinstance(value, TimeSpan):
        return label(value.last)
    if not isinstance(value, str):
        return None
    if found := _LABEL.fullmatch(value):
        return f"{found[1]}Q{found[2]}"
    if (found := _MONTH.fullmatch(value)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}Q{(int(found[2]) + 2) // 3}"
    return None


def label(day: date) -> str:
    """The label of the quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def all_between(first: str, last: str) -> tuple[str, ...]:
    """All quarters from one to another, both included."""
    start, end = _number(first), _number(last)
    return tuple(f"{number // 4}Q{number % 4 + 1}" for number in range(start, end + 1))


def _number(words: str) -> int:
    return int(words[:4]) * 4 + int(words[5]) - 1
