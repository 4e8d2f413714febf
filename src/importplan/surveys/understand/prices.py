"""Prices and what their headings say of the terms: 含税单价（万元）, CIF单价（美元）, 4.5万欧元."""

from __future__ import annotations

import re

from importplan.assessment.answers import AnswerValue
from importplan.scenario.countries import find_currency
from importplan.scenario.wording import fold
from importplan.surveys.questions import BY_KEY
from importplan.surveys.understand.amounts import scale
from importplan.surveys.understand.quantities import PER, amount_of, said_of
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words
from importplan.surveys.understand.words import choice_words, listed

OF_HEADING = ("currency", "price_includes_vat", "incoterm")  # terms that the heading of a price may name
_WITHOUT_VAT = "survey.heading.without_vat"
_WITH_VAT = "survey.heading.with_vat"


def price(words: Words, asked: Asked) -> Said:
    """A price in the currency named beside it; one named in the cell is passed on, and so are terms of the heading."""
    amount = amount_of(words, "number-expected")
    factor, rest = scale(amount.behind)
    if not amount.behind and not amount.before:
        column = scale(asked.unit)[0]
        said = said_of(amount, column, *(["unit_in_heading"] if column > 1.0 else []))
    else:
        said = said_of(amount, factor)
        names = [part for part in (amount.before, rest.split("/")[0]) if part and not PER.fullmatch(part)]
        named = find_currency(names[0]) if names else None
        if names and (named is None or any(find_currency(name) != named for name in names)):
            raise NotUnderstood("currency-unknown")
        if named is not None:
            said.beside["currency"] = named
    said.beside |= {f"{key}_of_heading": value for key, value in _terms(asked).items()}
    return said


def _terms(asked: Asked) -> dict[str, AnswerValue]:
    """What the heading of a price says of currency, VAT and trade term; nothing where it is silent."""
    folded = fold(asked.heading)
    currency = find_currency(scale(asked.unit)[1].split("/")[0]) if asked.unit else None
    told: dict[str, AnswerValue | None] = {
        "currency": currency,
        "price_includes_vat": _includes_vat(folded),
        "incoterm": next((term for word, term in choice_words(BY_KEY["incoterm"]).items() if word in folded), None),
    }
    return {key: value for key, value in told.items() if value is not None}


def _includes_vat(folded: str) -> bool | None:
    """Whether VAT is in the price; a heading that only asks (是否含税, 含税/不含税) says nothing."""
    without = next((word for word in listed(_WITHOUT_VAT) if word in folded), "")
    rest = folded.replace(without, "") if without else folded
    with_it = any(word in rest for word in listed(_WITH_VAT))
    if re.search("是否", folded) or (without and with_it):
        return None
    return False if without else (True if with_it else None)
