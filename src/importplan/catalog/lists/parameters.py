"""Technical parameters and units: by which names they are known, and which direction is the better machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import Reading

BETTER = ("smaller", "larger", "")
SHORTEST_ENDING = 4  # signs: a longer name is known by its ending only where the ending says enough (…定位精度)
_SIGNS = str.maketrans({"≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "〜": "~", "∼": "~", "–": "-", "—": "-", "−": "-"})
_SYMBOL = re.compile(r"(?<=[一-鿿])[A-Za-zα-ωΑ-Ω]{1,2}$")  # 模数m, 工件直径D


def plain(words: str) -> str:
    """Half-width signs (NFKC), one sign for each meaning, no blanks at the ends."""
    return unicodedata.normalize("NFKC", words).translate(_SIGNS).strip()


def squeezed(words: str) -> str:
    """A name as it is compared: plain, without blanks, underscores and capitals."""
    return re.sub(r"[\s_]+", "", plain(words)).casefold()


@dataclass(frozen=True, slots=True)
class Parameter(Bilingual):
    """A technical parameter of equipment."""

    key: str
    name_zh: str
    name_en: str
    dimension: str
    better: str  # smaller | larger | blank: neither
    at_most: str  # a parameter that this one never exceeds: axes moved together are at most the axes controlled
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one dimension; `factor` turns a value into the base unit of the dimension."""

    unit: str
    dimension: str
    factor: Decimal
    also: tuple[str, ...]


@dataclass(frozen=True)
class Parameters:
    """All known parameters by key, and all units."""

    by_key: Mapping[str, Parameter]
    units: tuple[Unit, ...]

    @cached_property
    def _names(self) -> dict[str, Parameter]:
        return {
            squeezed(name): entry
            for entry in self.by_key.values()
            for name in (entry.key, entry.name_zh, entry.name_en, *entry.also)
        }

    @cached_property
    def _unit_names(self) -> list[tuple[str, Unit]]:
        names = [(plain(name), unit) for unit in self.units for name in (unit.unit, *unit.also)]
        return sorted(names, key=lambda pair: -len(pair[0]))

    def find(self, words: str) -> Parameter | None:
        """The parameter that a name means: the whole name, else the longest known name that it ends with."""
        for name in (squeezed(words), squeezed(_SYMBOL.sub("", plain(words)))):
            if name in self._names:
                return self._names[name]
        name = squeezed(_SYMBOL.sub("", plain(words)))
        endings = [known for known in self._names if len(known) >= SHORTEST_ENDING and name.endswith(known)]
        return self._names[max(endings, key=len)] if endings else None

    def named(self, words: str) -> Parameter:
        """The parameter that a name means, or one of that name alone of which nothing more is known."""
        return self.find(words) or Parameter(squeezed(words), words.strip(), words.strip(), "", "", "")

    def unit_at(self, words: str, dimension: str = "") -> tuple[Unit, int] | None:
        """The unit with which a text begins and its length; of several meanings the one of the dimension asked for.

        Capitals count (MW is not mW) unless the words are a unit in no other way.
        """
        for fold in (str, str.casefold):
            fits = [(unit, len(name)) for name, unit in self._unit_names if _begins(fold(words), fold(name))]
            longest = [(unit, length) for unit, length in fits if length == fits[0][1]]
            if longest:
                return next((pair for pair in longest if pair[0].dimension == dimension), longest[0])
        return None


def _begins(words: str, unit: str) -> bool:
    """Whether a text begins with a unit that is not the beginning of a longer word."""
    after = words[len(unit) : len(unit) + 1]
    return words.startswith(unit) and not (
        unit[-1].isascii() and unit[-1].isalpha() and after.isascii() and after.isalpha()
    )


def read(reading: Reading) -> Parameters:
    """The tables `parameters/parameters.csv` and `parameters/units.csv`."""
    units = [
        Unit(
            line.text("unit", required=True),
            line.text("dimension", required=True),
            line.needed("factor"),
            line.words("also"),
        )
        for line in reading.table("parameters/units.csv", ("unit", "dimension", "factor", "also"))
    ]
    known: dict[str, Parameter] = {}
    for line in reading.table(
        "parameters/parameters.csv", ("parameter", "name_zh", "name_en", "dimension", "better", "at_most", "also")
    ):
        entry = Parameter(
            key=line.text("parameter", required=True),
            name_zh=line.text("name_zh", required=True),
            name_en=line.text("name_en", required=True),
            dimension=line.text("dimension"),
            better=line.text("better"),
            at_most=line.text("at_most"),
            also=line.words("also"),
        )
        if entry.better not in BETTER:
            line.wrong("better", "smaller, larger, or blank")
        if entry.dimension not in {unit.dimension for unit in units}:
            line.wrong("dimension", "a dimension of parameters/units.csv")
        known[entry.key] = entry
    return Parameters(known, tuple(units))
