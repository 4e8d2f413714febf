"""Fixed sums of the offer. Local cost, installation, training per unit; clearance per shipment."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from importplan.basics.money import exact
from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.terms import ChargeRule, Levy, PurchaseTerms

LOCAL = ChargeKind("local", (), Milestone.ARRIVAL, PageGroup.LOCAL)
INSTALL = ChargeKind("install", (), Milestone.INSTALLATION, PageGroup.LOCAL)
TRAINING = ChargeKind("training", (), Milestone.INSTALLATION, PageGroup.LOCAL)
CLEARANCE = ChargeKind("clearance", (), Milestone.ARRIVAL, PageGroup.LOCAL, per_shipment=True)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """The sums that are not 0. Installation and training after import stay out of the customs value."""
    offer = terms.offer
    sums = (
        (LOCAL, offer.local_cost_cny),
        (INSTALL, offer.install_cost_cny),
        (TRAINING, offer.training_cost_cny),
        (CLEARANCE, offer.clearance_fee_cny),
    )
    found = tuple(_fixed(kind, amount) for kind, amount in sums if amount)
    return tuple(_with_mode(levy, terms) if levy.per_shipment else levy for levy in found)


def _fixed(kind: ChargeKind, amount: float) -> Levy:
    return Levy(
        charge=kind.key,
        bases=(),
        rate=Decimal(0),
        rule=f"rule.{kind.key}",
        source=f"{kind.key}_cost_cny",
        confidence="given",
        fixed_cny=exact(amount),
        per_shipment=kind.per_shipment,
    )


def _with_mode(levy: Levy, terms: PurchaseTerms) -> Levy:
    """Clearance names the customs mode whose fee is in it; such a fee is not the offer's own word."""
    if not terms.offer.mode_fee_cny:
        return levy
    return replace(levy, source=f"{levy.source}; customs_mode {terms.offer.customs_mode}", confidence="unverified")


RULE = ChargeRule(levies, (LOCAL, INSTALL, TRAINING, CLEARANCE))
