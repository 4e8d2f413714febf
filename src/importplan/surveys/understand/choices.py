"""Answers out of a list: one or several choices, yes or no, countries, currencies."""

from __future__ import annotations

import re

from importplan.basics.labels import text
from importplan.scenario.countries import find_country, find_currency, nearest_country, nearest_currency
from importplan.scenario.wording import fold, nearest
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words
from importplan.surveys.understand.words import choice_words, listed

SEPARATORS = re.compile(r"[、,，;；/|\n]|\s+|和|及|与|或")
_STRONG = re.compile(r"[、,，;；|\n]")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_TICKS = re.compile(r"^[√✓☑■●◉xX]+|[√✓☑■●◉]+$")
_YEARS = re.compile(r"20\d\d年?(度|初|底)?")
_DENIED = re.compile(r"[未非不没]|无")
_OF_COUNTRY = re.compile(r"(产|制造|制|生产|进口|原产|原装|等)+$|^(原产|产自)")


def one_of(words: Words, asked: Asked) -> Said:
    """One choice; a choice that stands alone within longer words is taken, unless the rest denies it."""
    found = _choice(words.plain, asked)
    if found is None:
        raise _unknown(words.plain, asked)
    return found


def some_of(words: Words, asked: Asked) -> Said:
    """Several choices, in the order of the form, each once."""
    whole = _choice(words.plain, asked, within=False)
    if whole is not None:
        return Said((whole.value,), whole.repairs)  # type: ignore[arg-type]
    found = [pair for part in _STRONG.split(_spaced(words)) if part.strip() for pair in _choices(part, asked)]
    unknown = [part for part, said in found if said is None]
    if unknown or not found:
        raise _unknown(unknown[0] if unknown else words.plain, asked)
    values = {said.value for _, said in found if said is not None}
    repairs = [code for _, said in found if said is not None for code in said.repairs]
    return Said(tuple(choice for choice in asked.question.choices if choice in values), list(dict.fromkeys(repairs)))


def _choices(words: str, asked: Asked) -> list[tuple[str, Said | None]]:
    """The choices of a part: one, or where it is none those between its spaces and slashes."""
    whole = _choice(fold(words), asked, within=False)
    if whole is not None:
        return [(words, whole)]
    return [(part, _choice(fold(part), asked)) for part in SEPARATORS.split(words) if part and not part.isdecimal()]


def _spaced(words: Words) -> str:
    return _BRACKETS.sub("", words.written.strip().replace("（", "(").replace("）", ")"))


def _choice(plain: str, asked: Asked, within: bool = True) -> Said | None:
    table = choice_words(asked.question)
    folded = fold(plain)
    bare = fold(_TICKS.sub("", _BRACKETS.sub("", folded)))
    undated = _YEARS.sub("", bare)  # 已列入2028年预算
    for variant, repairs in ((folded, []), (bare, ["choice_within"]), (undated, ["choice_within"])):
        if variant in table:
            return Said(table[variant], list(repairs))
    return _within(bare, table) if within else None


def _within(words: str, table: dict[str, str]) -> Said | None:
    """The only choice whose words the answer holds; longer words hide those that they hold themselves."""
    rest, values = words, set()
    for word in sorted(table, key=len, reverse=True):
        if len(word) > 1 and word in rest:
            values.add(table[word])
            rest = rest.replace(word, " ")
    if len(values) != 1 or _DENIED.search(rest):
        return None
    return Said(values.pop(), ["choice_within"])


def _unknown(words: str, asked: Asked) -> NotUnderstood:
    """Proposes the likest choice, but none that would turn `未签约` into `已签约`."""
    table = choice_words(asked.question)
    near = nearest(words, table)
    if near and bool(_DENIED.search(words)) != bool(_DENIED.search(near)):
        near = ""
    return NotUnderstood(
        "choice-unknown", text(f"survey.choice.{asked.question.key}.{table[near]}", "zh") if near else ""
    )


def yes_no(words: Words, asked: Asked) -> Said:
    """Yes or no; `含税13%` is yes, `不含税` is no."""
    value = words.cell.value
    if isinstance(value, bool):
        return Said(value)
    folded = fold(words.plain)
    for answer in (True, False):
        if folded in listed(f"survey.told.{'yes' if answer else 'no'}"):
            return Said(answer)
    for answer in (False, True):  # 不含税 holds 含税: no goes first
        told = (word for word in listed(f"survey.told.{'yes' if answer else 'no'}") if len(word) > 1)
        if any(folded.startswith(word) for word in told):
            return Said(answer, ["choice_within"])
    raise NotUnderstood("yes-no-expected")


def country(words: Words, asked: Asked) -> Said:
    """One country or territory."""
    found = find_country(words.plain) or find_country(words.written)
    if found is not None:
        return Said(found)
    if fold(words.plain) in listed("survey.country.china"):
        return Said("CN", ["country_within"])
    bare = _OF_COUNTRY.sub("", _TICKS.sub("", _BRACKETS.sub("", words.plain)))
    found = find_country(bare) or _short_country(bare)
    if found is not None:
        return Said(found, ["country_within"])
    several = [part for part in SEPARATORS.split(_spaced(words)) if part]
    if len(several) > 1 and find_country(several[0]):
        raise NotUnderstood("country-one", several[0])
    raise NotUnderstood("country-unknown", nearest_country(words.plain))


def countries(words: Words, asked: Asked) -> Said:
    """Several countries, each once, in the order written."""
    found: list[str] = []
    repairs: list[str] = []
    for part in SEPARATORS.split(_spaced(words)):
        if part:
            said = country(Words(words.cell, part, fold(part)), asked)
            found.append(str(said.value))
            repairs.extend(said.repairs)
    if not found:
        raise NotUnderstood("country-unknown")
    return Said(tuple(dict.fromkeys(found)), list(dict.fromkeys(repairs)))


def _short_country(words: str) -> str | None:
    """德 → 德国, 日 → 日本, as headings of tables abbreviate."""
    return (
        find_country(f"{words}国") or (find_country(f"{words}本") if words == "日" else None)
        if len(words) == 1
        else None
    )


def currency(words: Words, asked: Asked) -> Said:
    """A currency; `万美元` also says that the price beside it is in ten thousands."""
    found = find_currency(words.plain) or find_currency(_BRACKETS.sub("", words.plain))
    if found is not None:
        return Said(found)
    if words.plain.startswith("万"):
        found = find_currency(words.plain[1:])
        if found is not None:
            return Said(found, ["unit_in_heading"], {"unit_price_factor": 1e4})
    raise NotUnderstood("currency-unknown", nearest_currency(words.plain))
