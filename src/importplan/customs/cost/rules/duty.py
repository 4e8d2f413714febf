"""Duty. customs value × rate of the day of arrival; 0 where a relief frees it."""

from __future__ import annotations

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import CUSTOMS_VALUE, ChargeRule, Levy, PurchaseTerms, at_rate

DUTY = ChargeKind("duty", (CUSTOMS_VALUE,), Milestone.ARRIVAL, PageGroup.DUTY, tax=True)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """Import duty of goods that the buyer declares."""
    if not terms.quote.imported:
        return ()
    return (at_rate(DUTY, terms.freed("duty") or terms.duty),)


RULE = ChargeRule(levies, (DUTY,))
