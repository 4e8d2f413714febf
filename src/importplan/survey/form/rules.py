"""What a cell of the questionnaire takes: number format, dropdown or limits, and the hint that Excel shows beside it.

“无” and “不清楚” are taken everywhere: a firm must be able to say that there is none or that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importplan.basics.labels import Language, known, text
from importplan.survey.form.lists import Offered
from importplan.survey.questions import Asks, Question, choice_key

# Lists that only propose: other words are taken too, the reader looks at them.
LISTS = {
    "city": "cities", "industry": "industries", "item_name": "items", "period": "quarters", "item_number": "numbers",
}  # fmt: skip
LISTS_BY_KIND = {Asks.COUNTRY: "countries", Asks.CURRENCY: "currencies"}
TEXT_FORMAT = "@"  # codes keep their zeros, and what begins with = stays text
FORMATS = {
    Asks.NUMBER: "General", Asks.MONEY: "General", Asks.SHARE: "0.0##%", Asks.MONTH: "yyyy-mm", Asks.DATE: "yyyy-mm-dd",
    Asks.UNTIL: "yyyy-mm-dd",
}  # fmt: skip
BUDGET_YEARS = {"budget_year_1_cny": 0, "budget_year_2_cny": 1, "budget_year_3_cny": 2}
EARLIEST_DAY, LATEST_DAY = 32874, 73051  # 1990-01-01 and 2100-01-01 as Excel counts
TITLE_PLACES = 32  # what Excel takes
SEPARATOR: Mapping[Language, str] = {"zh": "、", "en": ", "}


def number_format(question: Question) -> str:
    """How the answer is shown; text where it is neither a number nor a day."""
    return FORMATS.get(question.asks, TEXT_FORMAT)


def no_value_words(language: Language) -> tuple[str, str]:
    """The words for “there is none” and “not known”."""
    return text("survey.told.none", language), text("survey.told.unknown", language)


def choice_words(question: Question, language: Language) -> tuple[str, ...]:
    """What may be chosen."""
    if question.asks is Asks.YES_NO:
        return text("survey.told.yes", language), text("survey.told.no", language)
    return tuple(text(choice_key(question.key, choice), language) for choice in question.choices)


def rule(question: Question, cell: str, language: Language, offered: Offered) -> dict[str, Any]:
    """The rule of xlsxwriter's `data_validation` for cells of which `cell` is the first, as in `C8`."""
    limits = _limits(question, cell, language, offered)
    words = {
        "input_title": text(f"survey.question.{question.key}", language)[:TITLE_PLACES],
        "input_message": hint(question, language, offered.start.year),
        "error_title": text("survey.form.wrong.title", language),
    }
    return {"validate": "any"} | words | limits


def hint(question: Question, language: Language, first_year: int) -> str:
    """How to answer, in a line or two; `first_year` is the one that the questions on budgets begin with."""
    key = f"survey.hint.{question.key}"
    year = first_year + BUDGET_YEARS.get(question.key, 0)
    parts = [text(key, language, year=year)] if known(key) else []
    if question.asks is Asks.SOME_OF:
        parts.append(
            text("survey.form.some_of", language, choices=SEPARATOR[language].join(choice_words(question, language)))
        )
    return "\n".join(parts)


def _limits(question: Question, cell: str, language: Language, offered: Offered) -> dict[str, Any]:
    named = LISTS.get(question.key) or LISTS_BY_KIND.get(question.asks, "")
    source = offered.source(named)
    if source:
        return {"validate": "list", "source": source, "error_type": "warning"} | _says("unlisted", language)
    if question.asks in (Asks.ONE_OF, Asks.YES_NO):
        return {"validate": "list", "source": _choices(question, language)} | _says("list", language)
    if question.asks is Asks.SOME_OF:
        return {"validate": "list", "source": _choices(question, language), "show_error": False}
    formula = _formula(question, cell)
    if not formula:
        return {}
    none, unknown = no_value_words(language)
    told = f'{cell}="{none}",{cell}="{unknown}"'
    return {"validate": "custom", "value": f"=OR({formula},{told})"} | _says(question.asks.value, language)


def _choices(question: Question, language: Language) -> list[str]:
    none, unknown = no_value_words(language)
    words = [*choice_words(question, language)]
    nothing = [none] if question.asks is Asks.SOME_OF else []
    return list(dict.fromkeys((*words, *nothing, unknown)))


def _says(kind: str, language: Language) -> dict[str, Any]:
    return {"error_message": text(f"survey.form.wrong.{kind}", language)}


def _formula(question: Question, cell: str) -> str:
    """What an answer has to fulfil; empty where any text will do."""
    match question.asks:
        case Asks.CREDIT_CODE:
            return f"LEN(TRIM({cell}))=18"
        case Asks.CUSTOMS_CODE:
            return f"LEN(TRIM({cell}))=10"
        case Asks.HS_CODE:
            digits = f'SUBSTITUTE(TRIM({cell}),".","")'
            return f"AND(OR(LEN({digits})=8,LEN({digits})=10),ISNUMBER(VALUE({digits})))"
        case Asks.NUMBER | Asks.MONEY | Asks.SHARE:
            return _within(cell, question.low, question.high)
        case Asks.MONTH | Asks.DATE | Asks.UNTIL:
            return _within(cell, EARLIEST_DAY, LATEST_DAY)
    return ""


def _within(cell: str, low: float | None, high: float | None) -> str:
    parts = [f"ISNUMBER({cell})"]
    parts += [f"{cell}>={low:g}"] if low is not None else []
    parts += [f"{cell}<={high:.0f}"] if high is not None else []
    return f"AND({','.join(parts)})"
