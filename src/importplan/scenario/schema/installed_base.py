"""Sheet `installed_base`: machines in use, from which the need for parts follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class InstalledBase(Row):
    """One row of `installed_base`."""

    SHEET = "installed_base"

    firm: str = column(CellKind.REFERENCE, "", refers=("firms",))
    item: str = column(CellKind.REFERENCE, refers=("items",))
    quantity: float = column(CellKind.NUMBER, unit="units")
    commissioned: date | None = column(CellKind.START, None)
    hours_per_year: float | None = column(CellKind.NUMBER, None, unit="hours per year")
