"""From one cell to an answer or a fault: the four kinds of telling, then the reader of the kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from importplan.basics.labels import text
from importplan.catalog.references.countries import shipped_countries
from importplan.parsing import choices, codes, days, quantities
from importplan.parsing.credit_code import credit_code
from importplan.parsing.meant import Meant, NotRead, Value, Written
from importplan.parsing.money import currency, money
from importplan.parsing.numbers import OPEN_MARK, OPEN_POINT
from importplan.parsing.quantities import other_unit
from importplan.parsing.shares import share
from importplan.parsing.words import fold
from importplan.survey.questions import BY_KEY, Asked, Asks, Question, choice_key
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.prices import price_with_terms
from importplan.survey.understanding.words import choice_words, listed
from importplan.tables.cell import Cell

LONGEST = 200  # signs of an answer that is not free text
_NAMED = {"brand_model", "first_maker", "second_maker"}  # names that may look like days: 3-1
_FULL_WIDTH = re.compile("[０-９．，％～]")


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer of a cell, its fault if it has one, and what the cell says about neighbouring questions."""

    answer: Answer
    fault: Fault | None = None
    beside: dict[str, Value] = field(default_factory=dict)


def written(cell: Cell) -> str:
    """What stands in a cell, as text without signs that no program can hold."""
    return Written.of(cell).words


def understand(cell: Cell, asked: Asked) -> Understood:
    """The answer in a cell. What cannot be read is unknown, with a fault."""
    if cell.blank:
        return Understood(Answer(Told.BLANK, at=cell.at))
    words, question = Written.of(cell), asked.question
    try:
        if cell.fault:
            raise NotRead(cell.fault)
        if cell.struck and (question.required or question.asks is not Asks.TEXT):
            raise NotRead("struck-out")
        if len(words.plain) > LONGEST and question.asks is not Asks.TEXT:
            raise NotRead("too-long")
        told = _told(words, question)
        if told is not None:
            return Understood(Answer(told, written=words.words, at=cell.at))
        meant = READERS[question.asks](words, asked)
        _check_range(meant, question)
        if {OPEN_MARK, OPEN_POINT} & set(meant.repairs):
            raise NotRead("number-marks")
    except NotRead as fault:
        answer = Answer(Told.UNKNOWN, None, words.words, cell.at, ("not_understood",))
        return Understood(answer, Fault(fault.code, question.key, cell.at, words.words, fault.proposal))
    wide = ["full_width"] if _FULL_WIDTH.search(words.words) and not isinstance(meant.value, str) else []
    answer = Answer(Told.VALUE, meant.value, words.words, cell.at, tuple(dict.fromkeys(wide + meant.repairs)))
    return Understood(answer, beside=meant.beside)


def _told(words: Written, question: Question) -> Told | None:
    """无 and 不清楚, unless the list of choices has such a choice itself."""
    folded = fold(words.plain)
    if question.choices and folded in choice_words(question):
        return None
    if question.asks is Asks.YES_NO and folded in listed("survey.told.no"):
        return None
    return next((told for told in (Told.NONE, Told.UNKNOWN) if folded in listed(f"survey.told.{told.value}")), None)


def _check_range(meant: Meant, question: Question) -> None:
    value = meant.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if (question.low is not None and value < question.low) or (question.high is not None and value > question.high):
        raise NotRead("out-of-range")


def _text(words: Written, asked: Asked) -> Meant:
    """What is written; a name that a spreadsheet has changed is told as it was typed, a model with a doubt."""
    codes.refuse_changed(words.cell)
    if asked.question.required:
        codes.refuse_day(words.cell)
    became = asked.question.key in _NAMED and codes.typed_as_day(words.cell)
    return Meant(" ".join(words.words.split()), ["became_date"] if became else [])


def _number(words: Written, asked: Asked) -> Meant:
    if asked.question.key == "unit_price":
        return price_with_terms(words, asked)
    unit = asked.question.unit
    if unit in ("months", "years", "days"):
        return quantities.duration(words, unit, asked.unit)
    return quantities.quantity(words, choice_words(BY_KEY["unit"]), unit or "units", asked.unit)


def _chosen(words: Written, asked: Asked) -> Meant:
    """One or some of the choices; the likest one is proposed as the form has it."""
    question, table = asked.question, choice_words(asked.question)
    if question.key == "unit" and (unit := other_unit(words.plain, table)) is not None:
        return unit
    try:
        if question.asks is Asks.ONE_OF:
            return choices.one_of(words, table)
        return choices.some_of(words, table, question.choices)
    except NotRead as fault:
        near = text(choice_key(question.key, fault.proposal), "zh") if fault.proposal else ""
        raise NotRead(fault.code, near) from None


READERS: dict[Asks, Callable[[Written, Asked], Meant]] = {
    Asks.TEXT: _text,
    Asks.CREDIT_CODE: lambda words, _: credit_code(words),
    Asks.CUSTOMS_CODE: lambda words, _: codes.customs_code(words),
    Asks.HS_CODE: lambda words, _: codes.hs_code(words),
    Asks.NUMBER: _number,
    Asks.MONEY: lambda words, asked: money(words, asked.unit, asked.question.unit),
    Asks.SHARE: lambda words, asked: share(words, asked.question.high or 1.0),
    Asks.YES_NO: lambda words, _: choices.yes_no(words, listed("survey.told.yes"), listed("survey.told.no")),
    Asks.ONE_OF: _chosen,
    Asks.SOME_OF: _chosen,
    Asks.COUNTRY: lambda words, _: choices.country(words, shipped_countries(), listed("survey.country.china")),
    Asks.COUNTRIES: lambda words, _: choices.some_countries(words, shipped_countries(), listed("survey.country.china")),
    Asks.CURRENCY: lambda words, _: currency(words),
    Asks.QUARTER: lambda words, _: days.quarter(words),
    Asks.MONTH: lambda words, _: days.month(words),
    Asks.DATE: lambda words, _: days.day(words),
    Asks.UNTIL: lambda words, _: days.last_day(words),
}
