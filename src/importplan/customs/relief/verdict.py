"""The judgement whether a relief may be used: what bars it, what leaves a doubt, what speaks for it.

Granted is what nothing bars. A relief that is only planned would be granted once it is held; until then it is taxed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from importplan.catalog.rules.regimes import RegimeVersion
from importplan.customs.relief.claim import CalledByName, Claim, Effect, Finding
from importplan.customs.relief.questions import QUESTIONS

PLANNED = "relief-planned"


@dataclass(frozen=True)
class Verdict:
    """All findings on a claim, and the treatment that it would have."""

    findings: tuple[Finding, ...]
    treatment: RegimeVersion | None

    @cached_property
    def granted(self) -> bool:
        """Whether the goods may be declared under the relief."""
        return self.treatment is not None and not self.bars

    @cached_property
    def would_be_granted(self) -> bool:
        """Whether nothing is in the way but that the certificate is only planned."""
        return self.treatment is not None and all(found.code == PLANNED for found in self.bars)

    @cached_property
    def bars(self) -> tuple[Finding, ...]:
        """What is missing to use the relief."""
        return self._of(Effect.BARS)

    @cached_property
    def doubts(self) -> tuple[Finding, ...]:
        """What has to be checked before anybody rests on the relief."""
        return self._of(Effect.DOUBT)

    def told(self, holder: Mapping[CalledByName, str]) -> Verdict:
        """The verdict as one holder of such a certificate is told."""
        return replace(self, findings=tuple(found.told(holder) for found in self.findings))

    def _of(self, effect: Effect) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.effect is effect)


def judge(claim: Claim) -> Verdict:
    """Ask every question of a claim."""
    return Verdict(tuple(found for ask in QUESTIONS for found in ask(claim)), treatment(claim))


def treatment(claim: Claim) -> RegimeVersion | None:
    """What the relief frees or spreads on the first day, as the class of goods says."""
    version, goods = claim.regime.on(claim.first), claim.goods_class
    if version is None:
        return None
    frees, spread = version.frees, version.vat_instalments
    if goods is not None:
        frees = frees if goods.frees is None else goods.frees
        spread = goods.vat_instalments or spread
    if claim.row.gives_up_vat:
        frees = tuple(charge for charge in frees if charge != "import_vat")
    return replace(version, frees=frees, vat_instalments=spread)
