"""Sheet `firms`: the firms that need the goods and pay for them."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Firm(Row):
    """One row of `firms`."""

    SHEET = "firms"

    firm: str = column(Kind.ID)
    name: str = column(Kind.TEXT, "")
    credit_code: str = column(Kind.TEXT, "")
    city: str = column(Kind.TEXT, "")
    industry: str = column(Kind.TEXT, "")
    ownership: str = column(Kind.CHOICE, "", choices=("state", "private", "foreign"))
    customs_code: str = column(Kind.TEXT, "")
    aeo: bool = column(Kind.YES_NO, False)
    vat_deductible: bool = column(Kind.YES_NO, True)
    vat_recovery_months: float = column(Kind.NUMBER, 1.0, unit="months")
