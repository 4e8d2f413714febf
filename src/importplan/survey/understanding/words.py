"""From the words of a heading, a choice or a sheet to its key, whatever numbers, brackets, languages surround them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from importplan.basics.labels import accepted, known
from importplan.parsing.words import BRACKETS, fold
from importplan.survey.questions import FIRM, GROUPS, ITEM, NEED, QUESTIONS, Question, choice_key

SHEET_KINDS = (FIRM, ITEM, NEED)
_NUMBERING = re.compile(
    r"^[(\[]?([a-z]\s*\d{1,2}|\d{1,2}|[一二三四五六七八九十]{1,3})(-\d+)?[)\].、:,．\s]\s*|^[a-c]\d{1,2}(?=\D)"
)
_ENDS = re.compile(r"[:;,.、?!。]+$|(?<=\w)[:：](?=\w)")
_SCRIPTS = re.compile(r"(?<=[一-鿿)])\s+(?=[A-Za-z])|\n|/|\|")


def variants(words: str) -> Iterator[str]:
    """The folded readings of a heading, most literal first: whole, without number, brackets, the second language."""
    plain = unicodedata.normalize("NFKC", words).strip().casefold()
    bare = _NUMBERING.sub("", plain).strip()
    parts = [part for part in _SCRIPTS.split(bare) if part.strip()]
    for text in (plain, bare, *(parts if len(parts) > 1 else ())):
        yield fold(_ENDS.sub("", text.strip()))
        yield fold(_ENDS.sub("", BRACKETS.sub("", text).strip()))


def _spellings(word: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", word)
    return fold(plain), fold(BRACKETS.sub("", plain))


@cache
def heading_words(group: str) -> dict[str, str]:
    """Folded heading → key of a question of a group; of two questions that share a word the first."""
    words: dict[str, str] = {}
    for position in (0, 1):  # words as they stand go before words without their brackets
        for question in QUESTIONS:
            if question.group == group:
                for word in accepted(f"survey.question.{question.key}"):
                    spelling = _spellings(word)[position]
                    # 名称 alone may be that of anything: to the firm it must be said whose.
                    if position == 0 or group != FIRM or len(spelling) > 2:
                        words.setdefault(spelling, question.key)
    words.pop("", None)
    return words


@lru_cache(maxsize=50_000)
def find_question(words: str, groups: tuple[str, ...] = GROUPS) -> str | None:
    """The key of the question that a heading means, None when it means none; earlier groups go first."""
    for variant in dict.fromkeys(variants(words)):
        for group in groups:
            key = heading_words(group).get(variant)
            if key is not None:
                return key
    return None


@cache
def _choices(question: str, choices: tuple[str, ...]) -> dict[str, str]:
    words: dict[str, str] = {}
    for position in (0, 1):
        for choice in choices:
            for word in accepted(choice_key(question, choice)):
                words.setdefault(_spellings(word)[position], choice)
    words.pop("", None)
    return words | {fold(choice): choice for choice in choices}


def choice_words(question: Question) -> dict[str, str]:
    """Folded word → choice."""
    return _choices(question.key, question.choices)


@cache
def listed(key: str) -> frozenset[str]:
    """The folded words of one key of the labels table."""
    return frozenset(fold(word) for word in accepted(key))


def find_sheet(name: str) -> str | None:
    """The kind of sheet that a name means: firm, item, need, guide or example; None when it tells nothing."""
    for variant in variants(re.sub(r"[(（]\d+[)）]$|\d+$", "", name)):
        for kind in (*SHEET_KINDS, "guide", "example"):
            if known(f"survey.sheet.{kind}") and variant in listed(f"survey.sheet.{kind}"):
                return kind
    return None
