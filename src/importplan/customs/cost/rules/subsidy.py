"""Grant to the buyer, per unit, taken off the cost. Only what the workbook says is granted; never a maker's award."""

from __future__ import annotations

from decimal import Decimal

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import ChargeRule, Levy, PurchaseTerms

# Paid out after the goods are accepted.
SUBSIDY = ChargeKind("subsidy", (), Milestone.ACCEPTANCE, PageGroup.OTHER, periods_after=1)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The sum of the letter as a negative amount."""
    grant = terms.quote.grant
    if grant is None:
        return ()
    return (
        Levy(
            charge=SUBSIDY.key,
            bases=(),
            rate=Decimal(0),
            rule=grant.rule,
            source=grant.source,
            confidence=grant.confidence,
            fixed_cny=-grant.value,
        ),
    )


RULE = ChargeRule(levies, (SUBSIDY,))
