"""Sheet `sites`: where goods are stored."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Site(Row):
    """One row of `sites`."""

    SHEET = "sites"

    site: str = column(CellKind.ID)
    kind: str = column(CellKind.CHOICE, "ordinary", choices=("ordinary", "bonded"))
    capacity_m3: float | None = column(CellKind.NUMBER, None, unit="m3")
    cost_cny_per_m3_month: float = column(CellKind.MONEY, 0.0, unit="CNY per m3 and month")
    longest_stay_months: float | None = column(CellKind.NUMBER, None, unit="months")
    owner: str = column(CellKind.REFERENCE, "", refers=("firms",), literals=("reserve",))
    may_build_reserve: bool = column(CellKind.YES_NO, True)
