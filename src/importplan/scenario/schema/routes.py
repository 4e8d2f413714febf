"""Sheet `routes`: ways to make an item here: kits, imported key parts, fully domestic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Route(Row):
    """One row of `routes`."""

    SHEET = "routes"
    USED = False

    route: str = column(Kind.ID)
    item: str = column(Kind.REFERENCE, refers=("items",))
    kind: str = column(Kind.CHOICE, "parts", choices=("skd", "parts", "domestic"))
    local_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per unit")
    lead_time_days: float = column(Kind.NUMBER, 0.0, unit="days")
    available_from: date | None = column(Kind.PERIOD, None)
    capacity_per_period: float | None = column(Kind.NUMBER, None, unit="units per period")
    capacity_growth: float = column(Kind.SHARE, 0.0, unit="per period", high=10.0)
    opening_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY")
    success_probability: float = column(Kind.SHARE, 1.0)
    subsidy: str = column(Kind.TEXT, "")
