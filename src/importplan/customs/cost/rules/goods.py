"""Goods. price in CNY = unit price × exchange rate; goods = price, less the VAT inside it."""

from __future__ import annotations

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import ONE, PRICE, ChargeRule, Levy, PurchaseTerms

GOODS = ChargeKind("goods", (PRICE,), Milestone.INSTALMENTS, PageGroup.CONTRACT)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The contract price, or its part without VAT where the price contains VAT."""
    offer, price, rate = terms.offer, terms.quote.price, terms.quote.currency_rate
    asked = f"{offer.offer}: {price.currency} {price.exact.normalize():f} × {rate.value:f}"
    source = "; ".join(part for part in (asked, offer.quote_no, rate.source) if part)
    if terms.quote.vat_inside:
        inside, rule = ONE + terms.vat.value, "rule.price_without_vat"
        return (Levy(GOODS.key, GOODS.base, ONE, rule, source, rate.confidence, divisor=inside),)
    return (Levy(GOODS.key, GOODS.base, ONE, "rule.contract_price", source, rate.confidence),)


RULE = ChargeRule(levies, (GOODS,))
