"""The ledger: every cost line and every constraint recomputed from an exported plan, with no solver and no model."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.evaluation import limits
from importplan.evaluation.cash import Cash, cash
from importplan.evaluation.constraints import Violation, check
from importplan.evaluation.cost_ledger import recompute
from importplan.evaluation.deals import deals
from importplan.evaluation.statement import Books
from importplan.landed.table import LandedTable
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet


@dataclass(frozen=True)
class Ledger:
    """What plain arithmetic says of a plan."""

    costs: CostLines
    violations: tuple[Violation, ...]
    cash: Cash


def audit(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan) -> Ledger:
    """Recompute costs, constraints and cash of a plan on the draws that its recourse belongs to."""
    books = Books(scenario, landed, draws)
    found = deals(scenario, landed, draws, plan)
    money = cash(books, plan, found)
    excesses = limits.measure(books, plan, found, money)
    costs = recompute(books, plan, found, limits.soft_cost(books, excesses))
    broken = (
        *check(books, plan, found),
        *limits.violations(excesses),
        *limits.budget_violations(books, money),
        *limits.risk_violations(scenario, costs),
    )
    return Ledger(costs, broken, money)
