"""Grant to the buyer, per unit, taken off the cost. Only what the workbook says is granted; never a maker's award."""

from __future__ import annotations

from decimal import Decimal

from importplan.landed.table import Charge
from importplan.landed.terms import Levy, Terms


def levies(terms: Terms) -> tuple[Levy, ...]:
    """The sum of the letter as a negative amount."""
    grant = terms.quote.grant
    if grant is None:
        return ()
    return (
        Levy(
            charge=Charge.SUBSIDY.value,
            bases=(),
            rate=Decimal(0),
            rule=grant.rule,
            source=grant.source,
            confidence=grant.confidence,
            fixed_cny=-grant.value,
        ),
    )
