"""Is the relief in force in the whole arrival period, and does it take anything off?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.labels import LANGUAGES, text
from importplan.customs.relief.claim import Claim, Finding


def ask(claim: Claim) -> Iterator[Finding]:
    """Versions of the regime on the first and the last day; suspension is not relief."""
    regime = claim.regime
    version, last = regime.on(claim.first), regime.on(claim.last)
    if version is None or last is None:
        yield claim.bars("relief-not-in-force", after_zh=regime.after_zh, after_en=regime.after_en, **_term(claim))
        return
    if not version.lightens:
        yield claim.bars("relief-suspends-only", version.source, version.confidence, document=version.document)
    if version.confidence == "unverified":
        yield claim.doubt("relief-rule-unverified", version.source, version.confidence, document=version.document)


def _term(claim: Claim) -> dict[str, str]:
    """In words of both languages: from or until when the regime is in force."""
    ends = [version.to_day for version in claim.regime.versions]
    begun = [version.from_day for version in claim.regime.versions]
    key, day = "verdict.in_force_never", None
    if begun and claim.first < min(begun):
        key, day = "verdict.in_force_from", min(begun)
    elif ends and ends[-1] is not None:
        key, day = "verdict.in_force_until", ends[-1]
    return {f"until_{language}": text(key, language, day=day) for language in LANGUAGES}
