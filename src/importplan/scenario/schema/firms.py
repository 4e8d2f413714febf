"""Sheet `firms`: the firms that need the goods and pay for them."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column

NEVER_MONTHS = 1_200.0  # beyond every horizon


@dataclass(frozen=True, kw_only=True)
class Firm(Row):
    """One row of `firms`."""

    SHEET = "firms"

    firm: str = column(CellKind.ID)
    name: str = column(CellKind.TEXT, "")
    credit_code: str = column(CellKind.TEXT, "")
    city: str = column(CellKind.TEXT, "")
    industry: str = column(CellKind.TEXT, "")
    ownership: str = column(CellKind.CHOICE, "", choices=("state", "private", "foreign"))
    customs_code: str = column(CellKind.TEXT, "")
    aeo: bool = column(CellKind.YES_NO, False)
    vat_deductible: bool = column(CellKind.YES_NO, True)
    vat_recovery_months: float = column(CellKind.NUMBER, 1.0, unit="months")
    vat_credit_surplus: bool = column(CellKind.YES_NO, False)

    @property
    def recovery_months(self) -> float:
        """Months until deductible VAT comes back: with a standing surplus of credits, not within any plan."""
        return NEVER_MONTHS if self.vat_credit_surplus else self.vat_recovery_months
