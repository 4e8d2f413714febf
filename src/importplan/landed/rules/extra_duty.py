"""Extra duty. customs value × extra rate of the offer or origin (remedies, retaliation); no relief frees it."""

from __future__ import annotations

from importplan.landed.table import Charge
from importplan.landed.terms import CUSTOMS_VALUE, Levy, Terms, at_rate


def levies(terms: Terms) -> tuple[Levy, ...]:
    """Additional duty, where the offer states one or one is on record for the origin."""
    if not terms.quote.imported or terms.extra_duty is None:
        return ()
    return (at_rate(Charge.EXTRA_DUTY.value, (CUSTOMS_VALUE,), terms.extra_duty),)
