"""Sheet `installed_base`: machines in use, from which the need for parts follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class InstalledBase(Row):
    """One row of `installed_base`."""

    SHEET = "installed_base"
    USED = False

    firm: str = column(Kind.REFERENCE, "", refers=("firms",))
    item: str = column(Kind.REFERENCE, refers=("items",))
    quantity: float = column(Kind.NUMBER, unit="units")
    commissioned: date | None = column(Kind.DATE, None)
    hours_per_year: float | None = column(Kind.NUMBER, None, unit="hours per year")
