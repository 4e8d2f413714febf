"""Agency. contract price × fee share of the import agent."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import PRICE, ChargeRule, Levy, PurchaseTerms, at_offered_share

AGENCY = ChargeKind("agency", (PRICE,), Milestone.ARRIVAL, PageGroup.LOCAL)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The agent's fee, where the offer states one."""
    share = exact(terms.offer.agency_fee_share)
    if not share:
        return ()
    return (at_offered_share(AGENCY, share, "rule.agency", "agency_fee_share"),)


RULE = ChargeRule(levies, (AGENCY,))
