"""Fixed sums of the offer. Local cost, installation, training per unit; clearance per shipment."""

from __future__ import annotations

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
        (CLEARANCE, offer.clearance_cost_cny),
    )
    return tuple(_fixed(charge, amount) for charge, amount in sums if amount)


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
