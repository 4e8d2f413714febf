"""One file per question that a claim to relief must answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importplan.customs.relief.claim import Claim, Finding
from importplan.customs.relief.questions import applicant, certificate, confirmed, given_up, goods, in_force, not_exempt

Question = Callable[[Claim], Iterator[Finding]]
QUESTIONS: tuple[Question, ...] = (
    goods.ask, in_force.ask, applicant.ask, certificate.ask, confirmed.ask, not_exempt.ask,
    given_up.ask,
)  # fmt: skip
