"""Countries and currencies as people write them: by code or by name in either language."""

from __future__ import annotations

from functools import cache

from importplan.basics.labels import accepted, table
from importplan.catalog.countries import Countries, read
from importplan.catalog.files import shipped
from importplan.catalog.reading import Reading
from importplan.scenario.wording import fold, nearest


@cache
def _countries() -> Countries:
    return read(Reading(shipped("catalogs")))


@cache
def _country_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for country in _countries().by_code.values():
        for word in (country.name_zh, country.name_en, *country.also, country.code):
            words[fold(word)] = country.code
    return words


def find_country(words: str) -> str | None:
    """The two-letter code that words mean, None when there is no such country or territory."""
    return _country_words().get(fold(words))


def nearest_country(words: str) -> str:
    """The country whose code or name looks most like the words."""
    return nearest(words, (name for one in _countries().by_code.values() for name in (one.name_zh, one.name_en)))


@cache
def _currency_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for key in table():
        if key.startswith("currency."):
            code = key.removeprefix("currency.")
            words.update({fold(word): code for word in (*accepted(key), code)})
    return words


def find_currency(words: str) -> str | None:
    """The ISO 4217 code that words mean, None when the currency is unknown."""
    return _currency_words().get(fold(words))


def nearest_currency(words: str) -> str:
    """The currency whose code or name looks most like the words."""
    return _currency_words().get(fold(nearest(words, _currency_words())), "")
