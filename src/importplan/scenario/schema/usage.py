"""Sheet `usage`: parts that a machine uses up."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Usage(Row):
    """One row of `usage`."""

    SHEET = "usage"

    machine: str = column(CellKind.REFERENCE, refers=("items",))
    item: str = column(CellKind.REFERENCE, refers=("items",))
    quantity_per_year: float | None = column(CellKind.NUMBER, None, unit="units per machine and year")
    life_hours: float | None = column(CellKind.NUMBER, None, unit="hours", above=True)
    critical: bool = column(CellKind.YES_NO, False)
    shortage_cost_cny: float | None = column(CellKind.MONEY, None, unit="CNY per unit and period late")
