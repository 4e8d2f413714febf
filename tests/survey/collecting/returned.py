"""Returns made in Python: what a reader would hand over, without any file."""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.basics.issues import Place
from importplan.basics.spans import TimeSpan
from importplan.survey.questions import QUESTIONS
from importplan.survey.returns.answers import Answer, AnswerValue, FirmReturn, ItemAnswers, Record, Told

NO, DO_NOT_KNOW = "无", "不清楚"
TOLD = {NO: Told.NONE, DO_NOT_KNOW: Told.UNKNOWN}
GROUP_OF = {question.key: question.group for question in QUESTIONS}


def answer(value: AnswerValue, at: Place = Place()) -> Answer:
    """An answer as it is read; 无 and 不清楚 are answers of their own."""
    if isinstance(value, str) and value in TOLD:
        return Answer(TOLD[value], None, value, at)
    return Answer(Told.VALUE, value, str(value), at)


def record(group: str, file: str, row: int, values: dict[str, AnswerValue]) -> Record:
    """A record whose answers stand side by side in a row."""
    assert all(GROUP_OF[key] == group for key in values), values
    found = {
        key: answer(value, Place(file, group, f"{chr(65 + spot)}{row}"))
        for spot, (key, value) in enumerate(values.items())
    }
    return Record(group, found, Place(file, group, str(row)))


def item(file: str, row: int = 5, needs: tuple[dict[str, Any], ...] = (), **values: AnswerValue) -> ItemAnswers:
    """An item of a firm with its needs."""
    found = tuple(record("need", file, 10 * row + spot, need) for spot, need in enumerate(needs))
    return ItemAnswers(record("item", file, row, values), found)


def returned(file: str, *items: ItemAnswers, received: date | None = None, **values: AnswerValue) -> FirmReturn:
    """A return of a firm."""
    return FirmReturn(file, record("firm", file, 2, values), tuple(items), "2026.1", received)


def need(period: date, quantity: float, **values: AnswerValue) -> dict[str, Any]:
    """A line of need in the quarter that holds a day."""
    return {"period": TimeSpan.quarter_of(period), "quantity": quantity, **values}
