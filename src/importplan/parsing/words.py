"""Words without what people do not see as a difference, as they are compared; the word nearest to a misspelt one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from importplan.tables.clean import visible

LEAST_ALIKE = 60.0  # per cent, below which no word is near
BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


def plain(words: str) -> str:
    """Words without spaces and differences of width; every kind of minus is one."""
    return "".join(unicodedata.normalize("NFKC", visible(words)).split()).replace("−", "-").replace("–", "-")


@lru_cache(maxsize=20_000)
def fold(words: str) -> str:
    """Words without what people do not see as a difference: width, capitals, spaces, invisible signs, `*` and `_`."""
    bare = unicodedata.normalize("NFKC", visible(words)).casefold().replace("*", "")
    return "".join(bare.split()).replace("_", "")


def is_note(words: str) -> bool:
    """Whether a sheet or a column is only for people: its name begins with `#` or `_`."""
    return words.strip().startswith(("#", "_", "＃"))


def meanings(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Folded word → the key that it means, given the names of each key; a key goes before another one's name."""
    return {fold(word): key for key, words in names.items() for word in words} | {fold(key): key for key in names}


def nearest(words: str, candidates: Iterable[str]) -> str:
    """The candidate that looks most like the words; empty when none does."""
    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(fold(candidate), candidate)  # of two words that read the same the first, the key
    found = extractOne(fold(words), by_fold.keys(), scorer=ratio, score_cutoff=LEAST_ALIKE)
    return by_fold[found[0]] if found else ""
