"""Customs value. CIF at the Chinese port = price + freight + insurance + what is beside the price; base of the taxes.

What was repaired abroad is declared at what the work and its materials cost.
"""

from __future__ import annotations

from importplan.customs.cost.rules.beside_price import INSTALLATION_INSIDE, PAID, TOOLING
from importplan.customs.cost.rules.freight import FREIGHT
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.rules.insurance import INSURANCE
from importplan.customs.cost.terms import CUSTOMS_VALUE, ONE, ChargeRule, Levy, PurchaseTerms


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The value that is declared; goods that the buyer does not declare have none."""
    if not terms.quote.imported:
        return ()
    if terms.relief is not None and terms.relief.customs_value == "work":
        rule = terms.relief
        return (Levy(CUSTOMS_VALUE, (GOODS.key,), ONE, rule.document, rule.source, rule.confidence),)
    beside = (*(kind.key for kind in PAID), TOOLING, INSTALLATION_INSIDE)
    bases = (GOODS.key, FREIGHT.key, INSURANCE.key, *beside)
    cited = terms.customs_value_rule
    source = f"{cited.document}; {cited.source}"
    return (Levy(CUSTOMS_VALUE, bases, ONE, "rule.customs_value", source, cited.confidence),)


RULE = ChargeRule(levies, bases=(CUSTOMS_VALUE,))
