"""One file per kind of charge. `RULES` says which there are and in which order: a base stands before what uses it."""

from __future__ import annotations

from importplan.landed.rules import (
    agency,
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
from importplan.landed.terms import Levy, Rule, Terms

RULES: tuple[Rule, ...] = (
    goods.levies,
    freight.levies,
    insurance.levies,
    customs_value.levies,
    duty.levies,
    extra_duty.levies,
    vat.levies,
    agency.levies,
    fixed.levies,
    subsidy.levies,
)


def levies(terms: Terms) -> tuple[Levy, ...]:
    """All amounts of a purchase, in the order in which they are worked out."""
    return tuple(levy for rule in RULES for levy in rule(terms))
