"""Sheet `qualifications`: tax relief that a firm holds, has applied for or plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Qualification(Row):
    """One row of `qualifications`."""

    SHEET = "qualifications"

    firm: str = column(CellKind.REFERENCE, refers=("firms",))
    regime: str = column(CellKind.TEXT)
    certificate: str = column(CellKind.TEXT, "")
    valid_from: date | None = column(CellKind.START, None)
    valid_to: date | None = column(CellKind.END, None)
    item: str = column(CellKind.REFERENCE, "", refers=("items",))
    quota_units: float | None = column(CellKind.NUMBER, None, unit="units")
    quota_cny: float | None = column(CellKind.MONEY, None, unit="CNY")
    quota_usd: float | None = column(CellKind.NUMBER, None, unit="USD")
    quota_scope: str = column(CellKind.CHOICE, "year", choices=("year", "total"))
    status: str = column(CellKind.CHOICE, "held", choices=("held", "applied", "planned"))
    decision_on: date | None = column(CellKind.BY, None)
    guarantee_share: float = column(CellKind.SHARE, 0.0)
    gives_up_vat: bool = column(CellKind.YES_NO, False)
    first_import_on: date | None = column(CellKind.DATE, None)
    applicant_class: str = column(CellKind.TEXT, "")
    goods_class: str = column(CellKind.TEXT, "")
    project_approved_on: date | None = column(CellKind.DATE, None)
    project_no: str = column(CellKind.TEXT, "")
    policy_clause: str = column(CellKind.TEXT, "")
    approved_by: str = column(CellKind.TEXT, "")
    tax_nature: str = column(CellKind.TEXT, "")
    customs_office: str = column(CellKind.TEXT, "")
    import_port: str = column(CellKind.TEXT, "")
    use_place: str = column(CellKind.TEXT, "")
    confirmed_by: str = column(CellKind.TEXT, "")
    confirmed_on: date | None = column(CellKind.DATE, None)
    confirmed_basis: str = column(CellKind.TEXT, "")
    use: bool = column(CellKind.YES_NO, True)

    @property
    def limited(self) -> bool:
        """Whether the certificate is for so much only."""
        return not (self.quota_units is None and self.quota_cny is None and self.quota_usd is None)
