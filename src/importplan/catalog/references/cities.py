"""Cities of Guangdong at prefecture level, as firms write them: by name, by district, by the code of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from importplan.basics.labels import Language
from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import Reading
from importplan.parsing.words import plain

CODE_SIGNS = slice(2, 6)  # of a unified social credit code: province and city of the register (GB/T 2260)


@dataclass(frozen=True, slots=True)
class City(Bilingual):
    """A city at prefecture level with the districts that people give in its place."""

    code: str
    name_zh: str
    name_en: str
    districts: tuple[str, ...]


@dataclass(frozen=True)
class Cities:
    """All cities on record."""

    cities: tuple[City, ...]

    @cached_property
    def _by_code(self) -> Mapping[str, City]:
        return {city.code: city for city in self.cities}

    def find(self, words: str) -> City | None:
        """The city that an answer means (`广东省佛山市`, `顺德区`, `Foshan`); None when none is known in it."""
        told = plain(words).casefold()
        for city in self.cities:
            if city.name_zh in told or city.name_en.casefold() in told:
                return city
        return next((city for city in self.cities if any(district in told for district in city.districts)), None)

    def name(self, words: str, language: Language) -> str:
        """A city on record, given by its name in either language, in the language; other words as they are."""
        named = (city for city in self.cities if words in (city.name_zh, city.name_en))
        return next((city.name(language) for city in named), words)

    def of_credit_code(self, code: str) -> City | None:
        """The city whose register gave a unified social credit code; None for that of the province."""
        return self._by_code.get(code[CODE_SIGNS])


def read(reading: Reading) -> Cities:
    """The table `surveys/cities.csv`."""
    found = []
    for line in reading.table("surveys/cities.csv", ("code", "name_zh", "name_en", "also", "source", "confidence")):
        line.confidence()
        name_zh, name_en = line.text("name_zh", required=True), line.text("name_en", required=True)
        found.append(City(line.text("code", required=True), name_zh, name_en, line.words("also")))
    return Cities(tuple(found))
