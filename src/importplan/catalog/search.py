"""Finds tariff codes and rows of the lists by words: the beginning of a code, Chinese, English, or nearly that.

Words stand together: every one of them has to be found. A code is found by the headings above it too, after those whose
own name holds the word. What nothing holds word by word is looked for by likeness. A machine that the tariff does not
name is looked for by what its name ends in, which says what it is: 螺杆转子磨床 is a 磨床, a rotor grinding machine a
grinding machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.lists.goods_lists import ListRow
from importplan.catalog.lists.likeness import part_likeness
from importplan.catalog.lists.names import NameWords
from importplan.catalog.lists.parameters import plain
from importplan.catalog.load import Catalog
from importplan.catalog.rates.tariff import TariffRow

WORD = 100.0  # a word that stands there as written
ABOVE = 90.0  # one that stands in the name of a heading above
NEARLY = 72.0  # the least likeness of a part of a name
BRIEF = 5.0  # at most: what a name that says little else is put forward by
CODE = re.compile(r"\d[\d.]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the tariff or a row of a list, and how well the words fit, 0 to 105."""

    found: TariffRow | ListRow
    score: float


class Search:
    """An index over the tariff of one day and every edition of every list; made once, asked often.

    Parameters
    ----------
    catalog : Catalog
        The tariff and the lists.
    day : date
        Decides which year's tariff is searched.
    """

    def __init__(self, catalog: Catalog, day: date):
        self._words: NameWords = catalog.names
        self._entries: list[TariffRow | ListRow] = [
            *catalog.tariff.table(day).rows.values(),
            *catalog.goods_lists.rows(),
        ]
        self._is_code = np.array([isinstance(entry, TariffRow) for entry in self._entries], dtype=np.bool_)
        self._codes = [tuple(_codes(entry)) for entry in self._entries]
        self._names = [f"{self._key(entry.name_zh)} {self._key(entry.name_en)}" for entry in self._entries]
        self._above = ["" if isinstance(entry, ListRow) else self._headings(catalog, entry) for entry in self._entries]
        lengths = np.array([len(name) for name in self._names], dtype=np.float64)
        self._brief = BRIEF / np.maximum(lengths, 1.0)

    def find(self, words: str, most: int = 20) -> tuple[Hit, ...]:
        """What the words find, the best first, at most so many lines of the tariff and as many rows of lists.

        Of equal ones the shorter name comes first, then the order of the catalogs.
        """
        parts = [part for part in plain(words).split() if CODE.fullmatch(part) or self._key(part)]
        if not parts:
            return ()
        scores = np.min([self._scores(part) for part in parts], axis=0)
        scores = np.where(scores > 0, scores + self._brief * len(words), 0.0)
        ordered = [number for number in np.argsort(-scores, kind="stable") if scores[number] > 0]
        shown = {*_first(ordered, self._is_code, most), *_first(ordered, ~self._is_code, most)}
        return tuple(Hit(self._entries[number], float(scores[number])) for number in ordered if number in shown)

    def by_ending(self, words: str, most: int = 20) -> tuple[str, tuple[Hit, ...]]:
        """The longest ending of the words that finds something, and what it finds; blank and nothing where none does.

        Endings are taken by words, of a name without blanks by signs.
        """
        parts = plain(words).split()
        endings = [" ".join(parts[first:]) for first in range(1, len(parts))]
        last = parts[-1] if parts else ""
        endings += [last[first:] for first in range(1, len(last) - 1) if not last.isascii()]
        for ending in endings:
            if found := self.find(ending, most):
                return ending, found
        return "", ()

    def _scores(self, part: str) -> NDArray[np.float64]:
        """How well each entry holds one word."""
        if CODE.fullmatch(part):
            digits = part.replace(".", "")
            return np.array([WORD * any(code.startswith(digits) for code in codes) for codes in self._codes])
        key = self._key(part)
        held = np.array(
            [
                WORD if key in name else ABOVE * (key in above)
                for name, above in zip(self._names, self._above, strict=True)
            ]
        )
        if held.any():
            return held
        likes = part_likeness(key, self._names)
        return np.where(likes >= NEARLY, likes, 0.0)

    def _headings(self, catalog: Catalog, entry: TariffRow) -> str:
        """The names of the headings above a code in both languages, as they are compared."""
        headings = catalog.headings.above(entry.hs_code)
        return " ".join(self._key(name) for heading in headings for name in (heading.name_zh, heading.name_en) if name)

    def _key(self, name: str) -> str:
        return self._words.compared(name)


def _first(ordered: Sequence[np.intp], wanted: NDArray[np.bool_], most: int) -> Iterator[np.intp]:
    """The first so many of those that are wanted."""
    return islice((number for number in ordered if wanted[number]), most)


def _codes(entry: TariffRow | ListRow) -> Iterator[str]:
    if isinstance(entry, TariffRow):
        yield entry.hs_code
    else:
        yield from (code.digits for code in entry.codes)


def kinds(hits: Sequence[Hit]) -> tuple[list[TariffRow], list[ListRow]]:
    """The lines of the tariff and the rows of lists among hits, each in order."""
    found = [hit.found for hit in hits]
    return (
        [entry for entry in found if isinstance(entry, TariffRow)],
        [entry for entry in found if isinstance(entry, ListRow)],
    )
