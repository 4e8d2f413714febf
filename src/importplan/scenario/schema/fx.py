"""Sheet `fx`: exchange rates and how much they move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class ExchangeRate(Row):
    """One row of `fx`."""

    SHEET = "fx"

    currency: str = column(Kind.CURRENCY)
    cny_per_unit: float = column(Kind.NUMBER, unit="CNY per currency", above=True)
    volatility: float | None = column(Kind.SHARE, None, unit="per year", high=5.0)
    budget_rate: float | None = column(Kind.NUMBER, None, unit="CNY per currency", above=True)
    locked_share: float = column(Kind.SHARE, 0.0)
    locked_rate: float | None = column(Kind.NUMBER, None, unit="CNY per currency", above=True)
    as_of: date | None = column(Kind.DATE, None)
    source: str = column(Kind.TEXT, "")
