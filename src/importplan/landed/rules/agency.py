"""Agency. contract price × fee share of the import agent."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.landed.table import Charge
from importplan.landed.terms import Levy, Terms, at_offered_share


def levies(terms: Terms) -> tuple[Levy, ...]:
    """The agent's fee, where the offer states one."""
    share = exact(terms.offer.agency_fee_share)
    if not share:
        return ()
    return (at_offered_share(Charge.AGENCY.value, share, "rule.agency", "agency_fee_share"),)
