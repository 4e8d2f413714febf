"""Sheet `fx`: exchange rates and how much they move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class ExchangeRate(Row):
    """One row of `fx`."""

    SHEET = "fx"

    currency: str = column(CellKind.CURRENCY)
    cny_per_unit: float = column(CellKind.NUMBER, unit="CNY per currency", above=True)
    volatility: float | None = column(CellKind.SHARE, None, unit="per year", high=5.0)
    budget_rate: float | None = column(CellKind.NUMBER, None, unit="CNY per currency", above=True)
    locked_share: float = column(CellKind.SHARE, 0.0)
    locked_rate: float | None = column(CellKind.NUMBER, None, unit="CNY per currency", above=True)
    as_of: date | None = column(CellKind.DATE, None)
    source: str = column(CellKind.TEXT, "")
