"""Is there a certificate that covers every day of the arrival period, a project before the goods, and a quota?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.labels import Language, text
from importplan.catalog.rules.relief_words import days_until
from importplan.customs.relief.claim import LANGUAGES, CalledByName, Claim, Finding

NAMES = {"certificate": CalledByName.CERTIFICATE, "firm": CalledByName.FIRM}
QUOTAS = ("quota_units", "quota_cny", "quota_usd")


def ask(claim: Claim) -> Iterator[Finding]:
    """Dates, number and standing of the certificate, day of the project, quota."""
    row = claim.row
    if row.valid_from is not None and row.valid_from > claim.first:
        yield claim.bars("relief-certificate-early", **NAMES, day=row.valid_from)
    if row.valid_to is not None and row.valid_to < claim.last:
        yield claim.bars("relief-certificate-expired", **NAMES, day=row.valid_to)
    if row.status == "planned":
        yield claim.bars("relief-planned", **NAMES)
    elif row.status == "applied":
        yield claim.doubt("relief-applied", **NAMES)
    yield from _numbers(claim)
    if row.status == "held" and claim.regime.needs_confirmed_item:
        if not row.certificate:
            yield claim.doubt("relief-certificate-unnumbered", firm=CalledByName.FIRM)
        if row.valid_from is None and row.valid_to is None:
            yield claim.doubt("relief-certificate-undated", **NAMES)
    if row.project_approved_on is not None and row.project_approved_on > claim.first:
        yield claim.bars("relief-project-later", **NAMES, day=row.project_approved_on, first=claim.first)
    if any(getattr(row, name) is not None for name in QUOTAS):
        zh, en = (_quota(claim, language) for language in LANGUAGES)
        yield _within_quota(claim, quota_zh=zh, quota_en=en)


def _numbers(claim: Claim) -> Iterator[Finding]:
    """What stands for a number and is none bars: what is still applied for, struck off, or has run out."""
    row, vocabulary = claim.row, claim.catalog.relief_words
    if row.status != "held":
        return  # its numbers are still to come
    for words, column in ((row.certificate, "certificate"), (row.project_no, "project_no")):
        names = {f"column_{language}": text(f"column.qualifications.{column}", language) for language in LANGUAGES}
        if word := vocabulary.is_no_number(words):
            yield claim.bars("relief-number-none", firm=CalledByName.FIRM, words=words, word=word, **names)
        for day in days_until(words):
            if day < claim.last:
                yield claim.bars("relief-number-over", firm=CalledByName.FIRM, words=words, day=day, **names)


def _within_quota(claim: Claim, **stated: str) -> Finding:
    """A quota of nothing relieves nothing, nor does one below a unit that cannot be divided."""
    row, item = claim.row, claim.item
    stated_quotas = [value for name in QUOTAS if (value := getattr(row, name)) is not None]
    if min(stated_quotas) <= 0 or (row.quota_units is not None and item.whole_units and row.quota_units < 1):
        return claim.bars("relief-quota-nothing", **stated)
    value = item.reference_value_cny
    if item.whole_units and value and row.quota_cny is not None and row.quota_cny < value:
        return claim.doubt("relief-quota-below-unit", value=value, **stated)
    return claim.supports("relief-quota", **stated)


def _quota(claim: Claim, language: Language) -> str:
    row = claim.row
    stated = {name: value for name in QUOTAS if (value := getattr(row, name)) is not None}
    words = (f"{text(f'column.qualifications.{name}', language)} {value:,.0f}" for name, value in stated.items())
    scope = text(f"choice.qualifications.quota_scope.{row.quota_scope}", language)
    return "; ".join((*words, scope))
