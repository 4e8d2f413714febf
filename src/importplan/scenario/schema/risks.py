"""Sheet `risks`: what may stop deliveries, how often and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Risk(Row):
    """One row of `risks`."""

    SHEET = "risks"

    risk: str = column(Kind.ID)
    what: str = column(Kind.TEXT, "")
    starts_per_year: float = column(Kind.NUMBER, 0.0, unit="per year")
    mean_months: float = column(Kind.NUMBER, 0.0, unit="months")
    distribution: str = column(Kind.CHOICE, "exponential", choices=("exponential", "lognormal", "fixed"))
    effect: str = column(Kind.CHOICE, "delay", choices=("delay", "cancel"))
    stops: str = column(Kind.CHOICE, "shipping", choices=("making", "shipping", "transport"))
    active_until: date | None = column(Kind.DATE, None)
    source: str = column(Kind.TEXT, "")
