"""Agency. contract price × fee share of the import agent."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.landed.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.landed.terms import PRICE, ChargeRule, Levy, Terms, at_offered_share

AGENCY = ChargeKind("agency", (PRICE,), Milestone.ARRIVAL, PageGroup.LOCAL)


def levies(terms: Terms) -> tuple[Levy, ...]:
    """The agent's fee, where the offer states one."""
    share = exact(terms.offer.agency_fee_share)
    if not share:
        return ()
    return (at_offered_share(AGENCY, share, "rule.agency", "agency_fee_share"),)


RULE = ChargeRule(levies, (AGENCY,))
