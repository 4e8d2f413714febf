"""In what the amounts of a row are: the unit of its item, the currency of its prices, the unit of a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from importplan.basics.labels import LANGUAGES, known, text
from importplan.parsing.currencies import find_currency
from importplan.parsing.days import order_shown
from importplan.parsing.units import PLAIN, Measure, read_unit
from importplan.parsing.words import fold
from importplan.scenario.headed import HeadedGrid
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import SPANS

_ITEM = re.compile(r"\bunits?\b(?! made)(?: of (?:capacity|excess))?")
_CURRENCY = re.compile(r"\bcurrency\b")


@dataclass(frozen=True, slots=True)
class InRow:
    """The words of the unit in which the item of a row is counted, the code of the currency of its prices, and which of
    day and month stands first in the days of the case.
    """

    item: str = ""
    currency: str = ""
    order: str = ""

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
    """The unit of each item and what each offer is of, by their folded ids, before anything else is read.

    `order`: which of day and month stands first in 3/1/2027, where other days of the case (3/15/2027) show one order.
    """

    items: dict[str, str] = field(default_factory=dict)
    offers: dict[str, tuple[str, str]] = field(default_factory=dict)  # item and currency
    order: str = ""

    @classmethod
    def of(cls, sheets: Sequence[HeadedGrid]) -> CaseUnits:
        """Those of the sheets of a case."""
        units = cls(order=_order_of_days(sheets))
        named = [found for found in sheets if found.key in ("items", "offers")]
        for one, row in ((found, row) for found in named for row in found.rows):
            if one.key == "items":
                units.items[_id(one, row, "item")] = _words(one, row, "unit")
            else:
                units.offers[_id(one, row, "offer")] = (_id(one, row, "item"), _words(one, row, "currency"))
        return units

    def in_row(self, found: HeadedGrid, row: int) -> InRow:
        """What holds in a row of a sheet."""
        item, currency = self.offers.get(_id(found, row, "offer"), ("", ""))
        item = _id(found, row, "item") or item
        code = find_currency(_words(found, row, "currency") or currency) or ""
        return InRow(self.items.get(item, ""), code, self.order)


def _order_of_days(sheets: Iterable[HeadedGrid]) -> str:
    """The order of day and month in all days of a case that show one; empty where none does, or two do."""
    shown = set()
    for found in sheets:
        schema = sheet(found.key)
        keys = ("value",) if schema.ONE_ROW else [spec.key for spec in schema.specs() if spec.kind in SPANS]
        for column in (found.columns[key] for key in keys if key in found.columns):
            cells = (found.grid.cell(row, column).value for row in found.rows)
            shown |= {order_shown(words) for words in cells if isinstance(words, str)}
    orders = shown - {""}
    return orders.pop() if len(orders) == 1 else ""


def _words(found: HeadedGrid, row: int, key: str) -> str:
    cell = found.cell(row, key)
    return "" if cell is None or cell.blank or cell.fault else cell.shown


def _id(found: HeadedGrid, row: int, key: str) -> str:
    return fold(_words(found, row, key))


def unit_of_column(words: str, wanted: Measure) -> Measure:
    """The unit of numbers without words below a heading that names one, else the one asked for."""
    named = read_unit(words) or PLAIN
    return named.completed(wanted) if named != PLAIN else wanted
