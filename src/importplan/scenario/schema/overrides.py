"""Sheet `overrides`: small changes to a base file."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Override(Row):
    """One row of `overrides`."""

    SHEET = "overrides"

    scenario: str = column(CellKind.TEXT, "")
    sheet: str = column(CellKind.TEXT)
    id: str = column(CellKind.TEXT, "")
    column_key: str = column(CellKind.TEXT, key="column")
    value: str = column(CellKind.TEXT, "")
