"""What the judgements of a case would be once a doubt about a relief is settled, either way.

A doubt speaks of the grounds on which a firm's goods are relieved: the row of a list, the certificate, a ruling.
Settled with **yes**, what only asked for that paper bars no more and its doubts are gone. Settled with **no**, the
doubts bar.
What no paper of this kind can mend (another kind of goods, a relief that is not in force) stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from importplan.customs.relief.claim import Effect, Finding
from importplan.customs.relief.rulings import ClaimRuling, HolderRuling, Judgements, Ruling
from importplan.customs.relief.verdict import Verdict


class Ground(Enum):
    """What a relief rests on, which somebody can settle."""

    ROW = "row"  # the row of the list and who has confirmed it
    RULING = "ruling"  # customs: another heading, better than a not-exempt row, other goods
    CERTIFICATE = "certificate"  # the papers of the firm


OF_RULING = (
    "relief-not-exempt", "relief-better", "relief-other-", "relief-older-", "relief-conflict", "relief-compared",
    "relief-kind-heading", "relief-class-heading", "relief-row-code", "relief-row-ex", "relief-goods-class-open",
    "relief-used",
)  # fmt: skip
OF_CERTIFICATE = (
    "relief-certificate-unnumbered", "relief-certificate-undated", "relief-applicant-missing",
    "relief-applicant-unverified", "relief-rule-unverified", "relief-equipment-not-named",
)  # fmt: skip
OF_ROW = (
    "relief-item-not-confirmed", "relief-unsigned", "relief-row-not-in-hand", "relief-row-signed",
    "relief-row-illustrative", "relief-row-stale", "relief-row-unverified", "relief-requirement-unknown",
    "relief-list-missing", "relief-reference-unreadable", "relief-consent-incomplete", "relief-consent-all-items",
    "relief-consent-shared", "relief-consent-example", "relief-consent-shown", "relief-consent-nobody",
    "relief-consent-repealed", "relief-consent-asks", "relief-consent-no-paper", "relief-consent-vague",
)  # fmt: skip


def ground_of(finding: Finding) -> Ground | None:
    """On which ground a finding puts a doubt or asks for a paper; None where no paper settles it."""
    if finding.effect is Effect.SUPPORTS:
        return None
    if finding.code.startswith(OF_RULING):
        return Ground.RULING
    if finding.code in OF_CERTIFICATE:
        return Ground.CERTIFICATE
    return Ground.ROW if finding.code in OF_ROW else None


@dataclass(frozen=True)
class Grounds:
    """The grounds of one kind on which the goods of a firm are relieved; `item` is blank for all its goods."""

    ground: Ground
    firm: str
    regime: str
    item: str

    def speak_of(self, entry: ClaimRuling) -> bool:
        """Whether a claim rests on them."""
        named = (entry.relief.row.firm, entry.relief.regime.key) == (self.firm, self.regime)
        return named and self.item in ("", entry.item.item)

    def settled(self, judgements: Judgements, holds: bool) -> Judgements:
        """The judgements once it is known that the grounds hold, or do not. Claims that shared a ruling still do."""
        known: dict[int, HolderRuling] = {}

        def of(entry: ClaimRuling) -> ClaimRuling:
            if not self.speak_of(entry):
                return entry
            found = known.get(id(entry.judgement))
            if found is None:
                ruling = entry.judgement.ruling
                verdicts = tuple(self.answered(verdict, holds) for verdict in ruling.verdicts)
                found = replace(entry.judgement, ruling=Ruling(verdicts, ruling.of_period))
                known[id(entry.judgement)] = found
            return replace(entry, judgement=found)

        return Judgements(tuple(map(of, judgements.claims)))

    def answered(self, verdict: Verdict, holds: bool) -> Verdict:
        """A verdict once it is known whether the grounds hold."""

        def kept() -> Iterable[Finding]:
            for found in verdict.findings:
                if ground_of(found) is not self.ground:
                    yield found
                elif not holds:
                    yield replace(found, effect=Effect.BARS)

        return replace(verdict, findings=tuple(kept()))
