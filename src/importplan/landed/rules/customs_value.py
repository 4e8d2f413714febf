"""Customs value. CIF at the Chinese port = price + freight + insurance; no charge, but the base of the taxes.

What was repaired abroad is declared at what the work and its materials cost.
"""

from __future__ import annotations

from importplan.landed.table import Charge
from importplan.landed.terms import CUSTOMS_VALUE, ONE, Levy, Terms


def levies(terms: Terms) -> tuple[Levy, ...]:
    """The value that is declared; goods that the buyer does not declare have none."""
    if not terms.quote.imported:
        return ()
    if terms.relief is not None and terms.relief.customs_value == "work":
        rule = terms.relief
        return (Levy(CUSTOMS_VALUE, (Charge.GOODS.value,), ONE, rule.document, rule.source, rule.confidence),)
    bases = (Charge.GOODS.value, Charge.FREIGHT.value, Charge.INSURANCE.value)
    cited = terms.customs_value_rule
    source = f"{cited.document}; {cited.source}"
    return (Levy(CUSTOMS_VALUE, bases, ONE, "rule.customs_value", source, cited.confidence),)
