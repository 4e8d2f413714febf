"""Beside the price. What the customs value holds besides it, per unit in its currency, and what it does not hold.

Royalty, design abroad, commission (never buying commission) and packing are added and paid; tooling that the buyer
provides is added only (Tariff Law, Art. 25). Installation after import, shown apart in the price, is taken out (26).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import PRICE, ChargeRule, Levy, PurchaseTerms
from importplan.scenario.contract_price import PAID_BESIDE

# A share of the price by its record: it moves with the price and the exchange rate, as freight does.
PAID = tuple(ChargeKind(name, (PRICE,), Milestone.SHIPMENT, PageGroup.CONTRACT) for name in PAID_BESIDE)
TOOLING = "tooling"
INSTALLATION_INSIDE = "installation_inside"
SOURCES = {
    "royalty": "Tariff Law, Art. 25: royalties that are a condition of the sale",
    "design": "Tariff Law, Art. 25: design and development done abroad",
    "commission": "Tariff Law, Art. 25: commission other than buying commission",
    "packing": "Tariff Law, Art. 25: containers and packing",
    TOOLING: "Tariff Law, Art. 25: tools and moulds that the buyer provides",
    INSTALLATION_INSIDE: "Tariff Law, Art. 26: installation after import, shown apart in the price",
}


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The sums that are not 0; what leaves the customs value is negative. The checks of a case see to the rest."""
    return tuple(_sums(terms)) if terms.quote.imported else ()


def _sums(terms: PurchaseTerms) -> Iterator[Levy]:
    beside = terms.quote.price.beside
    for name, amount in (*beside.paid, (TOOLING, beside.tooling), (INSTALLATION_INSIDE, -beside.installation_inside)):
        if amount:
            source = f"{name}; {SOURCES[name]}"
            yield Levy(name, (), Decimal(1), f"rule.{name}", source, "given", fixed_in_currency=amount)


RULE = ChargeRule(levies, PAID, (TOOLING, INSTALLATION_INSIDE))
