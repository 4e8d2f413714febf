"""Insurance. price × insurance share, where the term leaves it to the buyer (EXW, FCA, FOB)."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.landed.quote import BUYER_PAYS_FREIGHT
from importplan.landed.table import Charge
from importplan.landed.terms import Levy, Terms, at_offered_share


def levies(terms: Terms) -> tuple[Levy, ...]:
    """Cargo insurance to the Chinese port."""
    offer = terms.offer
    if offer.incoterm not in BUYER_PAYS_FREIGHT:
        return ()
    share = exact(offer.insurance_share)
    return (at_offered_share(Charge.INSURANCE.value, share, "rule.insurance", f"{offer.incoterm}: insurance_share"),)
