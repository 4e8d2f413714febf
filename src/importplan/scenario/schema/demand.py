"""Sheet `demand`: who needs how much of what, when, and what a delay costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Demand(Row):
    """One row of `demand`."""

    SHEET = "demand"

    line: str = column(Kind.ID)
    firm: str = column(Kind.REFERENCE, "", refers=("firms",))
    item: str = column(Kind.REFERENCE, refers=("items",))
    period: date = column(Kind.PERIOD)
    quantity: float = column(Kind.NUMBER, unit="units")
    priority: int = column(Kind.WHOLE, 2, low=1, high=3)
    firmness: str | float = column(
        Kind.PROBABILITY_WORD, "ordered", choices=("ordered", "budgeted", "approved", "wished")
    )
    quantity_low: float | None = column(Kind.NUMBER, None, unit="units")
    quantity_high: float | None = column(Kind.NUMBER, None, unit="units")
    shortage_cost_cny: float | None = column(Kind.MONEY, None, unit="CNY per unit and period late")
    lost_after_periods: int | None = column(Kind.WHOLE, None, unit="periods", low=1)
    accepts: tuple[str, ...] = column(Kind.LIST, (), used=False)
    shortage_basis: str = column(Kind.CHOICE, "", choices=("measured", "estimated", "default"))
    source: str = column(Kind.TEXT, "")
