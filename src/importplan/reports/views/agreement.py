"""Whether the ledger, which recomputes the plan without a solver, agrees with the objective line by line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from importplan.plan.lines import COST_LINES
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult

TOLERANCE_SHARE = 1e-6  # of the total cost


@dataclass(frozen=True)
class Agreement:
    """The largest difference of any cost line, and how many constraints the ledger found broken."""

    largest_cny: float
    line: str
    violations: int
    agrees: bool

    def words(self, names: Names) -> str:
        """One sentence."""
        key = "result.ledger.agrees" if self.agrees else "result.ledger.differs"
        line = names.word(f"result.cost.{self.line}")
        return names.word(key, amount=self.largest_cny, line=line, violations=self.violations)


def agreement(result: PlanResult) -> Agreement:
    """Compare the solution's cost lines with the ledger's."""
    costs, ledger = result.solution.costs, result.audit
    assert costs is not None
    difference = np.abs(costs.expected - ledger.costs.expected)
    worst = int(np.argmax(difference))
    tolerance = max(1.0, TOLERANCE_SHARE * float(np.abs(costs.expected).sum()))
    good = bool(difference[worst] <= tolerance) and not ledger.violations
    return Agreement(float(difference[worst]), COST_LINES[worst], len(ledger.violations), good)
