"""Sheet `demand_risks`: how much the demand of an industry moves."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class DemandRisk(Row):
    """One row of `demand_risks`."""

    SHEET = "demand_risks"

    industry: str = column(CellKind.TEXT, "")
    volatility: float = column(CellKind.SHARE, unit="per year", high=5.0)
