"""VAT. import: (customs value + duty + extra duty) × rate; sale in China: price without VAT × rate."""

from __future__ import annotations

from importplan.landed.table import Charge
from importplan.landed.terms import CUSTOMS_VALUE, Levy, Terms, at_rate


def levies(terms: Terms) -> tuple[Levy, ...]:
    """One line: cash only where the buyer deducts it, a cost where it does not."""
    charge = Charge.VAT_CASH if terms.vat_deductible else Charge.VAT_COST
    if not terms.quote.imported:
        return (at_rate(charge.value, (Charge.GOODS.value,), terms.vat),)
    bases = (CUSTOMS_VALUE, Charge.DUTY.value, Charge.EXTRA_DUTY.value)
    return (at_rate(charge.value, bases, terms.freed("import_vat") or terms.vat),)
