"""VAT. import: (customs value + duty + extra duty) × rate; sale in China: price without VAT × rate."""

from __future__ import annotations

from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.extra_duty import EXTRA_DUTY
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.terms import CUSTOMS_VALUE, ChargeRule, Levy, PurchaseTerms, at_rate

BASE = (CUSTOMS_VALUE, DUTY.key, EXTRA_DUTY.key)
VAT_COST = ChargeKind("vat_cost", BASE, Milestone.IMPORT_VAT, PageGroup.VAT, cash="vat", tax=True)
VAT_CASH = ChargeKind("vat_cash", BASE, Milestone.IMPORT_VAT, PageGroup.VAT, cash="vat", deductible=True, tax=True)


def levies(terms: PurchaseTerms) -> tuple[Levy, ...]:
    """One line: cash only where the buyer deducts it, a cost where it does not."""
    kind = VAT_CASH if terms.vat_deductible else VAT_COST
    if not terms.quote.imported:
        return (at_rate(kind, terms.vat, (GOODS.key,)),)
    return (at_rate(kind, terms.freed("import_vat") or terms.vat),)


RULE = ChargeRule(levies, (VAT_COST, VAT_CASH))
