"""A bound for large cases, from a program that falls apart by item.

What joins items is left out or given a price that never overstates it: budgets have the prices asked for; the room of a
store is taken at its cheapest rent, without end; the risk limit is dropped; and CVaR is replaced by a mean of the draws
under weights that it allows, which it is never below:

    CVaR_a[L] = max of sum(m[d] L[d])   over   0 <= m <= w / (1 - a),  sum(m) = 1

which is the dual of the formula in `risk`. The closer these weights are to the worst draws of the optimum, and the
prices to what a yuan more in a budget is worth, the better the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.families import storage
from importplan.model.program.frame import Frame
from importplan.model.program.risk import TAIL, TAIL_ROWS
from importplan.model.program.goals import risk_weight
from importplan.model.program.variables import SPACE, STOCK
from importplan.plan.risk import envelope
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import Program, SolverAnswer, SolverSettings

Real = NDArray[np.float64]
BUDGETS, STORAGE = "budget", "storage"  # families of rows that join items


@dataclass(frozen=True)
class Prices:
    """What joins items: (D,) weights of the draws for CVaR, and (row,) duals of budgets, 0 or less, 0 elsewhere."""

    worst: Real
    budgets: Real

    def towards(self, other: Prices, share: float) -> Prices:
        """The mean of both, of which the other has a share. What both allow, their mean allows."""
        return Prices(*(a + share * (b - a) for a, b in ((self.worst, other.worst), (self.budgets, other.budgets))))


def worst_draws(frame: Frame, values: Real) -> Real:
    """(D,) the weights under which the mean cost of the draws of a plan is its CVaR."""
    costs = frame.draft.draw_coefficients() @ values + frame.draft.draw_constant.sum(axis=1)
    return envelope(costs, frame.draws.weights, frame.facts.scenario.settings.risk_level)


def linear_program(frame: Frame, worst: Real) -> Program:
    """The case with CVaR replaced by a mean under weights of the draws (D,), and without a risk limit."""
    draft = frame.draft
    counts = _counts(frame, worst)
    objective = (draft.known_coefficients() + draft.draw_coefficients().T @ counts) / draft.money
    constant = float(draft.known_constant.sum() + counts @ draft.draw_constant.sum(axis=1)) / draft.money
    program = draft.program(objective, constant).without(draft.rows_of(TAIL_ROWS))
    return _idle(program, draft.of_kind(*TAIL))


def solve_by_item(
    frame: Frame, program: Program, prices: Prices, settings: SolverSettings, beside: bool = False
) -> SolverAnswer:
    """The optimum of the program that falls apart; its bound is one on every plan.

    Parameters
    ----------
    frame, program
        The case, under a goal that is one sum, and its `linear_program` under the weights of the prices.
    prices
        What joins items.
    settings, beside
        As for `solve_in_parts`.

    Returns
    -------
    Answer
        Values are those of the frame's columns, without those of the tail.
    """
    budgets = np.where(np.isfinite(program.row_upper), np.minimum(prices.budgets, 0.0), 0.0)
    cash = np.bincount(program.column, weights=program.value * budgets[program.row], minlength=len(program.objective))
    rent = _rent(frame, _counts(frame, prices.worst)) / frame.draft.money
    priced = replace(
        program,
        objective=program.objective + rent - cash,
        offset=program.offset + float(budgets @ np.where(budgets < 0.0, program.row_upper, 0.0)),
    )
    apart = _idle(priced.without(frame.draft.rows_of((BUDGETS, STORAGE))), frame.draft.of_kind(SPACE))
    answer = solve_in_parts(apart, settings, beside=beside)
    return answer if answer.values is None else replace(answer, values=storage.fill(frame, answer.values))


def _counts(frame: Frame, worst: Real) -> Real:
    """(D,) what a yuan more in each draw adds to the goal."""
    risk = risk_weight(frame.facts.scenario.settings)
    return (1.0 - risk) * frame.draws.weights + risk * worst


def _idle(program: Program, idle: NDArray[np.bool_]) -> Program:
    """The program without the use of some columns."""
    lower, upper = np.where(idle, 0.0, program.column_lower), np.where(idle, 0.0, program.column_upper)
    return replace(program, column_lower=lower, column_upper=upper)


def _rent(frame: Frame, counts: Real) -> Real:
    """(column,) what stocks cost at the cheapest rent, where their space has columns of its own."""
    facts, draft = frame.facts, frame.draft
    total = np.zeros(draft.columns_count)
    volume = facts.item_values("volume_m3")[facts.stock_item]
    for store in storage.spacious(frame):
        cheapest = draft.stored[store.owner, store.site][1].min()
        rent = volume[store.stocks, None] * cheapest * facts.discount[None, : facts.periods]
        np.add.at(total, draft.names[STOCK][store.stocks], rent[:, :, None] * counts)
    return total
