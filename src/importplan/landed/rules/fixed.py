"""Fixed sums of the offer. Local cost, installation, training per unit; clearance per shipment."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from importplan.basics.money import exact
from importplan.landed.table import Charge
from importplan.landed.terms import CLEARANCE, Levy, Terms


def levies(terms: Terms) -> tuple[Levy, ...]:
    """The sums that are not 0. Installation and training after import stay out of the customs value."""
    offer = terms.offer
    sums = (
        (Charge.LOCAL.value, offer.local_cost_cny),
        (Charge.INSTALL.value, offer.install_cost_cny),
        (Charge.TRAINING.value, offer.training_cost_cny),
        (CLEARANCE, offer.clearance_fee_cny),
    )
    found = tuple(_fixed(charge, amount) for charge, amount in sums if amount)
    return tuple(_with_mode(levy, terms) if levy.charge == CLEARANCE else levy for levy in found)


def _fixed(charge: str, amount: float) -> Levy:
    return Levy(
        charge=charge,
        bases=(),
        rate=Decimal(0),
        rule=f"rule.{charge}",
        source=f"{charge}_cost_cny",
        confidence="given",
        fixed_cny=exact(amount),
        per_shipment=charge == CLEARANCE,
    )


def _with_mode(levy: Levy, terms: Terms) -> Levy:
    """Clearance names the customs mode whose fee is in it; such a fee is not the offer's own word."""
    if not terms.offer.mode_fee_cny:
        return levy
    return replace(levy, source=f"{levy.source}; customs_mode {terms.offer.customs_mode}", confidence="unverified")
