"""Sheet `demand`: who needs how much of what, when, and what a delay costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.basics.spans import TimeSpan
from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Demand(Row):
    """One row of `demand`."""

    SHEET = "demand"

    line: str = column(CellKind.ID)
    firm: str = column(CellKind.REFERENCE, "", refers=("firms",))
    item: str = column(CellKind.REFERENCE, refers=("items",))
    period: TimeSpan = column(CellKind.PERIOD)
    quantity: float = column(CellKind.NUMBER, unit="units")
    priority: int = column(CellKind.WHOLE, 2, low=1, high=3)
    priority_by: str = column(CellKind.CHOICE, "", choices=("bureau", "firm"))
    firmness: str | float = column(
        CellKind.PROBABILITY_WORD, "ordered", choices=("ordered", "budgeted", "approved", "wished")
    )
    quantity_low: float | None = column(CellKind.NUMBER, None, unit="units")
    quantity_high: float | None = column(CellKind.NUMBER, None, unit="units")
    shortage_cost_cny: float | None = column(CellKind.MONEY, None, unit="CNY per unit and period late")
    lost_after_periods: int | None = column(CellKind.WHOLE, None, unit="periods", low=1)
    accepts: tuple[str, ...] = column(CellKind.LIST, ())
    shortage_basis: str = column(CellKind.CHOICE, "", choices=("measured", "estimated", "default"))
    source: str = column(CellKind.TEXT, "")
    use: bool = column(CellKind.YES_NO, True)
    # No columns: a need that follows from other sheets is never written out again, and comes where another line comes.
    derived: bool = False
    comes_with: str = ""

    def __post_init__(self) -> None:
        # A plain day is a period of one day.
        if isinstance(self.period, date):
            object.__setattr__(self, "period", TimeSpan.on(self.period))
