"""Sheet `risk_targets`: what a risk hits: a country, a supplier, a lane; only items with a tag."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class RiskTarget(Row):
    """One row of `risk_targets`."""

    SHEET = "risk_targets"

    risk: str = column(Kind.REFERENCE, refers=("risks",))
    target: str = column(Kind.TEXT)
    tag: str = column(Kind.TEXT, "")
    hit_probability: float = column(Kind.SHARE, 1.0)
    severity: float = column(Kind.SHARE, 1.0)
