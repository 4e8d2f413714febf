"""Duty of goods from past deals: by the tariff, else the rate that the base case gives its offers of the same item.

A code whose rate nobody knows cannot be planned with; such a deal is left out, never taken as free of duty.
"""

from __future__ import annotations

from dataclasses import dataclass

from importplan.basics.errors import RuleUnknown
from importplan.catalog.load import Catalog
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.items import Item


@dataclass(frozen=True, slots=True)
class Duty:
    """A rate that stands in the offer with its source; None: the tariff answers."""

    rate: float | None = None
    source: str = ""


class Duties:
    """Looks duties up on the first day of the plan."""

    def __init__(self, base: Scenario, catalog: Catalog) -> None:
        self._base = base
        self._catalog = catalog

    def of(self, item: Item, origin: str) -> Duty | None:
        """The duty of an item from a country; None where nobody knows it."""
        if origin == HOME or self._in_tariff(item.hs_code):
            return Duty()
        given = {
            (row.duty_rate, row.duty_rate_source)
            for row in self._base.offers
            if row.item == item.item and row.duty_rate is not None and self._base.origin_of(row) != HOME
        }
        if len({rate for rate, _ in given}) != 1:
            return None
        rate, source = sorted(given, key=str)[0]
        return Duty(rate, source)

    def _in_tariff(self, hs_code: str) -> bool:
        try:
            self._catalog.tariff.rate(hs_code, self._base.settings.start)
        except RuleUnknown:
            return False
        return True
