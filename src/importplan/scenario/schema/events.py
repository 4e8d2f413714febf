"""Sheet `events`: stress events by name and date, without probability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Event(Row):
    """One row of `events`."""

    SHEET = "events"
    USED = False

    event: str = column(Kind.ID)
    target: str = column(Kind.TEXT)
    tag: str = column(Kind.TEXT, "")
    from_day: date = column(Kind.PERIOD, key="from")
    to_day: date = column(Kind.PERIOD, key="to")
    severity: float = column(Kind.SHARE, 1.0)
    effect: str = column(Kind.CHOICE, "delay", choices=("delay", "cancel"))
    stops: str = column(Kind.CHOICE, "shipping", choices=("making", "shipping", "transport"))
