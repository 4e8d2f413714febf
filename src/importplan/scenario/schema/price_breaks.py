"""Sheet `price_breaks`: lower prices from a quantity on."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class PriceBreak(Row):
    """One row of `price_breaks`."""

    SHEET = "price_breaks"
    offer: str = column(CellKind.REFERENCE, refers=("offers",))
    from_quantity: float = column(CellKind.NUMBER, unit="units")
    unit_price: float = column(CellKind.NUMBER, unit="currency per unit")
