"""Sheet `budgets`: cash that a payer may spend in an interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Budget(Row):
    """One row of `budgets`."""

    SHEET = "budgets"

    payer: str = column(CellKind.REFERENCE, refers=("firms",), literals=("reserve", "all"))
    from_day: date | None = column(CellKind.START, None, key="from")
    to_day: date | None = column(CellKind.END, None, key="to")
    amount_cny: float = column(CellKind.MONEY, unit="CNY")
    carry_over: bool = column(CellKind.YES_NO, False)
    within: str = column(CellKind.CHOICE, "plan", key="in", choices=("plan", "each_draw"))
