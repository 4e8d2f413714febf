"""Is the relief in force in the whole arrival period, and does it take anything off?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.landed.claim import Claim, Finding


def ask(claim: Claim) -> Iterator[Finding]:
    """Versions of the regime on the first and the last day; suspension is not relief."""
    regime = claim.regime
    version, last = regime.on(claim.first), regime.on(claim.last)
    if version is None or last is None:
        yield claim.bars("relief-not-in-force", until=_end(claim), after_zh=regime.after_zh, after_en=regime.after_en)
        return
    if not version.lightens:
        yield claim.bars("relief-suspends-only", version.source, version.confidence, document=version.document)
    if version.confidence == "unverified":
        yield claim.doubt("relief-rule-unverified", version.source, version.confidence, document=version.document)


def _end(claim: Claim) -> str:
    ends = [version.to_day for version in claim.regime.versions]
    begun = [version.from_day for version in claim.regime.versions]
    if begun and claim.first < min(begun):
        return f"{min(begun)} →"
    return "-" if not ends or ends[-1] is None else f"→ {ends[-1]}"
