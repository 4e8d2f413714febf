"""Budgets: two that bind the same payer at the same time are named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario


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
