"""Sheet `draw_values`: values that a draw of the workbook gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class DrawValue(Row):
    """One row of `draw_values`."""

    SHEET = "draw_values"

    draw: str = column(Kind.REFERENCE, refers=("draws",))
    what: str = column(Kind.CHOICE, choices=("demand", "availability", "price", "fx", "delay_days"))
    id: str = column(Kind.TEXT)
    period: date | None = column(Kind.PERIOD, None)
    value: float = column(Kind.NUMBER)
