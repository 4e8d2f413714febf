"""Sheet `stock`: what is there at the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Stock(Row):
    """One row of `stock`."""

    SHEET = "stock"

    item: str = column(Kind.REFERENCE, refers=("items",))
    site: str = column(Kind.REFERENCE, "", refers=("sites",))
    quantity: float = column(Kind.NUMBER, unit="units")
    owner: str = column(Kind.REFERENCE, "", refers=("firms",), literals=("reserve",))
    as_of: date | None = column(Kind.DATE, None)
    condition: str = column(Kind.CHOICE, "new", choices=("new", "used", "refurbished"))
    customs_status: str = column(Kind.CHOICE, "taxed", choices=("taxed", "bonded", "relieved"))
    released_on: date | None = column(Kind.DATE, None)
    value_cny: float | None = column(Kind.MONEY, None, unit="CNY")
