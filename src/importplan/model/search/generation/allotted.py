"""Allotments: every block is given its part of what joining rows allow, and decides within it by itself.

Where many payers have budgets of their own, a few plans of every block cannot be mixed to keep them all at once: the
bound is near long before the mixture is a plan. But a mixture says how much of every row each block makes use of. What
is left of a row is shared in that proportion, what is overrun is taken away so; whatever blocks then decide keeps all
rows together (resource-directed decomposition: Geoffrion 1970, Primal resource-directive approaches for optimizing
nonlinear decomposable systems, Operations Research 18). Where the mixture is a plan it stands within its allotments:
the answers are no worse, and as plans of the master they are mixed on.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.search.generation.blocks import ItemBlock
from importplan.model.search.generation.master import BROKEN, BlockPlan, Master, Mixture
from importplan.model.search.generation.rounds import DEARER, MOST_ROUNDS, Rounds
from importplan.plan.plan import DUST
from importplan.plan.solution import Reason, Termination
from importplan.solvers.program import Program, SolverAnswer
from importplan.solvers.solve import solve

Real = NDArray[np.float64]
LEAST_ROUNDS, MOST_UNFIT = 3, 8  # rounds while no mixture fits, with and without haste
DEAREST = 1e8  # price of a way out


def fitted(rounds: Rounds, mixture: Mixture, near: float, keep_s: float) -> Mixture:
    """Rounds of prices, and of allotments where the mixture does not fit, until one that fits is within a relative gap
    of the bound, or few seconds are kept. Nothing in it is whole. While none fits there are a few rounds in any case.
    """
    master, kept, unfit = rounds.master, mixture, 0
    for _ in range(MOST_ROUNDS):
        late = rounds.clock.left() <= keep_s
        if late if mixture.fits else unfit >= (LEAST_ROUNDS if late else MOST_UNFIT):
            break
        if not mixture.fits:
            plans = allotted(rounds, mixture, mixture.x0, whole=False)
            if plans is None:
                break
            master.plans.extend(plans)
            mixture = master.solve(rounds.left())
        if mixture.fits:
            kept, unfit = mixture, 0
            if rounds.near(mixture.objective, near):
                break
        else:
            unfit += 1
            master.penalty = min(DEARER * master.penalty, DEAREST)
        if rounds.clock.left() > keep_s:
            mixture = rounds.priced(mixture)
    return mixture if mixture.fits else kept


def allotted(
    rounds: Rounds, mixture: Mixture, x0: Real, whole: bool, again: bool = False
) -> tuple[BlockPlan, ...] | None:
    """One plan of every block within its allotment of a mixture and under decisions x0; in whole units if asked.

    Asked again with plans that did not fit together, only blocks that have used too much decide anew.

    What a block cannot do without it uses beyond its allotment: the plans need not fit together.
    None where a block has no plan at all.
    """
    master, prices = rounds.master, mixture.prices
    counted = np.where(master.lower == master.upper, prices.rows, 0.0)
    lowest, highest = _allotments(master, mixture, x0)

    def stays(number: int) -> bool:
        takes = mixture.plans[number].takes
        return again and bool(((lowest[number] <= takes + BROKEN) & (takes - BROKEN <= highest[number])).all())

    def answer(number: int) -> SolverAnswer:
        block = master.blocks[number]
        if stays(number):
            return SolverAnswer(Termination(Reason.OPTIMAL), 0.0, 0.0, mixture.plans[number].values)
        costs = block.costs(counted, np.zeros(len(block.copies)), prices.tail)
        program = _within(block, lowest[number], highest[number], x0, costs, master.penalty)
        return _within_allotment(rounds, program, len(costs), whole)

    found = []
    for number, (block, answered) in enumerate(zip(master.blocks, rounds.each(answer), strict=True)):
        if answered.values is None:
            return None
        values = answered.values[: len(block.program.objective)]
        found.append(master.plan_of(number, np.where(block.program.whole & whole, np.round(values), values), whole))
    return tuple(found)


def _within_allotment(rounds: Rounds, program: Program, count: int, whole: bool) -> SolverAnswer:
    """The best answer of a block of so many columns, searched for in whole units where it is not in such by itself."""
    relaxed = solve(program.relaxed(), rounds.left())
    if relaxed.values is None:
        upper = np.where(np.arange(len(program.objective)) < count, program.column_upper, np.inf)
        program = replace(program, column_upper=upper)
        relaxed = solve(program.relaxed(), rounds.left())
    if not whole or relaxed.values is None:
        return relaxed
    counted = relaxed.values[program.whole]
    if (np.abs(counted - np.round(counted)) <= DUST).all():
        return relaxed
    return rounds.search(program, _start(rounds, program, relaxed.values, count))


def _start(rounds: Rounds, program: Program, values: Real, count: int) -> Real | None:
    """A plan in whole units to search from: what is counted rounded down, or nothing where that takes a way out."""
    whole, best = program.whole, SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), np.inf, -np.inf)
    rounded = np.where(program.column_upper > 1.0, np.floor(values + DUST), np.ceil(values - DUST))
    for held in (rounded[whole], np.maximum(program.column_lower[whole], 0.0)):
        found = solve(program.held(whole, held).relaxed(), rounds.left())
        if found.values is not None and found.objective < best.objective:
            best = found
        if best.values is not None and best.values[count:].sum() <= DUST:
            break
    return best.values


def nothing_bought(rounds: Rounds) -> tuple[BlockPlan, ...] | None:
    """The plans of all blocks in which nothing is decided and nothing moves; None where one must not stand still."""
    master, found = rounds.master, []
    neutral = master.neutral()

    def answer(number: int) -> SolverAnswer:
        block = master.blocks[number]
        still = block.decided | block.program.whole
        upper = np.where(still, np.maximum(block.program.column_lower, 0.0), block.program.column_upper)
        costs = block.costs(neutral.rows, neutral.copies[number], neutral.tail)
        return solve(replace(block.program, column_upper=upper, objective=costs).relaxed(), rounds.left())

    for number, answered in enumerate(rounds.each(answer, however_late=True)):
        if answered.values is None:
            return None
        found.append(master.plan_of(number, answered.values, whole=True))
    return tuple(found)


def _allotments(master: Master, mixture: Mixture, x0: Real) -> tuple[Real, Real]:
    """(block, joining row) twice: the least and the most that each block may use of a row.

    What rows count (space that is rented is all that is stored) x0 follows: the side that costs is allotted, the other
    is free.
    """
    takes = np.stack([plan.takes for plan in mixture.plans])
    stands = np.stack([np.diff(block.takes.indptr) > 0 for block in master.blocks])
    own, counted = master.joint.program.activity(x0), master.lower == master.upper
    highest = _shared(takes, np.where(counted & (mixture.prices.rows > 0), np.inf, master.upper - own), stands)
    lowest = -_shared(-takes, np.where(counted & (mixture.prices.rows <= 0), np.inf, own - master.lower), stands)
    return np.minimum(lowest, highest), highest


def _shared(takes: Real, room: Real, stands: NDArray[np.bool_]) -> Real:
    """(block, row) the most of each, where a row has so much room (row,) for all."""
    asked = np.isfinite(room)
    # A hair's breadth less than there is: solvers keep rows within a tolerance, each of many blocks its own.
    rest = np.where(asked, room, 0.0) - 0.5 * BROKEN * np.maximum(1.0, np.abs(takes).max(axis=0)) - takes.sum(axis=0)
    users = np.where(rest < 0, np.maximum(takes, 0.0), np.abs(takes))
    users = np.where((rest >= 0) & (users.sum(axis=0) <= 0), stands, users)
    total = users.sum(axis=0)
    part = np.divide(users, total, out=np.zeros_like(users), where=total > 0)
    return np.where(asked, takes + np.maximum(rest, -total) * part, np.inf)


def _within(block: ItemBlock, lowest: Real, highest: Real, x0: Real, costs: Real, out: float) -> Program:
    """The program of a block with rows for its allotments, and two ways out of each at the end of its columns.

    What a block is asked to give (a firm pays the reserve back) it need not: so nothing bought is a plan in most cases.
    """
    program, count = block.program, len(block.program.objective)
    rows = np.flatnonzero((np.diff(block.takes.indptr) > 0) & (np.isfinite(lowest) | np.isfinite(highest)))
    entries = block.takes[rows].tocoo()
    at = len(program.row_lower) + np.arange(len(rows))
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    for copy in block.copies:
        upper[copy.column] = min(upper[copy.column], x0[copy.joint])
        if not copy.only_helps:
            lower[copy.column] = max(lower[copy.column], x0[copy.joint])
    ways = np.concatenate([np.maximum(lowest[rows], 0.0), np.maximum(-highest[rows], 0.0)])
    return replace(
        program,
        column_lower=np.concatenate([lower, 0.0 * ways]),
        column_upper=np.concatenate([upper, ways]),
        whole=np.concatenate([program.whole, np.zeros(len(ways), dtype=bool)]),
        objective=np.concatenate([costs, np.full(len(ways), out)]),
        row_lower=np.concatenate([program.row_lower, lowest[rows]]),
        row_upper=np.concatenate([program.row_upper, highest[rows]]),
        row=np.concatenate([program.row, at[entries.row], at, at]),
        column=np.concatenate([program.column, entries.col, count + np.arange(2 * len(rows))]),
        value=np.concatenate([program.value, entries.data, np.repeat([1.0, -1.0], len(rows))]),
    )
