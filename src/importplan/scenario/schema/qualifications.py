"""Sheet `qualifications`: tax relief that a firm holds, has applied for or plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Qualification(Row):
    """One row of `qualifications`."""

    SHEET = "qualifications"

    firm: str = column(Kind.REFERENCE, refers=("firms",))
    regime: str = column(Kind.TEXT)
    certificate: str = column(Kind.TEXT, "")
    valid_from: date | None = column(Kind.DATE, None)
    valid_to: date | None = column(Kind.DATE, None)
    item: str = column(Kind.REFERENCE, "", refers=("items",))
    quota_units: float | None = column(Kind.NUMBER, None, unit="units")
    quota_cny: float | None = column(Kind.MONEY, None, unit="CNY")
    quota_usd: float | None = column(Kind.NUMBER, None, unit="USD")
    quota_scope: str = column(Kind.CHOICE, "year", choices=("year", "total"))
    status: str = column(Kind.CHOICE, "held", choices=("held", "applied", "planned"))
    decision_on: date | None = column(Kind.DATE, None)
    guarantee_share: float = column(Kind.SHARE, 0.0)
    gives_up_vat: bool = column(Kind.YES_NO, False)
    first_import_on: date | None = column(Kind.DATE, None)
    applicant_class: str = column(Kind.TEXT, "")
    goods_class: str = column(Kind.TEXT, "")
    project_approved_on: date | None = column(Kind.DATE, None)
    project_no: str = column(Kind.TEXT, "")
    policy_clause: str = column(Kind.TEXT, "")
    tax_nature: str = column(Kind.TEXT, "")
    customs_office: str = column(Kind.TEXT, "")
    import_port: str = column(Kind.TEXT, "")
    use_place: str = column(Kind.TEXT, "")
