"""Insurance. (price + freight) × insurance share, where the term leaves it to the buyer.

Under CFR and CPT the price holds the freight already: the share is of the price, which is price and freight.
"""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.rules.freight import FREIGHT
from importplan.customs.cost.terms import PRICE, ChargeRule, Levy, PurchaseTerms, at_offered_share
from importplan.scenario.schema.offers import BUYER_INSURES

INSURANCE = ChargeKind("insurance", (PRICE, FREIGHT.key), Milestone.SHIPMENT, PageGroup.CARRIAGE)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """Cargo insurance to the Chinese port."""
    offer = terms.offer
    if offer.incoterm not in BUYER_INSURES:
        return ()
    share = exact(offer.insurance_share)
    return (at_offered_share(INSURANCE, share, "rule.insurance", f"{offer.incoterm}: insurance_share"),)


RULE = ChargeRule(levies, (INSURANCE,))
