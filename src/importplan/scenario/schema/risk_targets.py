"""Sheet `risk_targets`: what a risk hits: a country, a supplier, a lane; only items with a tag."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class RiskTarget(Row):
    """One row of `risk_targets`."""

    SHEET = "risk_targets"

    risk: str = column(CellKind.REFERENCE, refers=("risks",))
    target: str = column(CellKind.TEXT)
    tag: str = column(CellKind.TEXT, "")
    hit_probability: float = column(CellKind.SHARE, 1.0)
    severity: float = column(CellKind.SHARE, 1.0)
