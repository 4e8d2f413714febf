"""Firms, items and needs of a survey, made in Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importplan.basics.issues import Place
from importplan.survey.returns.answers import Answer, AnswerValue, ItemAnswers, Record, Told
from importplan.survey.returns.frame import AskedFirm, SamplingFrame
from importplan.survey.returns.survey import ListedItem, Survey, SurveyedFirm, SurveyedItem

UNKNOWN = Answer(Told.UNKNOWN, written="不清楚")
NONE = Answer(Told.NONE, written="无")


def record(group: str, row: int = 1, file: str = "a.xlsx", **values: Any) -> Record:
    """A record; each answer stands in a column of its own."""
    answers = {}
    for column, (key, value) in enumerate(values.items()):
        place = Place(file, group, f"{chr(ord('A') + column % 26)}{row}")
        answers[key] = value if isinstance(value, Answer) else told(value, place)
    return Record(group, answers, Place(file, group, str(row)))


def told(value: AnswerValue, at: Place = Place()) -> Answer:
    return Answer(Told.VALUE, value, str(value), at)


def item(name: str, needs: Sequence[Record] = (), sure: bool = True, **values: Any) -> SurveyedItem:
    return SurveyedItem(name, ItemAnswers(record("item", item_name=name, **values), tuple(needs)), sure)


def need(period: str, quantity: Any, firmness: str = "signed", **values: Any) -> Record:
    return record("need", period=period, quantity=quantity, firmness=firmness, **values)


def firm(name: str, items: Sequence[SurveyedItem] = (), **values: Any) -> SurveyedFirm:
    """A firm; city and industry as the firm wrote them."""
    own = record("firm", firm_name=name, **values)
    return SurveyedFirm(
        firm=name,
        name=name,
        credit_code=own.text("credit_code"),
        city=own.text("city"),
        industry=own.text("industry"),
        record=own,
        items=tuple(items),
        files=(f"{name}.xlsx",),
    )


def survey(*firms: SurveyedFirm) -> Survey:
    names = {entry.item for each in firms for entry in each.items}
    return Survey(tuple(firms), {name: ListedItem(name, name, name) for name in sorted(names)})


def frame(*firms: tuple[str, str, str, float | None]) -> SamplingFrame:
    """Name, city, industry, revenue in CNY."""
    return SamplingFrame(tuple(AskedFirm(name, "", city, industry, revenue) for name, city, industry, revenue in firms))
