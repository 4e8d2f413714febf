"""One file per kind of charge. `RULES` says which there are and in which order: a base stands before what uses it.

Each file has the record of its charges beside the rule; `CHARGES` and all that follows from them derive from the list.
"""

from __future__ import annotations

from importplan.customs.cost.charge_kind import ChargeKind, Milestone
from importplan.customs.cost.rules import (
    agency,
    beside_price,
    customs_value,
    duty,
    extra_duty,
    fixed,
    freight,
    goods,
    insurance,
    subsidy,
    vat,
)
from importplan.customs.cost.terms import ChargeRule, Levy, PurchaseTerms

RULES: tuple[ChargeRule, ...] = (
    goods.RULE,
    freight.RULE,
    insurance.RULE,
    beside_price.RULE,
    customs_value.RULE,
    duty.RULE,
    extra_duty.RULE,
    vat.RULE,
    agency.RULE,
    fixed.RULE,
    subsidy.RULE,
)
EVERY_CHARGE: tuple[ChargeKind, ...] = tuple(kind for rule in RULES for kind in rule.charges)
BASES: tuple[str, ...] = tuple(name for rule in RULES for name in rule.bases)  # amounts that nobody pays
CHARGES: tuple[ChargeKind, ...] = tuple(kind for kind in EVERY_CHARGE if not kind.per_shipment)
SHIPMENT_CHARGES: tuple[ChargeKind, ...] = tuple(kind for kind in EVERY_CHARGE if kind.per_shipment)
CHARGE_INDEX: dict[ChargeKind, int] = {kind: position for position, kind in enumerate(CHARGES)}
TAXES: tuple[ChargeKind, ...] = tuple(kind for kind in CHARGES if kind.tax)


def paid_at(milestone: Milestone) -> tuple[ChargeKind, ...]:
    """The charges per unit that are paid at a milestone."""
    return tuple(kind for kind in CHARGES if kind.milestone is milestone)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """All amounts of a purchase, in the order in which they are worked out."""
    return tuple(levy for rule in RULES for levy in rule.levies(terms))
