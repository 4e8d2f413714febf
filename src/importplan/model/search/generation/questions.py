"""What a block is asked, as data: whoever has the block and the question gives the same answer.

Threads of this process ask their blocks so, and so do workers on other machines: a question is small, and knows nothing
of the master.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.search.generation.blocks import ItemBlock
from importplan.plan.plan import DUST
from importplan.plan.solution import Reason, Termination
from importplan.running.clock import Clock
from importplan.solvers.program import Program, SimplexBasis, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve
from importplan.solvers.trivial import trivial_bound

Real = NDArray[np.float64]
OVERTIME_S = 10.0  # for what must be solved, whatever time is left
PART_S = 5.0  # what one search of a block may take; four times that where it finds nothing
COARSE = 0.05  # relative gap of a search that found nothing at first
FAIR = 3.0  # times the time that each block would have if all were asked at once: most take less
FOLLOWS = 1e-6  # what a solver leaves of a whole number that follows from what is held


@dataclass(frozen=True)
class Effort:
    """What time there is for answers, the gap asked for, and how many blocks each hand has."""

    clock: Clock
    gap: float
    each: float

    def left(self) -> SolverSettings:
        """For what must be solved, whatever time is left."""
        return SolverSettings(time_limit_s=max(OVERTIME_S, self.clock.left()))

    def _fair(self, most_s: float) -> float:
        """Seconds for one search of a block, so that the others have theirs."""
        left = self.clock.left()
        return max(0.2, min(most_s, left, FAIR * left / self.each))

    def search(self, program: Program, start: Real | None = None) -> SolverAnswer:
        """The best answer of one program in whole units that a short search finds."""
        answer = solve(program, SolverSettings(gap=self.gap / 4, time_limit_s=self._fair(PART_S)), start)
        if answer.values is not None or self.clock.left() <= 0:
            return answer
        seconds = self._fair(4 * PART_S)
        later = solve(program, SolverSettings(gap=COARSE, time_limit_s=seconds))
        return replace(later, bound=max(answer.bound, later.bound))


Question = Callable[[ItemBlock, Effort], SolverAnswer]


@dataclass(frozen=True)
class OwnPrices:
    """Prices that one block is asked under: of joining rows, of its copies, and the weights of draws."""

    rows: Real
    copies: Real
    tail: Real

    def costs(self, block: ItemBlock) -> Real:
        """(column,) what its columns cost."""
        return block.costs(self.rows, self.copies, self.tail)


@dataclass(frozen=True)
class Relaxed:
    """The best answer without whole units, from the basis of the last one."""

    prices: OwnPrices
    basis: SimplexBasis | None

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Raises SolverFailed where there is none."""
        answer = block.relaxed(self.prices.costs(block), effort.left(), self.basis)
        if answer.values is None:
            raise SolverFailed(f"{', '.join(block.items)}: {answer.termination.reason.value}")
        return answer


@dataclass(frozen=True)
class Bounded:
    """The best answer without whole units; once the time is over, a bound that costs nothing."""

    prices: OwnPrices

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Without values where the time is over. Raises SolverFailed."""
        if effort.clock.left() > 0:
            return Relaxed(self.prices, None)(block, effort)
        program = replace(block.program, objective=self.prices.costs(block))
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), np.inf, trivial_bound(program))


@dataclass(frozen=True)
class Searched:
    """The best answer in whole units."""

    prices: OwnPrices

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Without values where none is found in time."""
        return effort.search(replace(block.program, objective=self.prices.costs(block)))


@dataclass(frozen=True)
class Still:
    """The answer in which nothing is decided and nothing moves, where one may stand still."""

    prices: OwnPrices

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Without values where there is none."""
        still = block.decided | block.program.whole
        upper = np.where(still, np.maximum(block.program.column_lower, 0.0), block.program.column_upper)
        return solve(
            replace(block.program, column_upper=upper, objective=self.prices.costs(block)).relaxed(), effort.left()
        )


@dataclass(frozen=True)
class Following:
    """The best answer whose orders are held; what is whole beside them (a lot is placed) follows upwards."""

    prices: OwnPrices
    units: Real  # (column of today,)

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Without values where there is none."""
        program = replace(block.program.held(block.today, self.units), objective=self.prices.costs(block))
        whole = program.whole
        relaxed = solve(program.relaxed(), effort.left())
        if relaxed.values is None or (np.abs(relaxed.values - np.round(relaxed.values))[whole] <= FOLLOWS).all():
            return relaxed
        upward = solve(program.held(whole, np.ceil(relaxed.values[whole] - FOLLOWS)).relaxed(), effort.left())
        return upward if upward.values is not None else effort.search(program)


