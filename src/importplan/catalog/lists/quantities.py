"""Values with units as people print them: `0.005 mm`, `±3μm`, `0.006mm/2m`, `5~10 kW`, `5 轴`, `4000吨`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from importplan.catalog.lists.parameters import Parameters

_VALUE = re.compile(
    r"\s*(?P<band>±|\+/-)?\s*[ΦφØø⌀]?\s*(?P<number>[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?)(?!\d)"
)
_BETWEEN = re.compile(r"\s*(~|-|至|到|to\b)(?=\s*[±Φφ]?\s*\d)")
_PER = re.compile(r"\s*/\s*(?P<number>\d+(\.\d+)?)?\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A span of values in the base unit of its dimension; both ends are the same where one value is printed.

    `band` says that it is printed with ±, `per` over which length in mm it holds (0: none stated).
    """

    low: Decimal
    high: Decimal
    dimension: str  # blank: no unit is printed
    band: bool = False
    per: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Value:
    """One number with its unit, and the words after it."""

    number: Decimal
    dimension: str
    factor: Decimal
    band: bool
    rest: str


def quantity_at(words: str, parameters: Parameters, dimension: str = "") -> tuple[Quantity, str] | None:
    """The quantity with which a plain text begins, and the words after it; None when it begins with none.

    `dimension` decides between the meanings of a unit: tonnes are a mass, and of a press a force.
    """
    first = _value_at(words, parameters, dimension)
    if first is None:
        return None
    between = _BETWEEN.match(first.rest)
    last = (_value_at(first.rest[between.end() :], parameters, dimension) if between else None) or first
    unit = first if first.dimension else last  # in 5~10 kW the unit stands once
    per, rest = _per_at(last.rest, parameters) if last.dimension == "length" else (Decimal(0), last.rest)
    low, high = sorted((first.number * unit.factor, last.number * last.factor))
    return Quantity(low, high, last.dimension, first.band, per), rest.strip()


def _value_at(words: str, parameters: Parameters, dimension: str) -> _Value | None:
    found = _VALUE.match(words)
    if found is None:
        return None
    number, rest = Decimal(found["number"].replace(",", "")), words[found.end() :]
    unit = parameters.unit_at(rest.lstrip(), dimension)
    if unit is None:
        return _Value(number, "", Decimal(1), bool(found["band"]), rest)
    return _Value(number, unit[0].dimension, unit[0].factor, bool(found["band"]), rest.lstrip()[unit[1] :])


def _per_at(words: str, parameters: Parameters) -> tuple[Decimal, str]:
    """The length over which an accuracy holds: `/2m`, `/m`."""
    found = _PER.match(words)
    unit = parameters.unit_at(words[found.end() :], "length") if found else None
    if found is None or unit is None or unit[0].dimension != "length":
        return Decimal(0), words
    return Decimal(found["number"] or 1) * unit[0].factor, words[found.end() + unit[1] :]
