"""Is there a certificate that covers every day of the arrival period, and a quota?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.landed.claim import Claim, Finding


def ask(claim: Claim) -> Iterator[Finding]:
    """Dates of the certificate, its standing, its quota."""
    row = claim.row
    certificate, firm = row.certificate or "-", row.firm
    if row.valid_from is not None and row.valid_from > claim.first:
        yield claim.bars("relief-certificate-early", certificate=certificate, firm=firm, day=row.valid_from)
    if row.valid_to is not None and row.valid_to < claim.last:
        yield claim.bars("relief-certificate-expired", certificate=certificate, firm=firm, day=row.valid_to)
    if row.status == "planned":
        yield claim.bars("relief-planned", certificate=certificate, firm=firm)
    elif row.status == "applied":
        yield claim.doubt("relief-applied", certificate=certificate, firm=firm)
    quotas = {"quota_units": row.quota_units, "quota_cny": row.quota_cny, "quota_usd": row.quota_usd}
    stated = [f"{name} {value:,.0f}" for name, value in quotas.items() if value is not None]
    if stated:
        yield claim.supports("relief-quota", quota="; ".join(stated), scope=row.quota_scope)
