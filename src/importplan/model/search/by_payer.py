"""A plan within budgets, from a program that falls apart by payer.

What the items taken one by one order (`by_item`) costs some payers more than they have. Each of them decides anew,
within its own budgets, with its part of what several of them use: capacity of a seller, calls under a framework, a
budget of all (`solvers.divide`). What belongs to several at once, such as releases and qualified suppliers, stays as it
is. The reserve goes first, since what it cannot buy it cannot release; nor does it release to anybody more than that
firm could pay for if it bought nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.network import FlowKind
from importplan.model.families import storage
from importplan.model.program.frame import Frame
from importplan.model.program.owners import Owners, owners
from importplan.model.program.variables import BOOK, FLOW, FRAMEWORK, STOCK, Role
from importplan.model.search.by_item import BUDGETS
from importplan.scenario.scenario import RESERVE
from importplan.solvers.divide import Divided, divide
from importplan.solvers.parts import hanging_together, solve_in_parts
from importplan.solvers.program import Program, SolverSettings

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Decided:
    """Values of all columns, and the duals of budgets (row,): 0 or less, 0 elsewhere."""

    values: Real
    duals: Real


def decide_by_payer(
    frame: Frame, program: Program, values: Real, settings: SolverSettings, beside: bool
) -> Decided | None:
    """Whole decisions within budgets, near those of `values`.

    Parameters
    ----------
    frame, program
        The case, and its program without the rows and columns of CVaR.
    values : (column,) array
        What the items taken one by one decide; whole columns are whole.
    settings, beside
        As for `solve_in_parts`.

    Returns
    -------
    Decided or None
        None where a payer has no way to keep its budgets with its part of what is shared.
    """
    belongs = owners(frame, program)
    duals = np.zeros(len(program.row_lower))
    reserve = frame.facts.payers.index(RESERVE) if RESERVE in frame.facts.payers else -1
    if reserve >= 0:
        payable = _payable(frame, program, belongs, reserve)
        first = _reserve(frame, payable, belongs, reserve, _paid_for(frame, payable, belongs, values), settings, beside)
        if first is None:
            return None
        values, duals = first.values, first.duals
    too_much = program.broken(values)
    again = np.unique(belongs.of_columns[program.column[too_much[program.row]]])
    mine = np.isin(belongs.of_columns, again[(again >= 0) & (again != reserve)])
    if not mine.any():
        return Decided(values, duals)
    divided = divide(program.held(~mine, values[~mine]), belongs.of_columns, values)
    found = _solved(frame, divided, settings, beside)
    return None if found is None else Decided(found.values, duals + found.duals)


def _payable(frame: Frame, program: Program, belongs: Owners, reserve: int) -> Program:
    """The program in which budgets of firms count nothing but what belongs to several: releases, at what they cost."""
    of_firms = _of_firms(frame, belongs, reserve)
    kept = ~of_firms[program.row] | (belongs.of_columns[program.column] < 0)
    return replace(
        program,
        row_upper=np.where(of_firms, np.maximum(program.row_upper, 0.0), program.row_upper),
        row=program.row[kept],
        column=program.column[kept],
        value=program.value[kept],
    )


def _of_firms(frame: Frame, belongs: Owners, reserve: int) -> Mask:
    """(row,) budgets of one firm."""
    found: Mask = frame.draft.rows_of((BUDGETS,)) & (belongs.of_rows >= 0) & (belongs.of_rows != reserve)
    return found


def _paid_for(frame: Frame, payable: Program, belongs: Owners, values: Real) -> Real:
    """Values in which every firm takes so much less from the reserve that it can pay for it; the rest stays there."""
    draft, facts = frame.draft, frame.facts
    releases = facts.network.of_kind(FlowKind.RELEASE)
    if not releases:
        return values
    rows = np.flatnonzero(_of_firms(frame, belongs, facts.payers.index(RESERVE)))
    cost = payable.activity(values)[rows]
    part = np.divide(payable.row_upper[rows], cost, out=np.ones(len(rows)), where=cost > payable.row_upper[rows])
    of_firm = np.ones(len(facts.payers))
    np.minimum.at(of_firm, belongs.of_rows[rows], part)
    taker = facts.stock_payer[[facts.network.flows[position].gives for position in releases]]
    giver = [facts.network.flows[position].source for position in releases]
    found, columns, stock = values.copy(), draft.names[FLOW][releases], draft.names[STOCK]
    taken = values[columns]
    less = taken * (1.0 - of_firm[taker])[:, None, None]
    found[columns] = taken - less
    left = np.zeros(stock.shape)
    np.add.at(left, giver, np.cumsum(less, axis=1))
    found[stock] = values[stock] + left
    return storage.fill(frame, found)


def _reserve(
    frame: Frame, program: Program, belongs: Owners, reserve: int, values: Real, settings: SolverSettings, beside: bool
) -> Decided | None:
    """The reserve within its own budgets and stores; firms keep what they have decided."""
    rows = belongs.of_rows == reserve
    if not (rows & program.broken(values)).any():
        return Decided(values, np.zeros(len(rows)))
    # What is booked is the reserve's to pay: it may book less.
    decided = frame.draft.of_role(Role.TODAY) & ~frame.draft.of_kind(BOOK, FRAMEWORK)
    kept = decided & (belongs.of_columns != reserve)
    alone = program.held(kept, values[kept])
    moves = hanging_together(alone, rows)
    found = _solved(frame, Divided(alone.held(~moves, values[~moves]), np.arange(len(rows))), settings, beside)
    # What a firm could pay at most says nothing of what its budget is worth to it.
    return None if found is None else replace(found, duals=np.where(rows, found.duals, 0.0))


def _solved(frame: Frame, divided: Divided, settings: SolverSettings, beside: bool) -> Decided | None:
    """The best of a divided program, and the duals of budgets without whole units, by row of the program before."""
    program = divided.program
    answer = solve_in_parts(program, settings, beside=beside)
    if answer.values is None:
        return None
    relaxed = answer if answer.row_duals is not None else solve_in_parts(program.relaxed(), settings, beside=beside)
    rows = frame.draft.rows_count
    # Of a shared row every owner has a dual of its own: any mixture of them is a price for the whole.
    duals = np.zeros(len(divided.origin)) if relaxed.row_duals is None else relaxed.row_duals
    count = np.bincount(divided.origin[rows:], minlength=rows)
    total = np.bincount(divided.origin, weights=duals, minlength=rows)
    prices = np.where(frame.draft.rows_of((BUDGETS,)), total / np.maximum(count, 1), 0.0)
    return Decided(np.where(program.whole, np.round(answer.values), answer.values), prices)