@dataclass(frozen=True)
class Staying:
    """What was answered before stands."""

    values: Real

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """The values again."""
        return SolverAnswer(Termination(Reason.OPTIMAL), 0.0, 0.0, self.values)


@dataclass(frozen=True)
class Within:
    """The best answer that uses at least and at most so much of the joining rows, in whole units if asked.

    What a block cannot do without it uses beyond: ways out at a price stand at the end of its columns.
    """

    prices: OwnPrices
    lowest: Real  # (joining row,)
    highest: Real
    x0: Real
    out: float
    whole: bool

    def __call__(self, block: ItemBlock, effort: Effort) -> SolverAnswer:
        """Without values where there is none."""
        program, count = self._program(block), len(block.program.objective)
        relaxed = solve(program.relaxed(), effort.left())
        if relaxed.values is None:
            upper = np.where(np.arange(len(program.objective)) < count, program.column_upper, np.inf)
            program = replace(program, column_upper=upper)
            relaxed = solve(program.relaxed(), effort.left())
        if not self.whole or relaxed.values is None:
            return relaxed
        counted = relaxed.values[program.whole]
        if (np.abs(counted - np.round(counted)) <= DUST).all():
            return relaxed
        return effort.search(program, _start(effort, program, relaxed.values, count))

    def _program(self, block: ItemBlock) -> Program:
        """The program of a block with rows for its allotments, and two ways out of each at the end of its columns.

        What a block is asked to give (a firm pays the reserve back) it need not: so nothing bought is a plan in most
        cases.
        """
        program, count = block.program, len(block.program.objective)
        lowest, highest = self.lowest, self.highest
        rows = np.flatnonzero((np.diff(block.takes.indptr) > 0) & (np.isfinite(lowest) | np.isfinite(highest)))
        entries = block.takes[rows].tocoo()
        at = len(program.row_lower) + np.arange(len(rows))
        lower, upper = program.column_lower.copy(), program.column_upper.copy()
        for copy in block.copies:
            upper[copy.column] = min(upper[copy.column], self.x0[copy.joint])
            if not copy.only_helps:
                lower[copy.column] = max(lower[copy.column], self.x0[copy.joint])
        ways = np.concatenate([np.maximum(lowest[rows], 0.0), np.maximum(-highest[rows], 0.0)])
        return replace(
            program,
            column_lower=np.concatenate([lower, 0.0 * ways]),
            column_upper=np.concatenate([upper, ways]),
            whole=np.concatenate([program.whole, np.zeros(len(ways), dtype=bool)]),
            objective=np.concatenate([self.prices.costs(block), np.full(len(ways), self.out)]),
            row_lower=np.concatenate([program.row_lower, lowest[rows]]),
            row_upper=np.concatenate([program.row_upper, highest[rows]]),
            row=np.concatenate([program.row, at[entries.row], at, at]),
            column=np.concatenate([program.column, entries.col, count + np.arange(2 * len(rows))]),
            value=np.concatenate([program.value, entries.data, np.repeat([1.0, -1.0], len(rows))]),
        )


def _start(effort: Effort, program: Program, values: Real, count: int) -> Real | None:
    """A plan in whole units to search from: what is counted rounded down, or nothing where that takes a way out."""
    whole, best = program.whole, SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), np.inf, -np.inf)
    rounded = np.where(program.column_upper > 1.0, np.floor(values + DUST), np.ceil(values - DUST))
    for held in (rounded[whole], np.maximum(program.column_lower[whole], 0.0)):
        found = solve(program.held(whole, held).relaxed(), effort.left())
        if found.values is not None and found.objective < best.objective:
            best = found
        if best.values is not None and best.values[count:].sum() <= DUST:
            break
    return best.values
