"""A block: the program of one component, what it takes of the rows that join blocks, and what it costs in each draw.

With x for the columns of a block, p for the prices of the joining rows and q for the weights that the tail gives draws

    minimise   (c - p A + q L) x   over the rows of the block alone

is a small program whose optimum is the best answer to these prices, and whose dual bound is part of a bound on the
whole (Dantzig & Wolfe 1960). Columns that belong to no block and stand in one of its own rows (a supplier is
qualified) are copied: the block decides on its copy, and a joining row holds it to the one decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from importplan.model.program.basis import Basis
from importplan.model.program.blocks import restrict
from importplan.model.program.build import frame_of
from importplan.model.program.frame import Frame
from importplan.model.program.goals import expected_cost, program_of, tail_weight
from importplan.model.program.variables import FLOW, Role
from importplan.solvers.from_basis import solve_from_basis
from importplan.solvers.program import Program, SimplexBasis, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
FROM_BASIS = 5_000  # columns: beyond them a solve from nothing is quicker than the primal method from the last basis
KEPT = 4_000_000  # entries and costs by draw of frames that are kept: some 100 bytes each with all that they rest on


@dataclass
class Frames:
    """The frames of the parts of a case. What a large case has of them no machine holds: they are written, and written
    again where a plan is read back; small ones are kept meanwhile.
    """

    basis: Basis
    _kept: dict[tuple[str, ...], Frame] = field(default_factory=dict)
    _room: int = field(default_factory=lambda: KEPT)

    def of(self, items: tuple[str, ...]) -> Frame:
        """The frame of some items."""
        found = self._kept.get(items)
        if found is None:
            found = frame_of(restrict(self.basis, items))
            size = found.draft.weight
            if size <= self._room:
                self._room -= size
                self._kept[items] = found
        return found


@dataclass(frozen=True)
class WrittenPart:
    """The program of a part: known cost + (1 - weight of the tail) E[cost of a draw]; the master adds the tail.

    Columns and rows are known by (the hash of) their ids, and cost `by_draw` (D, column); `fixed` (D,) is what is
    signed. Both in units of money.
    """

    items: tuple[str, ...]
    program: Program
    columns: Whole
    rows: Whole
    by_draw: sparse.csr_matrix
    fixed: Real
    today: Mask  # (column,) what makes up a plan of today
    decided: Mask  # (column,) orders, calls and what comes with them, and flows of goods


def written(frame: Frame, items: tuple[str, ...]) -> WrittenPart:
    """The program of some items of a case from their frame; of none at all, what belongs to no component."""
    draft = frame.draft
    return WrittenPart(
        items,
        program_of(frame, expected_cost(frame, tail_weight(frame.facts.scenario.settings))),
        np.array([hash(name) for name in draft.column_ids()], dtype=np.int64),
        np.array([hash(name) for name in draft.row_ids()], dtype=np.int64),
        sparse.csr_matrix(draft.draw_coefficients() / draft.money),
        draft.draw_constant.sum(axis=1) / draft.money,
        draft.of_kind(*draft.chosen),
        draft.of_role(Role.TODAY, Role.SEEN) | draft.of_kind(FLOW),
    )


@dataclass(frozen=True)
class Joint:
    """What belongs to no block: columns x0, and the rows that join blocks as they are without any block."""

    program: Program
    columns: Whole  # hashes, sorted, with `column_at` their positions in the program
    column_at: Whole
    rows: Whole
    row_at: Whole
    by_draw: sparse.csr_matrix
    fixed: Real

    @classmethod
    def of(cls, nothing: WrittenPart, parts: Sequence[WrittenPart]) -> Joint:
        """Columns and rows of the part of no items, and those that several parts have in common.

        What is common is the same in all parts, but for what signed orders and stock add to the bound of a row: that
        stands in the part of no items too (`program.blocks`).
        """
        columns = _common(nothing.columns, [part.columns for part in parts])
        rows = _common(nothing.rows, [part.rows for part in parts])
        column_order, row_order = np.argsort(columns), np.argsort(rows)
        sorted_columns, sorted_rows = columns[column_order], rows[row_order]
        lower, upper, cost = (np.zeros(len(columns)) for _ in range(3))
        whole = np.zeros(len(columns), dtype=bool)
        row_lower, row_upper = np.zeros(len(rows)), np.zeros(len(rows))
        by_draw = sparse.lil_array((len(nothing.fixed), len(columns)))
        entries: dict[tuple[int, int], float] = {}
        for part in (*reversed(parts), nothing):
            at = _place(part.columns, sorted_columns, column_order)
            mine = np.flatnonzero(at >= 0)
            into, program = at[mine], part.program
            lower[into], upper[into] = program.column_lower[mine], program.column_upper[mine]
            whole[into], cost[into] = program.whole[mine], program.objective[mine]
            by_draw[:, into] = part.by_draw[:, mine].toarray()
            row_at = _place(part.rows, sorted_rows, row_order)
            shared = np.flatnonzero(row_at >= 0)
            row_lower[row_at[shared]], row_upper[row_at[shared]] = program.row_lower[shared], program.row_upper[shared]
            both = np.flatnonzero((row_at[program.row] >= 0) & (at[program.column] >= 0))
            places = zip(row_at[program.row[both]].tolist(), at[program.column[both]].tolist(), strict=True)
            entries.update(zip(places, program.value[both].tolist(), strict=True))
        place = np.array(list(entries), dtype=np.int64).reshape(-1, 2)
        program = Program(
            column_lower=lower,
            column_upper=upper,
            whole=whole,
            objective=cost,
            offset=nothing.program.offset,
            row_lower=row_lower,
            row_upper=row_upper,
            row=place[:, 0],
            column=place[:, 1],
            value=np.array(list(entries.values()), dtype=np.float64),
        )
        return cls(
            program, sorted_columns, column_order, sorted_rows, row_order, sparse.csr_matrix(by_draw), nothing.fixed
        )

    def columns_of(self, part: WrittenPart) -> Whole:
        """(column of the part,) its position in x0; -1 for columns of the part alone."""
        return _place(part.columns, self.columns, self.column_at)

    def rows_of(self, part: WrittenPart) -> Whole:
        """(row of the part,) its position among the joining rows; -1 for rows of the part alone."""
        return _place(part.rows, self.rows, self.row_at)


def _common(nothing: Whole, parts: list[Whole]) -> Whole:
    """What stands in the part of no items, and then what stands in several parts."""
    found, times = np.unique(np.concatenate(parts), return_counts=True)
    return np.concatenate([nothing, np.setdiff1d(found[times > 1], nothing)])


def _place(names: Whole, known: Whole, at: Whole) -> Whole:
    """Where each of some hashes stands among the known ones (sorted); -1 where it is not known."""
    if not len(known):
        return np.full(len(names), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, names), len(known) - 1)
    return np.where(known[place] == names, at[place], -1)


@dataclass(frozen=True)
class Copy:
    """A column of the block that must not exceed, or must equal, one that belongs to no block."""

    column: int  # of the block
    joint: int  # of x0
    only_helps: bool  # more of it never hurts a row of the block: a copy may stay below


@dataclass(frozen=True)
class ItemBlock:
    """One component as a program of its own: its columns, its rows, what it adds to joining rows and to every draw."""

    items: tuple[str, ...]
    program: Program
    names: Whole  # (column,) the hashes of their ids
    columns: Whole  # (column,) where its columns stand in the program of the part
    joint: Whole  # (column of the part,) position in x0; -1 for its own
    takes: sparse.csr_matrix  # (joining row, column)
    lower: Real  # (joining row,) what signed orders and stock of its items add to the bounds
    upper: Real
    copies: tuple[Copy, ...]
    by_draw: sparse.csr_matrix  # (D, column) in units of money
    fixed: Real  # (D,) what is signed costs in each draw
    constant: float
    today: Mask  # (column,)
    decided: Mask  # (column,)

    @classmethod
    def of(cls, part: WrittenPart, joint: Joint) -> ItemBlock:
        """A part of a case beside what is joint."""
        program = part.program
        x0, join = joint.columns_of(part), joint.rows_of(part)
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
            items=part.items,
            program=own,
            names=part.columns[mine],
            columns=mine,
            joint=x0,
            takes=sparse.csr_matrix(entries, shape=(len(joint.rows), len(mine))),
            lower=_added(program.row_lower, joint.program.row_lower, join),
            upper=_added(program.row_upper, joint.program.row_upper, join),
            copies=tuple(_copies(own, x0[mine])),
            by_draw=sparse.csr_matrix(part.by_draw[:, mine] @ alone),
            fixed=part.fixed - joint.fixed,
            constant=program.offset - joint.program.offset,
            today=part.today[mine],
            decided=part.decided[mine],
        )

    @cached_property
    def searches(self) -> bool:
        """Whether it counts whole units."""
        return bool(self.program.whole.any())

    def costs(self, prices: Real, of_copies: Real, tail: Real) -> Real:
        """(column,) what a column costs under prices of joining rows and of copies, and weights of draws (D,)."""
        found: Real = self.program.objective - self.takes.T @ prices + self.by_draw.T @ tail
        np.subtract.at(found, [copy.column for copy in self.copies], of_copies)
        return found

    def relaxed(self, costs: Real, settings: SolverSettings, basis: SimplexBasis | None) -> SolverAnswer:
        """The best answer without whole units, from the basis of the last one where there is one."""
        program = replace(self.program, objective=costs)
        if len(costs) <= FROM_BASIS:
            answer = solve_from_basis(program, settings, basis)
            if answer.values is not None:
                return answer
        return solve(program.relaxed(), settings)

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
