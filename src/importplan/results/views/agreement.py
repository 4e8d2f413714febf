"""Whether the ledger agrees with the solver, in words."""

from __future__ import annotations

from importplan.evaluation.agreement import LedgerAgreement
from importplan.results.names import Names


def agreement_words(found: LedgerAgreement, names: Names) -> str:
    """One sentence."""
    key = "result.ledger.agrees" if found.agrees else "result.ledger.differs"
    line = names.word(f"result.cost.{found.line}")
    return names.word(key, amount=found.largest_cny, line=line, violations=found.violations)
