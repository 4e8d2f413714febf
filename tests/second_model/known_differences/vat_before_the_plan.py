"""Import VAT of goods that were cleared so long ago that it was to come back before the plan."""

from __future__ import annotations

from datetime import date

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from second_model.hand import case, from_abroad, need
from second_model.hand_signed import contract
from second_model.known_differences.difference import Difference


def _cleared_in_october() -> Scenario:
    """70 of the price are due; 14.3 of VAT, paid in October, were to come back in November; 60 may be spent."""
    return case(
        offers=(from_abroad(),), demand=(need(1.0),), open_orders=(contract("accepted", date(2026, 10, 20)),),
        budgets=(Budget(payer="F", amount_cny=60.0),),
    )  # fmt: skip


VAT_BEFORE_THE_PLAN = Difference(
    name="vat_before_the_plan",
    scenario=_cleared_in_october(),
    right=70.0,
    why="what was due before the plan counts in its first period (docs/model.md, Months): 70 − 14.3 keep the budget of "
    "60. The product counts VAT of a purchase in China there, and drops import VAT of the same days",
)
