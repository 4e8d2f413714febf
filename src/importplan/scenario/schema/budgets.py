"""Sheet `budgets`: cash that a payer may spend in an interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Budget(Row):
    """One row of `budgets`."""

    SHEET = "budgets"

    payer: str = column(Kind.REFERENCE, refers=("firms",), literals=("reserve", "all"))
    from_day: date | None = column(Kind.PERIOD, None, key="from")
    to_day: date | None = column(Kind.PERIOD, None, key="to")
    amount_cny: float = column(Kind.MONEY, unit="CNY")
    carry_over: bool = column(Kind.YES_NO, False)
    within: str = column(Kind.CHOICE, "plan", key="in", choices=("plan", "each_draw"))
