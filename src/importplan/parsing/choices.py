"""Answers out of a list: one or several choices, yes or no, countries."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Protocol

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.words import BRACKETS, fold, nearest

SEPARATORS = re.compile(r"[、,，;；/|\n]|\s+|和|及|与|或")
_STRONG = re.compile(r"[、,，;；|\n]")
_TICKS = re.compile(r"^[√✓☑■●◉xX]+|[√✓☑■●◉]+$")
_YEARS = re.compile(r"20\d\d年?(度|初|底)?")
_DENIED = re.compile(r"[未非不没]|无")
_OF_COUNTRY = re.compile(r"(产|制造|制|生产|进口|原产|原装|等)+$|^(原产|产自)")
Table = Mapping[str, str]  # folded word → choice


class NamedCountries(Protocol):
    """A list of countries that knows what they are called."""

    def find(self, words: str) -> str | None:
        """The code that words mean."""

    def nearest(self, words: str) -> str:
        """The name that looks most like the words."""


def one_of(written: Written, table: Table) -> Meant:
    """One choice; one that stands alone within longer words is taken, unless the rest denies it. Raises NotRead."""
    found = _choice(written.plain, table)
    if found is None:
        raise _unknown(written.plain, table)
    return Meant(*found)


def some_of(written: Written, table: Table, order: Collection[str]) -> Meant:
    """Several choices, in their order, each once. Raises NotRead."""
    whole = _choice(written.plain, table, within=False)
    if whole is not None:
        return Meant((whole[0],), whole[1])
    found = [pair for part in _STRONG.split(_spaced(written)) if part.strip() for pair in _choices(part, table)]
    unknown = [part for part, choice in found if choice is None]
    if unknown or not found:
        raise _unknown(unknown[0] if unknown else written.plain, table)
    values = {choice[0] for _, choice in found if choice is not None}
    repairs = [code for _, choice in found if choice is not None for code in choice[1]]
    return Meant(tuple(choice for choice in order if choice in values), list(dict.fromkeys(repairs)))


def _choices(words: str, table: Table) -> list[tuple[str, tuple[str, list[str]] | None]]:
    """The choices of a part: one, or where it is none those between its spaces and slashes."""
    whole = _choice(fold(words), table, within=False)
    if whole is not None:
        return [(words, whole)]
    return [(part, _choice(fold(part), table)) for part in SEPARATORS.split(words) if part and not part.isdecimal()]


def _spaced(written: Written) -> str:
    return BRACKETS.sub("", written.words.strip().replace("（", "(").replace("）", ")"))


def _choice(words: str, table: Table, within: bool = True) -> tuple[str, list[str]] | None:
    """The choice that words are, with the repairs that it took."""
    folded = fold(words)
    bare = fold(_TICKS.sub("", BRACKETS.sub("", folded)))
    undated = _YEARS.sub("", bare)  # 已列入2028年预算
    for variant, repairs in ((folded, []), (bare, ["choice_within"]), (undated, ["choice_within"])):
        if variant in table:
            return table[variant], list(repairs)
    return _within(bare, table) if within else None


def _within(words: str, table: Table) -> tuple[str, list[str]] | None:
    """The only choice whose words the answer holds; longer words hide those that they hold themselves."""
    rest, values = words, set()
    for word in sorted(table, key=len, reverse=True):
        if len(word) > 1 and word in rest:
            values.add(table[word])
            rest = rest.replace(word, " ")
    return (values.pop(), ["choice_within"]) if len(values) == 1 and not _DENIED.search(rest) else None


def _unknown(words: str, table: Table) -> NotRead:
    """Proposes the likest choice, but none that would turn `未签约` into `已签约`."""
    near = nearest(words, table)
    denies = bool(_DENIED.search(words)) != bool(_DENIED.search(near))
    return NotRead("choice-unknown", "" if denies or not near else table[near])


def yes_no(written: Written, yes: Collection[str], no: Collection[str]) -> Meant:
    """Yes or no, out of folded words; `含税13%` is yes, `不含税` is no. Raises NotRead."""
    if isinstance(written.cell.value, bool):
        return Meant(written.cell.value)
    folded = fold(written.plain)
    if folded in yes or folded in no:
        return Meant(folded in yes)
    for answer, words in ((False, no), (True, yes)):  # 不含税 holds 含税: no goes first
        if any(folded.startswith(word) for word in words if len(word) > 1):
            return Meant(answer, ["choice_within"])
    raise NotRead("yes-no-expected")


def country(written: Written, countries: NamedCountries, domestic: Collection[str]) -> Meant:
    """One country or territory; `domestic` are folded words that mean China, such as 国产. Raises NotRead."""
    found = countries.find(written.plain) or countries.find(written.words)
    if found is not None:
        return Meant(found)
    if fold(written.plain) in domestic:
        return Meant("CN", ["country_within"])
    bare = _OF_COUNTRY.sub("", _TICKS.sub("", BRACKETS.sub("", written.plain)))
    found = countries.find(bare) or _short_country(bare, countries)
    if found is not None:
        return Meant(found, ["country_within"])
    several = [part for part in SEPARATORS.split(_spaced(written)) if part]
    if len(several) > 1 and countries.find(several[0]):
        raise NotRead("country-one", several[0])
    raise NotRead("country-unknown", countries.nearest(written.plain))


def some_countries(written: Written, countries: NamedCountries, domestic: Collection[str]) -> Meant:
    """Several countries, each once, in the order written. Raises NotRead."""
    parts = [part for part in SEPARATORS.split(_spaced(written)) if part]
    if not parts:
        raise NotRead("country-unknown")
    meant = [country(written.part(part), countries, domestic) for part in parts]
    repairs = dict.fromkeys(code for one in meant for code in one.repairs)
    return Meant(tuple(dict.fromkeys(str(one.value) for one in meant)), list(repairs))


def _short_country(words: str, countries: NamedCountries) -> str | None:
    """德 → 德国, 日 → 日本, as headings of tables abbreviate."""
    if len(words) != 1:
        return None
    return countries.find(f"{words}国") or (countries.find("日本") if words == "日" else None)
