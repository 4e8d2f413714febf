"""Values beyond reason: usually another unit, or digits too many. Nothing that is planned comes near them."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.contract_price import offered_price
from importplan.scenario.known_figures import HOME_CURRENCY
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.wording import column_names

# Unit of a column → the most that can be meant. What only limits may be as large as one likes: it then limits nothing.
MOST = {
    "days": 36_525.0,  # a hundred years
    "months": 12_000.0,  # a thousand: more than any outage lasts
    "per year": 52.0,  # an outage that begins more than once a week is a state, not an event
    "currency per unit": 1e12,
    "CNY per unit": 1e12,
    "CNY per unit and period": 1e12,
    "CNY per unit and period late": 1e12,
}
UNITS = 1e10  # held against values by hand up to it; whole numbers far beyond it are not exact in a solver
MANY_UNITS = 1e8  # more of anything is told
LEAST_PRICE_CNY = 1e-6  # what costs less is lost among the tolerances of a solver
APART = 1e10  # how many times the price of the cheapest goods the dearest may cost, for the same reason
COUNTED = {
    "demand": ("quantity", "quantity_low", "quantity_high"),
    "stock": ("quantity",),
    "installed_base": ("quantity",),
    "open_orders": ("quantity",),
    "offers": ("min_order", "lot_size"),
}  # sheet → columns of units that come, are there or are needed


def values_are_within_reason(scenario: Scenario) -> Iterator[Issue]:
    """No ten billion machines, no outage that begins a million times a year, no lead time of a thousand years."""
    for schema in SHEETS:
        limited = [(spec, most) for spec in schema.specs() if (most := _most(schema.SHEET, spec)) is not None]
        if not limited:
            continue
        rows = getattr(scenario, schema.SHEET)
        for row in (rows,) if schema.ONE_ROW else rows:
            for spec, most in limited:
                value = getattr(row, spec.attribute)
                if value is None or value <= (MANY_UNITS if most == UNITS else most):
                    continue
                at, words = row.cell(spec.key), column_names(schema.SHEET, spec.key)
                if value > most:
                    yield Issue.error("value-beyond-reason", at, value=value, most=most, **words)
                else:
                    yield Issue.warning("value-very-large", at, value=value, most=MANY_UNITS, **words)


def prices_are_of_one_plan(scenario: Scenario) -> Iterator[Issue]:
    """A price that is nothing beside the others would be planned as nothing: bought at any time, and called optimal."""
    rates = {HOME_CURRENCY: 1.0} | {row.currency: row.cny_per_unit for row in scenario.fx}
    known = ((offer, offered_price(offer).cny(rates)) for offer in scenario.offers if offer.currency in rates)
    prices = [(price, offer) for offer, price in known if price > 0.0]
    dearest = max((price for price, _ in prices), default=0.0)
    least = max(LEAST_PRICE_CNY, dearest / APART)
    for price, offer in prices:
        if price < least:
            values = {"offer": offer.offer, "item": offer.item, "price": f"{price:.3g}", "least": f"{least:.3g}"}
            yield Issue.error("price-lost-beside-others", offer.cell("unit_price"), **values)


def _most(sheet: str, spec: ColumnSpec) -> float | None:
    """The most that a column can mean; None where it holds no number, or one that may be of any size."""
    if spec.key in COUNTED.get(sheet, ()):
        return UNITS
    numeric = (CellKind.NUMBER, CellKind.MONEY, CellKind.WHOLE)
    return MOST.get(spec.unit) if spec.kind in numeric else None
