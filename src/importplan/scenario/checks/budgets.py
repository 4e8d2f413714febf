"""Budgets: two that bind the same payer at the same time are named, and a reserve that has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from importplan.basics.issues import Issue
from importplan.scenario.scenario import RESERVE, Scenario


def budgets_of_a_payer_are_apart(scenario: Scenario) -> Iterator[Issue]:
    """Overlapping budgets of one payer are all binding, which is seldom meant."""
    for first, second in combinations(scenario.budgets, 2):
        if first.payer != second.payer:
            continue
        begins = max(first.from_day or date.min, second.from_day or date.min)
        ends = min(first.to_day or date.max, second.to_day or date.max)
        if begins <= ends:
            values = {"payer": second.payer, "other": first.place.cell}
            yield Issue.warning("budget-overlap", second.cell("from"), **values)


def budgets_leave_something(scenario: Scenario) -> Iterator[Issue]:
    """0 is a value: nothing can be paid from it, which a planner who left the cell open did not mean."""
    for row in scenario.budgets:
        if row.amount_cny == 0.0:
            yield Issue.warning("budget-zero", row.cell("amount_cny"), payer=row.payer)


def the_reserve_has_a_budget(scenario: Scenario) -> Iterator[Issue]:
    """A reserve without a budget of its own is without limit, which nobody should learn from the result."""
    if scenario.has_reserve and not any(row.payer == RESERVE for row in scenario.budgets):
        yield Issue.warning("reserve-without-budget", scenario.settings.cell("owner"))
