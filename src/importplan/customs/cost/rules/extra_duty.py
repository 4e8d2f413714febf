"""Extra duty. customs value × extra rate of the offer or origin (remedies, retaliation); no relief frees it."""

from __future__ import annotations

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import CUSTOMS_VALUE, ChargeRule, Levy, PurchaseTerms, at_rate

EXTRA_DUTY = ChargeKind("extra_duty", (CUSTOMS_VALUE,), Milestone.ARRIVAL, PageGroup.DUTY, cash="duty", tax=True)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """Additional duty, where the offer states one or one is on record for the origin."""
    if not terms.quote.imported or terms.extra_duty is None:
        return ()
    return (at_rate(EXTRA_DUTY, terms.extra_duty),)


RULE = ChargeRule(levies, (EXTRA_DUTY,))
