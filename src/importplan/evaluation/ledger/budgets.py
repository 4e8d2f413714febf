"""Budgets against cash: on the plan's schedule, or in every draw (planning model, section 3, family 7).

Σ cash of the interval ≤ amount ÷ (1 + contingency share) + what earlier intervals of the payer carry over
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.cash import Cash
from importplan.evaluation.ledger.intervals import periods_of
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget

Real = NDArray[np.float64]
ALL = "all"


@dataclass(frozen=True)
class BudgetUse:
    """A row of the sheet: what may be spent in its interval with what it inherits, and what is, once or by draw."""

    budget: Budget
    allowed_cny: Real  # (1,) on the schedule, or (D,)
    so_far_cny: Real  # (1, periods) or (D, periods): spent from the first of its periods to the end of each


def budget_uses(books: Books, cash: Cash) -> Iterator[BudgetUse]:
    """Every budget of who pays in the cash. What an interval leaves may go to the next of the same payer and kind."""
    chains: dict[tuple[str, str], list[Budget]] = {}
    for row in books.scenario.budgets:
        if row.payer == ALL or row.payer in cash.payers:
            chains.setdefault((row.payer, row.within), []).append(row)
    for (payer, within), rows in chains.items():
        payers = [at for at, name in enumerate(cash.payers) if payer in (ALL, name)]
        on_schedule = cash.plan_cny[payers].sum(axis=(0, 1))[None, :]
        spent = cash.by_draw_cny[:, payers].sum(axis=1) if within == "each_draw" else on_schedule
        left = np.zeros(len(spent))
        for row in sorted(rows, key=lambda row: row.from_day or books.scenario.settings.start):
            periods = periods_of(books.scenario, row.from_day, row.to_day, books.table_periods)
            so_far = np.cumsum(spent[:, periods], axis=1)
            allowed = row.amount_cny / (1.0 + books.scenario.settings.contingency_share) + left
            yield BudgetUse(row, allowed, so_far)
            used = so_far[:, -1] if len(periods) else np.zeros(len(spent))
            left = allowed - used if row.carry_over else np.zeros(len(spent))


def budgets(books: Books, cash: Cash) -> Iterator[Violation]:
    """Budgets that are overrun at the end of their interval; the reserve's at the end of any of its periods.

    The reserve has never paid more than its budget, less what it received since the interval began (planning model,
    Sharpened).
    """
    for use in budget_uses(books, cash):
        budget = use.budget
        about = (budget.payer, str(budget.from_day or ""), str(budget.to_day or ""))
        over = use.so_far_cny - use.allowed_cny[:, None]
        yield from where("budget", about, over if budget.payer == RESERVE else over[:, -1:], budget.amount_cny)
