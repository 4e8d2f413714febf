"""Whole-unit items come in whole numbers wherever a quantity of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, isfinite

from importplan.basics.issues import Issue
from importplan.parsing.units import counts_pieces
from importplan.scenario.counting import whole_frameworks
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import Row
from importplan.scenario.wording import column_names

# Sheet → columns that hold units of the row's own item.
QUANTITIES = {
    "demand": ("quantity", "quantity_low", "quantity_high"),
    "stock": ("quantity",),
    "offers": ("lot_size",),
}


def quantities_are_whole(scenario: Scenario) -> Iterator[Issue]:
    """No half machine is needed, stored or bought."""
    whole = {item.item for item in scenario.items if item.whole_units}
    for sheet, columns in QUANTITIES.items():
        for row in getattr(scenario, sheet):
            if row.item in whole:
                yield from _fractions(row, row.item, columns)
    sold = {offer.offer: offer.item for offer in scenario.offers}
    for order in scenario.open_orders:
        if sold.get(order.offer) in whole:
            yield from _fractions(order, sold[order.offer], ("quantity",))


def lots_can_be_signed(scenario: Scenario) -> Iterator[Issue]:
    """What is sold in lots of 1.27 pieces is signed in lots, not in whole pieces (`counting.whole_items`)."""
    for offer in scenario.offers:
        item = next((item for item in scenario.items if item.item == offer.item), None)
        if offer.lot_size is None or item is None or item.whole_units or not counts_pieces(item.unit):
            continue
        if not offer.lot_size.is_integer():
            values = {"lot": f"{offer.lot_size:g}", "unit": item.unit}
            yield Issue.warning("lot-signed-whole", offer.cell("lot_size"), **values)


def bookings_are_whole(scenario: Scenario) -> Iterator[Issue]:
    """What is booked of machines alone is whole: a bound of 1.4 a period is one of 2 at least, or of 1 at most."""
    whole = whole_frameworks(scenario)
    for row in scenario.suppliers:
        bounds = (("booking_min", row.booking_min, ceil), ("booking_max", row.booking_max, floor))
        for column, value, rounded in bounds if row.supplier in whole else ():
            if value is not None and isfinite(value) and not float(value).is_integer():
                words = column_names(row.SHEET, column)
                yield Issue.warning(
                    "booking-not-whole", row.cell(column), value=f"{value:g}", whole=rounded(value), **words
                )


def _fractions(row: Row, item: str, columns: tuple[str, ...]) -> Iterator[Issue]:
    for column in columns:
        value = getattr(row, column)
        if value is not None and not float(value).is_integer():
            words = column_names(row.SHEET, column)
            yield Issue.error("quantity-not-whole", row.cell(column), value=f"{value:g}", item=item, **words)
