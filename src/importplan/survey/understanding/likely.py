"""Which question a heading means that nobody foresaw: the likeliest by its letters, if it stands out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio

from importplan.basics.labels import accepted
from importplan.parsing.words import BRACKETS, fold

LEAST = 0.7  # likeness below which a heading is left alone
AHEAD = 0.06  # how far the likeliest question must be ahead of the next
# Words that make another question of a heading: 最低需求量 is no 需求量, 去年采购数量 is none either.
_QUALIFIERS = tuple(
    re.compile(words)
    for words in (
        "最低|最少|下限|至少|不少于|lowest|least|minimum|min",
        "最高|最多|上限|至多|不超过|highest|most|maximum|max",
        "去年|上年|往年|历年|近.年|年均|过去|以往|last|past|mean|average",
        "每月|月(?=均|需|用|采|消|数)",
        "每年|年(?=均|需|用|采|消)",
        "第二|备选|次要|备用|second",
        "金额|价款|总价|总额|value|amount|cost",
    )
)
_SIGNS = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def likeliest(heading: str, keys: frozenset[str]) -> str | None:
    """The one question of `keys` that a heading may well mean, None where none is or two are alike."""
    words = _bare(heading)
    if len(words) < 2:
        return None
    fitting = [key for key in keys if _qualified(words, key)]
    ranked = sorted(((_likeness(words, key), key) for key in fitting), reverse=True)
    if not ranked or ranked[0][0] < LEAST:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= AHEAD else None


def _qualified(words: str, key: str) -> bool:
    """Whether a question may say what the heading says, and the heading says what the question always says."""
    for qualifier in _QUALIFIERS:
        said = [bool(qualifier.search(word)) for word in _known(key)]
        if qualifier.search(words):
            if not any(said):
                return False
        elif said and all(said):
            return False
    return True


def _likeness(words: str, key: str) -> float:
    """How alike, 0 to 1: share of common letters; a known word within a longer heading counts for what it covers."""
    return max((_of_word(words, word) for word in _known(key)), default=0.0)


def _of_word(words: str, word: str) -> float:
    alike = ratio(words, word) / 100
    if len(word) >= 2 and word in words:
        return max(alike, 0.6 + 0.4 * len(word) / len(words))
    return alike


@cache
def _known(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_all(accepted(f"survey.question.{key}"))))


def _all(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        bare = _bare(word)
        if len(bare) > 1:
            yield bare


def _bare(words: str) -> str:
    """A heading without brackets and signs."""
    return _SIGNS.sub("", BRACKETS.sub("", fold(words)))
