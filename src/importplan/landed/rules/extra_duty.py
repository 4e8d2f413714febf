"""Extra duty. customs value × extra rate of the offer (trade remedies, retaliation); no relief frees it."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.catalog.cited import Cited
from importplan.landed.table import Charge
from importplan.landed.terms import CUSTOMS_VALUE, Levy, Terms, at_rate


def levies(terms: Terms) -> tuple[Levy, ...]:
    """Additional duty, where the offer states one."""
    rate = exact(terms.offer.extra_duty_rate)
    if not terms.quote.imported or not rate:
        return ()
    cited = Cited(rate, "rule.extra_duty", "extra_duty_rate", "given")
    return (at_rate(Charge.EXTRA_DUTY.value, (CUSTOMS_VALUE,), cited),)
