"""Sheet `limits`: rules that the plan must keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Limit(Row):
    """One row of `limits`."""

    SHEET = "limits"

    rule: str = column(
        Kind.CHOICE,
        choices=(
            "max_country_share", "max_supplier_share", "min_suppliers", "max_hhi", "max_import_share", "min_fill_rate",
            "max_shortage", "max_tax", "min_booked_capacity", "max_booking_cost", "min_reserve", "max_reserve",
        ),
    )  # fmt: skip
    item: str = column(Kind.REFERENCE, "each", refers=("items",), literals=("each", "all", "group:"))
    who: str = column(Kind.TEXT, "each", literals=("each", "all"))
    from_day: date | None = column(Kind.PERIOD, None, key="from")
    to_day: date | None = column(Kind.PERIOD, None, key="to")
    value: float = column(Kind.NUMBER)
    priority: str = column(Kind.CHOICE, "all", choices=("1", "2", "3", "all"))
    measure: str = column(Kind.CHOICE, "value", choices=("units", "value"))
    within: str = column(Kind.CHOICE, "each_draw", key="in", choices=("mean", "each_draw"))
    soft_cost_cny: float | None = column(Kind.MONEY, None, unit="CNY per unit of excess")
