"""Is there a certificate that covers every day of the arrival period, and a quota?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.labels import Language, text
from importplan.customs.relief.claim import LANGUAGES, CalledByName, Claim, Finding

NAMES = {"certificate": CalledByName.CERTIFICATE, "firm": CalledByName.FIRM}
QUOTAS = ("quota_units", "quota_cny", "quota_usd")


def ask(claim: Claim) -> Iterator[Finding]:
    """Dates of the certificate, its standing, its quota."""
    row = claim.row
    if row.valid_from is not None and row.valid_from > claim.first:
        yield claim.bars("relief-certificate-early", **NAMES, day=row.valid_from)
    if row.valid_to is not None and row.valid_to < claim.last:
        yield claim.bars("relief-certificate-expired", **NAMES, day=row.valid_to)
    if row.status == "planned":
        yield claim.bars("relief-planned", **NAMES)
    elif row.status == "applied":
        yield claim.doubt("relief-applied", **NAMES)
    if any(getattr(row, name) is not None for name in QUOTAS):
        zh, en = (_quota(claim, language) for language in LANGUAGES)
        yield claim.supports("relief-quota", quota_zh=zh, quota_en=en)


def _quota(claim: Claim, language: Language) -> str:
    row = claim.row
    stated = {name: value for name in QUOTAS if (value := getattr(row, name)) is not None}
    words = (f"{text(f'column.qualifications.{name}', language)} {value:,.0f}" for name, value in stated.items())
    scope = text(f"choice.qualifications.quota_scope.{row.quota_scope}", language)
    return "; ".join((*words, scope))
