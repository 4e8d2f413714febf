"""A block: the program of one component, what it takes of the rows that join blocks, and what it costs in each draw.

With x for the columns of a block, p for the prices of the joining rows and q for the weights that the tail gives draws

    minimise   (c - p A + q L) x   over the rows of the block alone

is a small program whose optimum is the best answer to these prices, and whose dual bound is part of a bound on the
whole (Dantzig & Wolfe 1960). Columns that belong to no block and stand in one of its own rows (a supplier is
qualified) are copied: the block decides on its copy, and a joining row holds it to the one decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from importplan.model.program.basis import Basis
from importplan.model.program.blocks import restrict
from importplan.model.program.build import frame_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import expected_cost, program_of, risk_weight
from importplan.model.program.ids import Key
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve
from importplan.solvers.warm import WarmProgram

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Joint:
    """What belongs to no block: columns x0, and the rows that join blocks as they are without any block.

    All are known by their ids. `by_draw` (D, x0) and `fixed` (D,) are costs of draws in units of money.
    """

    program: Program
    columns: dict[tuple[str, Key], int]
    rows: dict[tuple[str, Key], int]
    by_draw: sparse.csr_matrix
    fixed: Real

    @classmethod
    def of(cls, basis: Basis) -> Joint:
        """From the program of no items at all."""
        frame = part_of(basis, ())
        draft = frame.draft
        return cls(
            _program(frame),
            {name: position for position, name in enumerate(draft.column_ids())},
            {name: position for position, name in enumerate(draft.row_ids())},
            draft.draw_coefficients() / draft.money,
            _fixed(frame),
        )


def part_of(basis: Basis, items: tuple[str, ...]) -> Frame:
    """The frame of some items of a case."""
    return frame_of(restrict(basis, items))


def _program(frame: Frame) -> Program:
    """Known cost + (1 - risk weight) E[cost of a draw]; the master adds the tail."""
    return program_of(frame, expected_cost(frame, risk_weight(frame.facts.scenario.settings)))


def _fixed(frame: Frame) -> Real:
    found: Real = frame.draft.draw_constant.sum(axis=1) / frame.draft.money
    return found


@dataclass(frozen=True)
class Copy:
    """A column of the block that must not exceed, or must equal, one that belongs to no block."""

    column: int  # of the block
    joint: int  # of x0
    only_helps: bool  # more of it never hurts a row of the block: a copy may stay below


@dataclass(frozen=True)
class Block:
    """One component as a program of its own: its columns, its rows, what it adds to joining rows and to every draw."""

    items: tuple[str, ...]
    program: Program
    columns: Whole  # (column,) where its columns stand in the program of the part
    joint: Whole  # (column of the part,) position in x0; -1 for its own
    takes: sparse.csr_matrix  # (joining row, column)
    lower: Real  # (joining row,) what signed orders and stock of its items add to the bounds
    upper: Real
    copies: tuple[Copy, ...]
    by_draw: sparse.csr_matrix  # (D, column) in units of money
    fixed: Real  # (D,) what is signed costs in each draw
    constant: float

    @classmethod
    def of(cls, basis: Basis, items: tuple[str, ...], joint: Joint) -> Block:
        """The part of a case that is about the items of a component."""
        frame = part_of(basis, items)
        program, draft = _program(frame), frame.draft
        x0, join = draft.columns_named(joint.columns), draft.rows_named(joint.rows)
        in_own = (join < 0)[program.row]
        copied = np.zeros(len(x0), dtype=bool)
        copied[program.column[in_own]] = True
        mine, rows = np.flatnonzero((x0 < 0) | copied), np.flatnonzero(join < 0)
        number, row_number = _numbers(mine, len(x0)), _numbers(rows, len(join))
        own = Program(
            column_lower=program.column_lower[mine],
            column_upper=program.column_upper[mine],
            whole=program.whole[mine],
            objective=np.where(x0[mine] < 0, program.objective[mine], 0.0),
            offset=0.0,
            row_lower=program.row_lower[rows],
            row_upper=program.row_upper[rows],
            row=row_number[program.row[in_own]],
            column=number[program.column[in_own]],
            value=program.value[in_own],
        )
        takes = ~in_own & (x0[program.column] < 0)
        entries = program.value[takes], (join[program.row[takes]], number[program.column[takes]])
        alone = sparse.diags_array((x0[mine] < 0).astype(np.float64))
        return cls(
            items=items,
            program=own,
            columns=mine,
            joint=x0,
            takes=sparse.csr_matrix(entries, shape=(len(joint.rows), len(mine))),
            lower=_added(program.row_lower, joint.program.row_lower, join),
            upper=_added(program.row_upper, joint.program.row_upper, join),
            copies=tuple(_copies(own, x0[mine])),
            by_draw=sparse.csr_matrix((draft.draw_coefficients()[:, mine] @ alone) / draft.money),
            fixed=_fixed(frame) - joint.fixed,
            constant=program.offset - joint.program.offset,
        )

    @cached_property
    def searches(self) -> bool:
        """Whether it counts whole units."""
        return bool(self.program.whole.any())

    @cached_property
    def _warm(self) -> WarmProgram:
        return WarmProgram(self.program)

    def costs(self, prices: Real, of_copies: Real, tail: Real) -> Real:
        """(column,) what a column costs under prices of joining rows and of copies, and weights of draws (D,)."""
        found: Real = self.program.objective - self.takes.T @ prices + self.by_draw.T @ tail
        np.subtract.at(found, [copy.column for copy in self.copies], of_copies)
        return found

    def relaxed(self, costs: Real, settings: SolverSettings) -> SolverAnswer:
        """The best answer without whole units."""
        answer = self._warm.solve(costs, settings)
        return answer if answer.values is not None else solve(replace(self.program, objective=costs).relaxed(), settings)

    def searched(self, costs: Real, settings: SolverSettings) -> SolverAnswer:
        """The best answer in whole units."""
        return solve(replace(self.program, objective=costs), settings)

    def in_part(self, values: Real, x0: Real) -> Real:
        """(column of the part,) values of its columns and of x0, where they stand in the program of the part."""
        found = np.where(self.joint >= 0, x0[self.joint], 0.0)
        own = self.joint[self.columns] < 0
        found[self.columns[own]] = values[own]
        return found


def _numbers(chosen: Whole, count: int) -> Whole:
    """(count,) the number of each that is chosen; -1 else."""
    found = np.full(count, -1, dtype=np.int64)
    found[chosen] = np.arange(len(chosen))
    return found


def _added(bounds: Real, without: Real, join: Whole) -> Real:
    """(joining row,) what a part adds to finite bounds of joining rows."""
    found = np.zeros(len(without))
    at = np.flatnonzero(join >= 0)
    at = at[np.isfinite(without[join[at]])]
    found[join[at]] = bounds[at] - without[join[at]]
    return found


def _copies(own: Program, x0: Whole) -> Iterator[Copy]:
    for column in np.flatnonzero(x0 >= 0).tolist():
        mine = own.column == column
        rows, value = own.row[mine], own.value[mine]
        helps = np.where(value < 0, ~np.isfinite(own.row_lower[rows]), ~np.isfinite(own.row_upper[rows]))
        yield Copy(column, int(x0[column]), bool(helps.all()))
