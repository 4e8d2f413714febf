"""Duty. customs value × rate of the day of arrival; 0 where a relief frees it."""

from __future__ import annotations

from importplan.landed.table import Charge
from importplan.landed.terms import CUSTOMS_VALUE, Levy, Terms, at_rate


def levies(terms: Terms) -> tuple[Levy, ...]:
    """Import duty of goods that the buyer declares."""
    if not terms.quote.imported:
        return ()
    return (at_rate(Charge.DUTY.value, (CUSTOMS_VALUE,), terms.freed("duty") or terms.duty),)
