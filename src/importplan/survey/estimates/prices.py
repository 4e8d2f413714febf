"""What a unit of an item costs, from the last price told (B13) or what was paid in three years (B7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from importplan.catalog.load import Catalog
from importplan.survey.returns.answers import Record
from importplan.survey.returns.survey import Survey

CNY = "CNY"


@dataclass(frozen=True, slots=True)
class Price:
    """The median of the prices of some firms."""

    cny: float
    told: Mapping[str, float]  # firm → CNY

    @property
    def firms(self) -> int:
        """How many tell one."""
        return len(self.told)

    @property
    def rounded_cny(self) -> float:
        """To two figures: of few firms the median is the price of one of them."""
        digits = 1 - int(np.floor(np.log10(self.cny)))
        return float(round(self.cny, digits))


def price_told(answers: Record, catalog: Catalog) -> float | None:
    """The last unit price in CNY at the reference rate; None where price, currency or rate is not known."""
    price, currency = answers.number("unit_price"), answers.text("currency")
    if not price or not currency:
        return None
    if currency == CNY:
        return price
    level = catalog.fx.level(currency)
    return None if level is None else price * float(level.cny_per_unit)


def price_paid(answers: Record) -> float | None:
    """What was paid for a unit in three years."""
    units, amount = answers.number("bought_per_year"), answers.number("bought_cny_per_year")
    return amount / units if units and amount else None


def median_prices(survey: Survey, catalog: Catalog) -> dict[str, Price]:
    """The price of every item for which a firm tells one."""
    told: dict[str, dict[str, float]] = {}
    for firm, entry in survey.answers():
        answers = entry.answers.record
        found = price_told(answers, catalog) or price_paid(answers)
        if found and entry.sure:
            told.setdefault(entry.item, {})[firm.firm] = found
    return {item: Price(float(np.median(list(prices.values()))), prices) for item, prices in told.items()}
