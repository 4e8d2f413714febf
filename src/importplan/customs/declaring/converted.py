"""The exchange rates at which the prices of a declaration become yuan: the customs rate of its month (计征汇率)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from importplan.basics.issues import Place
from importplan.basics.labels import LANGUAGES, text
from importplan.catalog.cited import Cited
from importplan.catalog.load import Catalog
from importplan.customs.cost.base_rates import CNY
from importplan.customs.cost.pricing import Pricing
from importplan.customs.cost.quote import is_imported


@dataclass(frozen=True, slots=True)
class ConvertedAt:
    """The rate of a currency on a declaration, and the day whose central parity the rule names for it."""

    currency: str
    rate: Cited
    month: date  # of the declaration, its first day
    reference_day: date
    is_assumed: bool  # the customs rate of the month is not on record; the rate of the case stands for it


def converted_at(
    pricing: Pricing, catalog: Catalog, day: date, stated: Mapping[str, Decimal]
) -> tuple[ConvertedAt, ...]:
    """The rate of every currency of the imported offers, for a declaration of a day.

    The rate that is stated comes first, then the one on record, then that of the case.
    """
    used = dict.fromkeys(offer.currency for offer in pricing.scenario.offers if is_imported(offer))
    rule, month = catalog.customs_rates, day.replace(day=1)
    reference = rule.reference_day(day, catalog.deadlines.working)
    found = []
    for currency in used:
        if currency == CNY:
            continue
        known = rule.of(currency, day)
        if currency in stated:
            rate = Cited(stated[currency], "rule.fx_customs", "--customs-rate", "given")
        else:
            rate = known.cited if known else pricing.rates[currency]
        assumed = currency not in stated and known is None
        found.append(ConvertedAt(currency, rate, month, known.reference_day if known else reference, assumed))
    return tuple(found)


def with_rates(pricing: Pricing, rates: tuple[ConvertedAt, ...]) -> Pricing:
    """The case at these rates; that one is assumed is remarked."""
    for found in rates:
        if found.is_assumed:
            basis = {f"basis_{language}": text(found.rate.rule, language) for language in LANGUAGES}
            pricing.problems.note(
                "customs-rate-assumed", Place(), currency=found.currency, month=f"{found.month:%Y-%m}",
                day=found.reference_day.isoformat(), rate=f"{found.rate.value:f}", **basis,
            )  # fmt: skip
    at = {found.currency: found.rate for found in rates}
    quotes = tuple(
        replace(quote, currency_rate=at.get(quote.offer.currency, quote.currency_rate)) for quote in pricing.quotes
    )
    return replace(pricing, rates=pricing.rates | at, quotes=quotes)
