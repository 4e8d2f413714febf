"""Sheet `stock`: what is there at the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column
from importplan.scenario.schema.offers import CONDITIONS


@dataclass(frozen=True, kw_only=True)
class Stock(Row):
    """One row of `stock`."""

    SHEET = "stock"

    item: str = column(CellKind.REFERENCE, refers=("items",))
    site: str = column(CellKind.REFERENCE, "", refers=("sites",))
    quantity: float = column(CellKind.NUMBER, unit="units")
    owner: str = column(CellKind.REFERENCE, "", refers=("firms",), literals=("reserve",))
    as_of: date | None = column(CellKind.DATE, None)
    condition: str = column(CellKind.CHOICE, "new", choices=CONDITIONS)
    customs_status: str = column(CellKind.CHOICE, "taxed", choices=("taxed", "bonded", "relieved"))
    released_on: date | None = column(CellKind.BY, None)
    offer: str = column(CellKind.REFERENCE, "", refers=("offers",))
    value_cny: float | None = column(CellKind.MONEY, None, unit="CNY")
    survives_months: float | None = column(CellKind.NUMBER, None, unit="months")
