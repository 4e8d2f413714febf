"""Freight. price × freight share, where the term leaves carriage to the buyer (EXW, FCA, FAS, FOB)."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import PRICE, ChargeRule, Levy, PurchaseTerms, at_offered_share
from importplan.scenario.schema.offers import BUYER_PAYS_FREIGHT

FREIGHT = ChargeKind("freight", (PRICE,), Milestone.SHIPMENT, PageGroup.CARRIAGE)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """Carriage to the Chinese port: under EXW from the works, under FAS with loading, all in the share."""
    offer = terms.offer
    if offer.incoterm not in BUYER_PAYS_FREIGHT:
        return ()
    share = exact(offer.freight_share)
    return (at_offered_share(FREIGHT, share, "rule.freight", f"{offer.incoterm}: freight_share"),)


RULE = ChargeRule(levies, (FREIGHT,))
