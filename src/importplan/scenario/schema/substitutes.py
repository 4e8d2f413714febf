"""Sheet `substitutes`: items that may serve in place of another."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Substitute(Row):
    """One row of `substitutes`."""

    SHEET = "substitutes"
    item: str = column(CellKind.REFERENCE, refers=("items",))
    serves: str = column(CellKind.REFERENCE, refers=("items",))
    ratio: float = column(CellKind.NUMBER, 1.0, above=True)
