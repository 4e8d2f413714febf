"""An answer as it is written into the questionnaire: words of the language, money in 万元, days as days."""

from __future__ import annotations

from datetime import date

from importplan.basics.labels import Language, text
from importplan.basics.spans import Grain, TimeSpan
from importplan.catalog.references.countries import shipped_countries
from importplan.survey.form.lists import currency_word, quarter_word
from importplan.survey.form.rules import SEPARATOR
from importplan.survey.questions import Asks, Question, choice_key
from importplan.survey.returns.answers import Answer, Told

CNY_PER_TEN_THOUSAND = 10_000.0
Written = str | float | date | None


def written(question: Question, answer: Answer, language: Language) -> Written:
    """What stands in the cell for an answer; None where it is left empty."""
    if answer.told is Told.BLANK:
        return None
    if answer.told is not Told.VALUE:
        return text(f"survey.told.{answer.told.value}", language)
    value = answer.value
    if isinstance(value, bool):
        return text(f"survey.told.{'yes' if value else 'no'}", language)
    if isinstance(value, tuple):
        return SEPARATOR[language].join(_word(question, part, language) for part in value)
    if isinstance(value, str):
        return _word(question, value, language)
    if isinstance(value, TimeSpan):
        return _period(value, language)
    if isinstance(value, date):
        return value
    if question.asks is Asks.MONEY and value is not None:
        return value / CNY_PER_TEN_THOUSAND
    return value


def _period(span: TimeSpan, language: Language) -> Written:
    """A quarter in words; a day, or a month by its first day, which the column shows as a month."""
    match span.grain:
        case Grain.QUARTER:
            return quarter_word(span.first, language)
        case Grain.DAY | Grain.MONTH:
            return span.first
        case _:
            return str(span)


def _word(question: Question, value: str, language: Language) -> str:
    match question.asks:
        case Asks.COUNTRY | Asks.COUNTRIES:
            return shipped_countries().name(value, language)
        case Asks.CURRENCY:
            return currency_word(value, language)
        case Asks.ONE_OF | Asks.SOME_OF:
            return text(choice_key(question.key, value), language)
    return value
