"""From one cell to an answer or a fault: the four kinds of telling, then the reader of the kind of question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from importplan.assessment.answers import Answer, AnswerValue, Told
from importplan.assessment.collected import Fault
from importplan.basics.issues import Place
from importplan.scenario.wording import fold
from importplan.surveys.questions import Asks, Question
from importplan.surveys.understand import choices, codes, prices, quantities, times
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words
from importplan.surveys.understand.words import choice_words, listed
from importplan.tables.cell import Cell
from importplan.tables.clean import clean_text

LONGEST = 200  # signs of an answer that is not free text
_FULL_WIDTH = re.compile("[０-９．，％～]")


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer of a cell, its fault if it has one, and what the cell says about neighbouring questions."""

    answer: Answer
    fault: Fault | None = None
    beside: dict[str, AnswerValue] = field(default_factory=dict)


def written(cell: Cell) -> str:
    """What stands in a cell, as text without signs that no program can hold."""
    return clean_text(cell.shown).strip()


def understand(cell: Cell, asked: Asked) -> Understood:
    """The answer in a cell. What cannot be read is unknown, with a fault."""
    at = cell.at
    if cell.blank:
        return Understood(Answer(Told.BLANK, at=at))
    words = Words(cell, written(cell), _plain(written(cell)))
    if cell.fault:
        return _faulty(words, asked.question, at, NotUnderstood(cell.fault))
    if len(words.plain) > LONGEST and asked.question.asks is not Asks.TEXT:
        return _faulty(words, asked.question, at, NotUnderstood("too-long"))
    told = _told(words, asked.question)
    if told is not None:
        return Understood(Answer(told, written=words.written, at=at))
    try:
        said = READERS[asked.question.asks](words, asked)
        _check_range(said, asked.question)
    except NotUnderstood as fault:
        return _faulty(words, asked.question, at, fault)
    repairs = (
        ["full_width"] if _FULL_WIDTH.search(words.written) and not isinstance(said.value, str) else []
    ) + said.repairs
    answer = Answer(Told.VALUE, said.value, words.written, at, tuple(dict.fromkeys(repairs)))
    return Understood(answer, beside=said.beside)


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).replace("−", "-").replace("–", "-")


def _told(words: Words, question: Question) -> Told | None:
    """无 and 不清楚, unless the list of choices has such a choice itself."""
    folded = fold(words.plain)
    if question.choices and folded in choice_words(question):
        return None
    if question.asks is Asks.YES_NO and folded in listed("survey.told.no"):
        return None
    for told in (Told.NONE, Told.UNKNOWN):
        if folded in listed(f"survey.told.{told.value}"):
            return told
    return None


def _faulty(words: Words, question: Question, at: Place, fault: NotUnderstood) -> Understood:
    answer = Answer(Told.UNKNOWN, None, words.written, at, ("not_understood",))
    return Understood(answer, Fault(fault.code, question.key, at, words.written, fault.proposal))


def _check_range(said: Said, question: Question) -> None:
    value = said.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if (question.low is not None and value < question.low) or (question.high is not None and value > question.high):
        raise NotUnderstood("out-of-range")


def _text(words: Words, asked: Asked) -> Said:
    return Said(" ".join(words.written.split()))


def _number(words: Words, asked: Asked) -> Said:
    return (prices.price if asked.question.key == "unit_price" else quantities.number)(words, asked)


READERS: dict[Asks, Callable[[Words, Asked], Said]] = {
    Asks.TEXT: _text,
    Asks.CREDIT_CODE: codes.credit_code,
    Asks.CUSTOMS_CODE: codes.customs_code,
    Asks.HS_CODE: codes.hs_code,
    Asks.NUMBER: _number,
    Asks.MONEY: quantities.money,
    Asks.SHARE: quantities.share,
    Asks.YES_NO: choices.yes_no,
    Asks.ONE_OF: choices.one_of,
    Asks.SOME_OF: choices.some_of,
    Asks.COUNTRY: choices.country,
    Asks.COUNTRIES: choices.countries,
    Asks.CURRENCY: choices.currency,
    Asks.QUARTER: times.quarter,
    Asks.MONTH: times.month,
    Asks.DATE: times.day,
}
