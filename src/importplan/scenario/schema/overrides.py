"""Sheet `overrides`: small changes to a base file."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Override(Row):
    """One row of `overrides`."""

    SHEET = "overrides"
    USED = False

    sheet: str = column(Kind.TEXT)
    id: str = column(Kind.TEXT)
    value: str = column(Kind.TEXT)
    column_key: str = column(Kind.TEXT, key="column")
