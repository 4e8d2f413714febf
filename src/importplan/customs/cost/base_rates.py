"""Base exchange rates: sheet `fx`, else the reference level of the catalog with a note."""

from __future__ import annotations

from decimal import Decimal

from importplan.basics.issues import Place
from importplan.basics.money import exact
from importplan.catalog.cited import Cited
from importplan.catalog.load import Catalog
from importplan.customs.cost.problems import Problems
from importplan.scenario.scenario import Scenario

CNY = "CNY"
QUOTA_CURRENCY = "USD"  # of the column quota_usd


def base_rates(scenario: Scenario, catalog: Catalog, problems: Problems) -> dict[str, Cited]:
    """CNY per unit of every currency of the case. A currency without a rate is a fault where it is used."""
    rates = {CNY: Cited(Decimal(1), "rule.base_currency", CNY, "given")}
    for row in scenario.fx:
        spoken = " ".join(str(part) for part in (row.source, row.as_of) if part)
        source = f"{spoken or '-'} ({row.place})" if str(row.place) else spoken or "-"
        # Plans are made at the budget rate where treasury has set one; risk is what the market does against it.
        rule = "rule.fx_budget" if row.budget_rate else "rule.fx_given"
        rates[row.currency] = Cited(exact(row.budget_rate or row.cny_per_unit), rule, source, "given")
    for currency, place in _used(scenario):
        if currency not in rates:
            found = _reference(currency, place, catalog, problems)
            if found:
                rates[currency] = found
    return rates


def _used(scenario: Scenario) -> list[tuple[str, Place]]:
    offers = [(row.currency, row.cell("currency")) for row in scenario.offers]
    orders = [(row.currency, row.cell("currency")) for row in scenario.open_orders if row.currency]
    quotas = [(QUOTA_CURRENCY, row.cell("quota_usd")) for row in scenario.qualifications if row.quota_usd is not None]
    return offers + orders + quotas


def _reference(currency: str, place: Place, catalog: Catalog, problems: Problems) -> Cited | None:
    level = catalog.fx.level(currency)
    if level is None:
        problems.error("fx-rate-missing", place, currency=currency)
        return None
    span = f"{level.from_day.isoformat()}…{level.to_day.isoformat()}"
    problems.note("fx-reference-rate", currency=currency, rate=f"{level.cny_per_unit:f}", span=span)
    return Cited(level.cny_per_unit, "rule.fx_reference", f"{level.source}; {span}", level.confidence)
