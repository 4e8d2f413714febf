"""Whether the ledger agrees with the solver, in words."""

from __future__ import annotations

from importplan.evaluation.agreement import LedgerAgreement
from importplan.evaluation.ledger.audit import Ledger
from importplan.evaluation.ledger.violation import Violation
from importplan.results.names import Names


def agreement_words(found: LedgerAgreement, names: Names) -> str:
    """One sentence."""
    key = "result.ledger.agrees" if found.agrees else "result.ledger.differs"
    line = names.word(f"result.cost.{found.line}")
    return names.word(key, amount=found.largest_cny, line=line, violations=found.violations)


def contract_words(ledger: Ledger, names: Names) -> tuple[str, ...]:
    """What today's plans do otherwise than the contract, a sentence each: the largest case and how many there are."""
    return tuple(_sentence(reading, found, names) for reading, found in by_reading(ledger).items())


def by_reading(ledger: Ledger) -> dict[str, list[Violation]]:
    """What plans do otherwise than the contract, by the reading of it."""
    readings: dict[str, list[Violation]] = {}
    for entry in ledger.contract:
        readings.setdefault(entry.about[0], []).append(entry)
    return readings


def _sentence(reading: str, found: list[Violation], names: Names) -> str:
    largest = max(found, key=lambda entry: entry.excess)
    words = names.word(f"result.contract.{reading}", about=" ".join(largest.about[1:]), excess=largest.excess)
    return words + (names.word("result.contract.several", count=len(found)) if len(found) > 1 else "")
