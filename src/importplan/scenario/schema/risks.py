"""Sheet `risks`: what may stop deliveries, how often and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column

STAGES = ("making", "shipping", "transport")  # of a shipment that an outage stops


@dataclass(frozen=True, kw_only=True)
class Risk(Row):
    """One row of `risks`."""

    SHEET = "risks"

    risk: str = column(CellKind.ID)
    what: str = column(CellKind.TEXT, "")
    starts_per_year: float = column(CellKind.NUMBER, 0.0, unit="per year")
    mean_months: float = column(CellKind.NUMBER, 0.0, unit="months")
    distribution: str = column(CellKind.CHOICE, "exponential", choices=("exponential", "lognormal", "fixed"))
    effect: str = column(CellKind.CHOICE, "delay", choices=("delay", "cancel"))
    stops: str = column(CellKind.CHOICE, "shipping", choices=STAGES)
    active_until: date | None = column(CellKind.END, None)
    source: str = column(CellKind.TEXT, "")
    use: bool = column(CellKind.YES_NO, True)
