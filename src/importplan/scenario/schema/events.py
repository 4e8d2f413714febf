"""Sheet `events`: stress events by name and date, without probability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column
from importplan.scenario.schema.risks import STAGES


@dataclass(frozen=True, kw_only=True)
class Event(Row):
    """One row of `events`."""

    SHEET = "events"
    USED = False

    event: str = column(CellKind.ID)
    target: str = column(CellKind.TEXT)
    tag: str = column(CellKind.TEXT, "")
    from_day: date = column(CellKind.START, key="from")
    to_day: date = column(CellKind.END, key="to")
    severity: float = column(CellKind.SHARE, 1.0)
    effect: str = column(CellKind.CHOICE, "delay", choices=("delay", "cancel"))
    stops: str = column(CellKind.CHOICE, "shipping", choices=STAGES)
