"""Sheet `usage`: parts that a machine uses up."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Usage(Row):
    """One row of `usage`."""

    SHEET = "usage"
    USED = False

    machine: str = column(Kind.REFERENCE, refers=("items",))
    item: str = column(Kind.REFERENCE, refers=("items",))
    quantity_per_year: float | None = column(Kind.NUMBER, None, unit="units per machine and year")
    life_hours: float | None = column(Kind.NUMBER, None, unit="hours", above=True)
    critical: bool = column(Kind.YES_NO, False)
