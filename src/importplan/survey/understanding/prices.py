"""Prices with what their headings say of the terms: 含税单价（万元）, CIF单价（美元）."""

from __future__ import annotations

import re
import unicodedata

from importplan.parsing.meant import Meant, Value, Written
from importplan.parsing.money import currency_of_heading, price
from importplan.parsing.words import fold
from importplan.survey.questions import BY_KEY, Asked
from importplan.survey.understanding.words import choice_words, listed

OF_HEADING = ("currency", "price_includes_vat", "incoterm")  # terms that the heading of a price may name


def price_with_terms(written: Written, asked: Asked) -> Meant:
    """A price; a currency named in its cell is passed on, and so are the terms of its heading. Raises NotRead."""
    meant = price(written, asked.unit)
    folded = fold(asked.heading)
    told: dict[str, Value] = {
        "currency": currency_of_heading(asked.unit),
        "price_includes_vat": _includes_vat(folded),
        "incoterm": _term(asked.heading),
    }
    meant.beside |= {f"{key}_of_heading": value for key, value in told.items() if value is not None}
    return meant


def _term(heading: str) -> str | None:
    """The one term of delivery that a heading names; letters of a longer word (DAT in date) are none."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    named = {term for word, term in choice_words(BY_KEY["incoterm"]).items() if re.search(_whole(word), plain)}
    return named.pop() if len(named) == 1 else None


def _whole(word: str) -> str:
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)


def _includes_vat(folded: str) -> bool | None:
    """Whether VAT is in the price; a heading that only asks (是否含税, 含税/不含税) says nothing."""
    without = next((word for word in listed("survey.heading.without_vat") if word in folded), "")
    rest = folded.replace(without, "") if without else folded
    with_it = any(word in rest for word in listed("survey.heading.with_vat"))
    if re.search("是否", folded) or (without and with_it):
        return None
    return False if without else (True if with_it else None)
