"""Works out levies: in floating point per unit for the model, to the fen for documents."""

from __future__ import annotations

from decimal import Decimal

from importplan.basics.money import exact, to_fen
from importplan.customs.cost.table import ChargeLine
from importplan.customs.cost.terms import PRICE, Levy, PurchaseTerms

ZERO = Decimal(0)


def unit_amounts(terms: PurchaseTerms, levies: tuple[Levy, ...]) -> dict[str, float]:
    """Unrounded CNY per unit of every amount; sums per shipment are left out."""
    rate = float(terms.quote.currency_rate.value)
    amounts = {PRICE: terms.quote.price.amount * rate}
    for levy in levies:
        if levy.fixed_in_currency is not None:
            amounts[levy.charge] = float(levy.fixed_in_currency) * rate
        elif levy.fixed_cny is None:
            base = sum(amounts.get(name, 0.0) for name in levy.bases)
            amounts[levy.charge] = base * float(levy.rate) / float(levy.divisor)
        elif not levy.per_shipment:
            amounts[levy.charge] = float(levy.fixed_cny)
    return amounts


def lines(terms: PurchaseTerms, levies: tuple[Levy, ...], quantity: float) -> tuple[ChargeLine, ...]:
    """The amounts of a shipment of `quantity` units, each rounded to the fen and built on rounded amounts.

    So every line can be worked out again from the lines printed above it, as on a declaration.
    """
    units = exact(quantity)
    rate = terms.quote.currency_rate.value
    amounts = {PRICE: to_fen(terms.quote.price.exact * rate * units)}
    found = []
    for levy in levies:
        base = sum((amounts.get(name, ZERO) for name in levy.bases), ZERO)
        amount = _amount(levy, base, units, rate)
        amounts[levy.charge] = amount
        shown = base if levy.fixed_cny is None and levy.fixed_in_currency is None else amount
        found.append(ChargeLine(levy.charge, shown, levy.shown, amount, levy.rule, levy.source, levy.confidence))
    return tuple(found)


def _amount(levy: Levy, base: Decimal, units: Decimal, rate: Decimal) -> Decimal:
    if levy.fixed_in_currency is not None:
        return to_fen(levy.fixed_in_currency * rate * units)
    if levy.fixed_cny is None:
        return to_fen(base * levy.rate / levy.divisor)
    return to_fen(levy.fixed_cny if levy.per_shipment else levy.fixed_cny * units)
