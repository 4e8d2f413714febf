"""Sheet `draws`: the workbook's own draws and their weights."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Draw(Row):
    """One row of `draws`."""

    SHEET = "draws"

    draw: str = column(Kind.ID)
    weight: float = column(Kind.NUMBER, 1.0)
