"""Sheet `suppliers`: who sells; capacity, qualification and framework terms over all offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Supplier(Row):
    """One row of `suppliers`."""

    SHEET = "suppliers"

    supplier: str = column(Kind.ID)
    name: str = column(Kind.TEXT, "")
    country: str = column(Kind.COUNTRY)
    group: str = column(Kind.TEXT, "", used=False)
    capacity_per_period: float | None = column(Kind.NUMBER, None, unit="units per period")
    qualified: bool = column(Kind.YES_NO, True)
    qualification_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY")
    qualification_months: float = column(Kind.NUMBER, 0.0, unit="months")
    booking_cost_cny: float | None = column(Kind.MONEY, None, unit="CNY per unit of capacity and period")
    booking_min: float = column(Kind.NUMBER, 0.0, unit="units per period")
    booking_max: float | None = column(Kind.NUMBER, None, unit="units per period")
    booking_from: date | None = column(Kind.PERIOD, None)
    booking_to: date | None = column(Kind.PERIOD, None)
