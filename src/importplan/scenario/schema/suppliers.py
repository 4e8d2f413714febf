"""Sheet `suppliers`: who sells; capacity, qualification and framework terms over all offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Supplier(Row):
    """One row of `suppliers`."""

    SHEET = "suppliers"

    supplier: str = column(CellKind.ID)
    name: str = column(CellKind.TEXT, "")
    country: str = column(CellKind.COUNTRY)
    group: str = column(CellKind.TEXT, "", used=False)
    capacity_per_period: float | None = column(CellKind.NUMBER, None, unit="units per period")
    qualified: bool = column(CellKind.YES_NO, True)
    qualification_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY")
    qualification_months: float = column(CellKind.NUMBER, 0.0, unit="months")
    booking_cost_cny: float | None = column(CellKind.MONEY, None, unit="CNY per unit of capacity and period")
    booking_min: float = column(CellKind.NUMBER, 0.0, unit="units per period")
    booking_max: float | None = column(CellKind.NUMBER, None, unit="units per period")
    booking_from: date | None = column(CellKind.START, None)
    booking_to: date | None = column(CellKind.END, None)
    use: bool = column(CellKind.YES_NO, True)
