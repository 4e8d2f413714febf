"""Sheet `settings`: basic settings of the case, one `key`, `value` line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column

CURRENT = 2  # of the format of the workbook: raised when a cell comes to mean something else


@dataclass(frozen=True, kw_only=True)
class Settings(Row):
    """One row of `settings`."""

    SHEET = "settings"
    ONE_ROW = True

    title: str = column(CellKind.TEXT, "")
    owner: str = column(CellKind.CHOICE, "firm", choices=("firm", "bureau"))
    start: date = column(CellKind.START)
    period: str = column(CellKind.CHOICE, "quarter", choices=("quarter", "month"))
    periods: int = column(CellKind.WHOLE, 12, low=1, high=600)
    base_currency: str = column(CellKind.CHOICE, "CNY", choices=("CNY",))
    discount_rate: float = column(CellKind.SHARE, 0.04, unit="per year")
    goal: str = column(CellKind.CHOICE, "weighted", choices=("weighted", "cvar_limit", "min_cvar", "ordered"))
    risk_level: float = column(CellKind.SHARE, 0.95)
    risk_weight: float = column(CellKind.SHARE, 0.5)
    risk_limit_cny: float | None = column(CellKind.MONEY, None, unit="CNY")
    goal_tolerance: float = column(CellKind.SHARE, 0.01)
    base: str = column(CellKind.TEXT, "")
    draws: int = column(CellKind.WHOLE, 200, low=1, high=100_000)
    seed: int = column(CellKind.WHOLE, 1)
    gap: float = column(CellKind.SHARE, 0.001)
    time_limit_s: float = column(CellKind.NUMBER, 300.0, unit="s", above=True)
    shortage_share: float = column(CellKind.SHARE, 0.05, unit="per period", high=10.0)
    open_need_share: float = column(CellKind.SHARE, 1.2, high=10.0)
    terminal_value_share: float = column(CellKind.SHARE, 0.0)
    budgeted_probability: float = column(CellKind.SHARE, 0.8)
    approved_probability: float = column(CellKind.SHARE, 0.55)
    wished_probability: float = column(CellKind.SHARE, 0.3)
    language: str = column(CellKind.CHOICE, "zh", choices=("zh", "en"))
    schema: int = column(CellKind.WHOLE, CURRENT, low=1)
    version: str = column(CellKind.TEXT, "")
    prepared_by: str = column(CellKind.TEXT, "")
    reviewed_by: str = column(CellKind.TEXT, "")
    approved_by: str = column(CellKind.TEXT, "")
    data_as_of: date | None = column(CellKind.DATE, None)
    marking: str = column(CellKind.TEXT, "")
    example: bool = column(CellKind.YES_NO, False)
    contingency_share: float = column(CellKind.SHARE, 0.0)
    smallest_cell: int = column(CellKind.WHOLE, 3, unit="firms", low=1)
    dominant_firms: int = column(CellKind.WHOLE, 1, unit="firms", low=1)
    dominant_share: float = column(CellKind.SHARE, 0.75)
    guess_share: float = column(CellKind.SHARE, 0.1)
    catalogs: str = column(CellKind.TEXT, "")
