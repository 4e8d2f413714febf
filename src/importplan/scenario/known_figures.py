"""What is known of goods and firms apart from the figures in question: prices of a case, needs of the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType

from importplan.basics.periods import YEAR_DAYS
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario

HOME_CURRENCY = "CNY"


@dataclass(frozen=True)
class KnownFigures:
    """Item → CNY of a unit; firm and item → units a year as they were planned before."""

    prices: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    yearly: Mapping[tuple[str, str], float] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_KNOWN = KnownFigures()


def known_figures(base: Scenario, earlier: Scenario | None = None) -> KnownFigures:
    """Prices of the base: the reference value of an item, else the middle of its offers; needs of the earlier case."""
    rates = {HOME_CURRENCY: 1.0} | {row.currency: row.cny_per_unit for row in base.fx}
    offered: dict[str, list[float]] = defaultdict(list)
    for offer in base.offers:
        if offer.currency in rates and (price := offered_price(offer).cny(rates)) > 0.0:
            offered[offer.item].append(price)
    prices = {item: median(some) for item, some in offered.items()}
    prices |= {item.item: item.reference_value_cny for item in base.items if item.reference_value_cny}
    return KnownFigures(prices, needs_a_year(earlier or base))


def needs_a_year(case: Scenario) -> dict[tuple[str, str], float]:
    """Units a year by firm and item, over the years that the needs of the case reach over."""
    years = years_of_needs(case)
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in case.demand:
        found[row.firm, row.item] += row.quantity / years
    return dict(found)


def years_of_needs(case: Scenario) -> float:
    """How many years the needs of a case reach over, at least one."""
    spans = [row.period for row in case.demand]
    days = (max(span.last for span in spans) - min(span.first for span in spans)).days if spans else 0
    return max(days / YEAR_DAYS, 1.0)
