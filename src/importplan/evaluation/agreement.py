"""Whether the ledger, which recomputes a plan without a solver, agrees with the solver's cost lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from importplan.evaluation.ledger.audit import Ledger
from importplan.plan.lines import COST_LINES
from importplan.plan.solution import CostLines

TOLERANCE_SHARE = 1e-6  # of the total cost


@dataclass(frozen=True)
class LedgerAgreement:
    """The largest difference of any cost line, and how many constraints the ledger found broken."""

    largest_cny: float
    line: str
    violations: int
    agrees: bool


def agreement(costs: CostLines, ledger: Ledger) -> LedgerAgreement:
    """Compare a solution's cost lines with the ledger's."""
    difference = np.abs(costs.expected - ledger.costs.expected)
    worst = int(np.argmax(difference))
    return agreement_within(float(difference[worst]), COST_LINES[worst], ledger)


def agreement_within(largest_cny: float, line: str, ledger: Ledger) -> LedgerAgreement:
    """The same where the largest difference, and the line that it is of, are known."""
    tolerance = max(1.0, TOLERANCE_SHARE * float(np.abs(ledger.costs.expected).sum()))
    violations = len(ledger.violations)
    return LedgerAgreement(largest_cny, line, violations, largest_cny <= tolerance and not violations)
