"""Countries and territories by their two-letter code, with the names that official Chinese documents use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from importplan.basics.labels import Language
from importplan.catalog.bilingual import Bilingual
from importplan.catalog.files import shipped
from importplan.catalog.reading import Reading
from importplan.parsing.words import fold, meanings, nearest

UNKNOWN_ORIGIN = "ZZ"  # a code that no country has: the origin of the goods is not known


@dataclass(frozen=True, slots=True)
class Country(Bilingual):
    """A country or a territory (地区)."""

    code: str
    name_zh: str
    name_en: str
    kind: str  # country | territory
    also: tuple[str, ...]


@dataclass(frozen=True)
class Countries:
    """All of them, by code."""

    by_code: Mapping[str, Country]

    @cached_property
    def _codes(self) -> dict[str, str]:
        return meanings({code: (one.name_zh, one.name_en, *one.also) for code, one in self.by_code.items()})

    def find(self, words: str) -> str | None:
        """The code that a code or a name in either language means, None when there is no such country or territory."""
        return self._codes.get(fold(words))

    def nearest(self, words: str) -> str:
        """The name that looks most like the words; empty when none does."""
        return nearest(words, (name for one in self.by_code.values() for name in (one.name_zh, one.name_en)))

    def name(self, code: str, language: Language) -> str:
        """The name of a code; the code itself when it is unknown."""
        country = self.by_code.get(code)
        return country.name(language) if country else code


def read(reading: Reading) -> Countries:
    """The table `countries/countries.csv`."""
    columns = ("country", "name_zh", "name_en", "kind", "also")
    found = [
        Country(
            code=line.text("country", required=True),
            name_zh=line.text("name_zh", required=True),
            name_en=line.text("name_en", required=True),
            kind=line.text("kind", required=True),
            also=line.words("also"),
        )
        for line in reading.table("countries/countries.csv", columns)
    ]
    return Countries({country.code: country for country in found})


@cache
def shipped_countries() -> Countries:
    """The table that travels with the product: names of countries do not change with catalogs of one's own."""
    return read(Reading(shipped("catalogs")))
