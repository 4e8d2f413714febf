"""Exchange rates: each currency once, and of a plausible size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from importplan.basics.issues import Issue
from importplan.catalog.files import shipped
from importplan.catalog.rates.exchange import ExchangeRates, read
from importplan.catalog.reading import Reading
from importplan.scenario.scenario import Scenario

FAR = 1.6  # times the reference; JPY per 100 is a hundred times off, an inverse rate usually more than this


@cache
def _reference() -> ExchangeRates:
    return read(Reading(shipped("catalogs")))


def reference_rate(currency: str) -> float | None:
    """CNY per unit by the reference on record, None where there is none."""
    level = _reference().level(currency)
    return None if level is None else float(level.cny_per_unit)


def rates_stand_once(scenario: Scenario) -> Iterator[Issue]:
    """Two rates for one currency contradict each other; CNY is 1."""
    first: dict[str, str] = {}
    for row in scenario.fx:
        at = row.cell("currency")
        if row.currency in first:
            yield Issue.error("fx-twice", at, currency=row.currency, first=first[row.currency])
        first.setdefault(row.currency, at.cell)
        if row.currency == scenario.settings.base_currency and row.cny_per_unit != 1.0:
            yield Issue.error("fx-home", row.cell("cny_per_unit"))


def rates_are_plausible(scenario: Scenario) -> Iterator[Issue]:
    """A rate per hundred yen, or the wrong way round, is far from the reference rate."""
    for row in scenario.fx:
        reference = reference_rate(row.currency)
        if reference is not None and not reference / FAR <= row.cny_per_unit <= reference * FAR:
            values = {"currency": row.currency, "rate": row.cny_per_unit, "reference": reference}
            yield Issue.warning("fx-implausible", row.cell("cny_per_unit"), **values)
