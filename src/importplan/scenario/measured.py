"""In what the amounts of a row are: the unit of its item, the currency of its prices, the unit of a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from importplan.basics.labels import LANGUAGES, known, text
from importplan.parsing.currencies import find_currency
from importplan.parsing.units import PLAIN, Measure, read_unit
from importplan.parsing.words import fold
from importplan.scenario.headed import HeadedGrid

_ITEM = re.compile(r"\bunits?\b(?! made)(?: of (?:capacity|excess))?")
_CURRENCY = re.compile(r"\bcurrency\b")


@dataclass(frozen=True, slots=True)
class InRow:
    """The words of the unit in which the item of a row is counted, and the code of the currency of its prices."""

    item: str = ""
    currency: str = ""

    def asked(self, unit: str) -> Measure | None:
        """The unit of a column in this row; None where its numbers have none."""
        return _asked(unit, self.item, self.currency) if unit else None

    def names(self, unit: str) -> dict[str, str]:
        """What messages call that unit: `unit_zh`, `unit_en`."""
        own = {language: text(f"unit.{unit}", language) if known(f"unit.{unit}") else unit for language in LANGUAGES}
        if unit == "units" and self.item:
            own = dict.fromkeys(LANGUAGES, self.item)
        return {f"unit_{language}": words for language, words in own.items()}


ANY_ROW = InRow()


@lru_cache(maxsize=4096)
def _asked(unit: str, item: str, currency: str) -> Measure | None:
    counted = read_unit(item)
    if counted is not None and counted.said and not counted.per:
        unit = _ITEM.sub(item, unit)
    return read_unit(_CURRENCY.sub(currency, unit)) if currency else _of_any_currency(unit)


def _of_any_currency(unit: str) -> Measure | None:
    """Prices beside which no currency stands: only plain numbers can be read."""
    return None if _CURRENCY.search(unit) else read_unit(unit)


@dataclass
class CaseUnits:
    """The unit of each item and what each offer is of, by their folded ids, before anything else is read."""

    items: dict[str, str] = field(default_factory=dict)
    offers: dict[str, tuple[str, str]] = field(default_factory=dict)  # item and currency

    @classmethod
    def of(cls, found: Mapping[str, HeadedGrid]) -> CaseUnits:
        """Those of the sheets of a case."""
        units = cls()
        for sheet, row in ((found[key], row) for key in ("items", "offers") if key in found for row in found[key].rows):
            if sheet.key == "items":
                units.items[_id(sheet, row, "item")] = _words(sheet, row, "unit")
            else:
                units.offers[_id(sheet, row, "offer")] = (_id(sheet, row, "item"), _words(sheet, row, "currency"))
        return units

    def in_row(self, found: HeadedGrid, row: int) -> InRow:
        """What holds in a row of a sheet."""
        item, currency = self.offers.get(_id(found, row, "offer"), ("", ""))
        item = _id(found, row, "item") or item
        return InRow(self.items.get(item, ""), find_currency(_words(found, row, "currency") or currency) or "")


def _words(found: HeadedGrid, row: int, key: str) -> str:
    cell = found.cell(row, key)
    return "" if cell is None or cell.blank or cell.fault else cell.shown


def _id(found: HeadedGrid, row: int, key: str) -> str:
    return fold(_words(found, row, key))


def unit_of_column(words: str, wanted: Measure) -> Measure:
    """The unit of numbers without words below a heading that names one, else the one asked for."""
    named = read_unit(words) or PLAIN
    return named.completed(wanted) if named != PLAIN else wanted
