"""Currencies by their codes and names: EUR, 欧元, 美金, US$."""

from __future__ import annotations

from functools import cache

from importplan.basics.labels import accepted, table
from importplan.parsing.words import fold, meanings, nearest


@cache
def currency_names() -> dict[str, str]:
    """Folded name or code → code."""
    return meanings({key.removeprefix("currency."): accepted(key) for key in table() if key.startswith("currency.")})


def find_currency(words: str) -> str | None:
    """The ISO 4217 code that words mean, None when the currency is unknown."""
    return currency_names().get(fold(words))


def nearest_currency(words: str) -> str:
    """The code of the currency whose code or name looks most like the words."""
    return currency_names().get(fold(nearest(words, currency_names())), "")
