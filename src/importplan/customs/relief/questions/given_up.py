"""Has the firm given up the relief of import VAT? Then duty alone is freed, and it cannot change its mind for years."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.customs.relief.claim import Claim, Finding


def ask(claim: Claim) -> Iterator[Finding]:
    """What giving up means where the regime frees VAT; nothing to give up elsewhere."""
    version, waiver = claim.regime.on(claim.first), claim.regime.vat_waiver
    if not claim.row.gives_up_vat or version is None:
        return
    if waiver is None or "import_vat" not in version.frees:
        yield claim.doubt("relief-nothing-to-give-up")
        return
    yield claim.doubt("relief-vat-given-up", waiver.source, waiver.confidence, months=waiver.months)
