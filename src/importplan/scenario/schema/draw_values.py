"""Sheet `draw_values`: values that a draw of the workbook gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.basics.spans import TimeSpan
from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class DrawValue(Row):
    """One row of `draw_values`."""

    SHEET = "draw_values"

    draw: str = column(CellKind.REFERENCE, refers=("draws",))
    what: str = column(CellKind.CHOICE, choices=("demand", "availability", "price", "fx", "delay_days"))
    id: str = column(CellKind.TEXT)
    period: TimeSpan | None = column(CellKind.PERIOD, None)
    value: float = column(CellKind.NUMBER)

    def __post_init__(self) -> None:
        # A plain day is a period of one day.
        if isinstance(self.period, date):
            object.__setattr__(self, "period", TimeSpan.on(self.period))
