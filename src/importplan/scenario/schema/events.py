"""Sheet `events`: stress events by name and date, without probability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column
from importplan.scenario.schema.risks import STAGES


@dataclass(frozen=True, kw_only=True)
class Event(Row):
    """One row of `events`: an event has a row for each target that it hits.

    Without a target it is one of the library (`catalogs/risks/events.csv`). Without `from` it may begin in any period,
    and the one in which it is worst is told; `months` is its length where `to` is blank.
    """

    SHEET = "events"

    event: str = column(CellKind.TEXT)
    target: str = column(CellKind.TEXT, "")
    tag: str = column(CellKind.TEXT, "")
    from_day: date | None = column(CellKind.START, None, key="from")
    to_day: date | None = column(CellKind.END, None, key="to")
    months: float | None = column(CellKind.NUMBER, None, unit="months", above=True)
    severity: float = column(CellKind.SHARE, 1.0)
    effect: str = column(CellKind.CHOICE, "delay", choices=("delay", "cancel"))
    stops: str = column(CellKind.CHOICE, "shipping", choices=STAGES)
    source: str = column(CellKind.TEXT, "")
