"""How results are sent from the processes that read to the one that gathers: small, and what is said often only once.

Importing this module is enough; both sides do.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from sys import intern
from typing import Any

from importplan.basics.issues import Place
from importplan.survey.returns.answers import Answer, AnswerValue, Told

Reduced = tuple[Callable[..., Any], tuple[Any, ...]]
_SHORT = 12  # signs of words that many answers share: 台, 日本, 2027Q1


def _place_reduced(place: Place) -> Reduced:
    return _place, (place.file, place.sheet, place.cell)


def _place(file: str, sheet: str, cell: str) -> Place:
    return Place(intern(file), intern(sheet), intern(cell))


def _answer_reduced(answer: Answer) -> Reduced:
    return _answer, (answer.told, answer.value, answer.written, answer.at, answer.understood)


def _answer(told: Told, value: AnswerValue, written: str, at: Place, understood: tuple[str, ...]) -> Answer:
    return Answer(told, _shared(value), intern(written) if len(written) <= _SHORT else written, at, understood)


def _shared(value: AnswerValue) -> AnswerValue:
    return intern(value) if isinstance(value, str) and len(value) <= _SHORT else value


# Thousands of files say the same words and cells: they are kept once.
ForkingPickler.register(Place, _place_reduced)
ForkingPickler.register(Answer, _answer_reduced)
