"""Where makers of equipment are known to produce: a hint when a firm states another origin, never a proof."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from importplan.catalog.reading import Reading

_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker, the countries where it is known to produce, its home first."""

    name: str
    countries: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Makers:
    """All makers on record."""

    makers: tuple[Maker, ...]

    @cached_property
    def _words(self) -> Mapping[str, Maker]:
        return {word.casefold(): maker for maker in self.makers for word in (maker.name, *maker.also)}

    @cached_property
    def _found(self) -> dict[str, Maker | None]:
        return {}

    def find(self, words: str) -> Maker | None:
        """The maker that some words name, the longest name first; None when none is known."""
        told = words.casefold()
        if told not in self._found:  # thousands of firms name the same few makers
            self._found[told] = self._search(told)
        return self._found[told]

    def _search(self, told: str) -> Maker | None:
        held = [word for word in self._words if _holds(told, word)]
        return self._words[max(held, key=len)] if held else None


def _holds(told: str, word: str) -> bool:
    if not _LATIN.search(word):
        return word in told
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", told) is not None


def read(reading: Reading) -> Makers:
    """The table `surveys/makers.csv`."""
    columns = ("maker", "countries", "also", "confidence")
    found = []
    for line in reading.table("surveys/makers.csv", columns):
        line.confidence()
        name, countries = line.text("maker", required=True), line.words("countries")
        found.append(Maker(name, countries, line.words("also")))
    return Makers(tuple(found))
