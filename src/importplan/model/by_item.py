"""A bound for large cases, from a program that falls apart by item.

What joins items is left out or given a price that never overstates it: budgets and the risk limit are dropped; the
room of a store is taken at its cheapest rent, without end; and CVaR is replaced by a mean of the draws under weights
that it allows, which it is never below:

    CVaR_a[L] = max of sum(m[d] L[d])   over   0 <= m <= w / (1 - a),  sum(m) = 1

which is the dual of the formula in `risk`. The closer these weights are to the worst draws of the optimum the better
the bound; those of a good plan are near.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.draft import Index
from importplan.model.frame import Frame
from importplan.model.risk import envelope
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import Answer, Program, SolverSettings

Real = NDArray[np.float64]
DROPPED = ("budget", "risk_limit", "storage", "cost_of_draw", "excess_over_eta")  # families of rows that join items
TAIL = ("cost_of_draw", "eta", "excess_over_eta")  # their columns


def worst_draws(frame: Frame, values: Real) -> Real:
    """(D,) the weights under which the mean cost of the draws of a plan is its CVaR."""
    costs = frame.draft.draw_coefficients() @ values + frame.draft.draw_constant.sum(axis=1)
    return envelope(costs, frame.draws.weights, frame.facts.scenario.settings.risk_level)


def solve_by_item(frame: Frame, worst: Real, settings: SolverSettings) -> Answer | None:
    """The optimum of the program that falls apart; its bound is one on every plan.

    Parameters
    ----------
    frame
        The case, with tail columns if its goal has them.
    worst : (D,) array
        Weights of the draws for CVaR: `worst_draws` of a plan.
    settings
        As for `solve_in_parts`.

    Returns
    -------
    Answer or None
        Values are those of the frame's columns, without space and tail. None under goals that are not one sum.
    """
    given = frame.facts.scenario.settings
    if given.goal not in ("weighted", "cvar_limit"):
        return None
    draft, weights = frame.draft, frame.draws.weights
    risk = given.risk_weight if given.goal == "weighted" else 0.0
    by_draw, fixed = draft.draw_coefficients(), draft.draw_constant.sum(axis=1)
    counts = (1.0 - risk) * weights + risk * worst
    objective = (draft.known_coefficients() + by_draw.T @ counts + _rent(frame, counts)) / draft.money
    constant = float(draft.known_constant.sum() + counts @ fixed) / draft.money
    return solve_in_parts(_fallen_apart(frame, draft.program(objective, constant)), settings)


def _fallen_apart(frame: Frame, program: Program) -> Program:
    """The program without the rows that join items, and without the columns that only they need."""
    draft = frame.draft
    dropped = np.zeros(draft.rows_count, dtype=bool)
    for block in draft.row_blocks:
        if block.family in DROPPED:
            dropped[block.first : block.first + int(np.prod(block.shape))] = True
    idle = [draft.names[name].reshape(-1) for name in (*TAIL, *_spaces(frame)) if name in draft.names]
    kept = ~dropped[program.row]
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    for columns in idle:
        lower[columns] = upper[columns] = 0.0
    return replace(
        program,
        column_lower=lower,
        column_upper=upper,
        row_lower=np.where(dropped, -np.inf, program.row_lower),
        row_upper=np.where(dropped, np.inf, program.row_upper),
        row=program.row[kept],
        column=program.column[kept],
        value=program.value[kept],
    )


def _spaces(frame: Frame) -> list[str]:
    return [name for name in frame.draft.names if name.startswith("space:")]


def _rent(frame: Frame, counts: Real) -> Real:
    """(column,) what stocks cost at the cheapest rent, where their space has columns of its own."""
    facts, draft = frame.facts, frame.draft
    total = np.zeros(draft.columns_count)
    volume = facts.item_values("volume_m3")[facts.holding_item]
    for owner in dict.fromkeys(name.split(":")[1] for name in _spaces(frame)):
        held: Index = np.array([p for p, row in enumerate(facts.holdings) if row.owner == owner], dtype=np.int64)
        rent = volume[held, None] * draft.stored[owner][1].min() * facts.discount[None, : facts.periods]
        np.add.at(total, draft.names["stock"][held], rent[:, :, None] * counts)
    return total
