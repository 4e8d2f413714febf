"""Sheet `draws`: the workbook's own draws and their weights."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Draw(Row):
    """One row of `draws`."""

    SHEET = "draws"

    draw: str = column(CellKind.ID)
    weight: float = column(CellKind.NUMBER, 1.0)
