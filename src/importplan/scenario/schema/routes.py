"""Sheet `routes`: ways to make an item here: kits, imported key parts, fully domestic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Route(Row):
    """One row of `routes`."""

    SHEET = "routes"

    route: str = column(CellKind.ID)
    item: str = column(CellKind.REFERENCE, refers=("items",))
    firm: str = column(CellKind.REFERENCE, "", refers=("firms",))
    kind: str = column(CellKind.CHOICE, "parts", choices=("skd", "parts", "domestic"))
    local_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit")
    lead_time_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    available_from: date | None = column(CellKind.START, None)
    capacity_per_period: float | None = column(CellKind.NUMBER, None, unit="units per period")
    capacity_growth: float = column(CellKind.SHARE, 0.0, unit="per period", high=10.0)
    opening_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY")
    yield_share: float = column(CellKind.SHARE, 1.0, above=True)
    learning_share: float = column(CellKind.SHARE, 0.0, used=False)
    success_probability: float = column(CellKind.SHARE, 1.0)
    validation_months: float = column(CellKind.NUMBER, 0.0, unit="months")
    fallback_offer: str = column(CellKind.REFERENCE, "", refers=("offers",))
    partner: str = column(CellKind.TEXT, "")
    subsidy: str = column(CellKind.TEXT, "", used=False)
    use: bool = column(CellKind.YES_NO, True)
