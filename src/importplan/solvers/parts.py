"""A program that falls into parts is solved part by part: the optimum of the whole is the sum of theirs.

Columns that are held at one value join nothing. Where a plan's decisions are held, what is left falls into thousands of
small programs: one for each stock, course and draw that nothing joins. Parts without whole columns are gathered into
programs of a size that a solver is quick at. Each part with whole columns is solved by itself: one search over all of
them would have to close their gaps at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from importplan.plan.solution import Reason, Termination
from importplan.solvers.apart import STARTING_S, is_long, solve_apart
from importplan.solvers.in_turn import solve_in_turn
from importplan.solvers.program import Program, SolverAnswer, SolverSettings
from importplan.solvers.side_by_side import solve_side_by_side
from importplan.solvers.solve import solve

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
GATHERED = 15_000  # columns: small parts are gathered up to about as many
WORST_FIRST = (
    Reason.FAILED, Reason.INFEASIBLE, Reason.UNBOUNDED, Reason.STOPPED_WITHOUT_PLAN, Reason.STOPPED_WITH_PLAN,
    Reason.GAP_REACHED, Reason.OPTIMAL,
)  # fmt: skip


@dataclass(frozen=True)
class ProgramPart:
    """Some columns of a program with the rows that they stand in, as a program of its own without offset."""

    columns: Whole
    rows: Whole
    program: Program


def solve_in_parts(
    program: Program,
    settings: SolverSettings,
    start: Real | None = None,
    apart: bool = False,
) -> SolverAnswer:
    """Solve a program part by part, without what is held. One that is in one piece is solved as it is.

    Parameters
    ----------
    program, settings, start
        As for a solver. The time limit is that of all parts together; the gap is asked of every part with whole
        columns, and the answer tells what is left of it in all.
    apart : bool
        Long solves run in processes of their own, so that Ctrl-C ends them at once.

    Raises
    ------
    SolverFailed
        In the solver's words.
    KeyboardInterrupt
        Ctrl-C while parts were solved side by side: there is no answer to the whole.
    """
    held = program.column_lower == program.column_upper
    values = np.where(held, program.column_lower, 0.0)
    parts = _parts(program, values, held)
    if not parts or (len(parts) == 1 and not held.any()):
        return _ask(program, settings, start, apart)
    if not _held_rows_keep(program, values, held):
        return SolverAnswer(Termination(Reason.INFEASIBLE), float("inf"), -float("inf"))
    answers: list[SolverAnswer] = []
    for answer in _answers(parts, settings, start, apart):
        if answer.values is None:
            return SolverAnswer(answer.termination, float("inf"), -float("inf"))
        answers.append(answer)
    for part, answer in zip(parts, answers, strict=True):
        values[part.columns] = answer.values
    duals = _duals(len(program.row_lower), parts, answers)
    known = program.offset + float(program.objective[held] @ values[held])
    worst = min((answer.termination for answer in answers), key=lambda ended: WORST_FIRST.index(ended.reason))
    objective = known + sum(answer.objective for answer in answers)
    return SolverAnswer(worst, objective, known + sum(answer.bound for answer in answers), values, duals)


def _duals(rows: int, parts: list[ProgramPart], answers: list[SolverAnswer]) -> Real | None:
    """(row,) the duals of all parts; nothing for rows without free columns. None where a part has none."""
    found = np.zeros(rows)
    for part, answer in zip(parts, answers, strict=True):
        if answer.row_duals is None:
            return None
        found[part.rows] = answer.row_duals
    return found


def _ask(program: Program, settings: SolverSettings, start: Real | None, apart: bool) -> SolverAnswer:
    # A linear program that has no more time than a process needs to be ready is not worth one.
    short = settings.time_limit_s <= STARTING_S and not program.whole.any()
    asked = solve_apart if apart and is_long(program) and not short else solve
    return asked(program, settings, start)


def _answers(
    parts: list[ProgramPart], settings: SolverSettings, start: Real | None, apart: bool
) -> Iterator[SolverAnswer]:
    """The answers of the parts, in their order."""
    programs = [part.program for part in parts]
    linear = [program for program in programs if not program.whole.any()]
    together = linear if apart else []
    if settings.time_limit_s > STARTING_S and len(programs) > 1 and any(is_long(program) for program in together):
        yield from solve_side_by_side(together, settings)
        parts, programs = parts[len(together) :], programs[len(together) :]

    def ask(position: int, own: SolverSettings) -> SolverAnswer:
        first = None if start is None else start[parts[position].columns]
        return _ask(programs[position], own, first, apart)

    yield from solve_in_turn(programs, settings, ask)


def _labels(program: Program, free: NDArray[np.bool_]) -> Whole:
    """(row + column,) which rows and columns hang together by free columns."""
    rows, size = len(program.row_lower), len(program.row_lower) + len(program.objective)
    kept = free[program.column]
    row, column = program.row[kept], program.column[kept]
    joined = sparse.coo_matrix((np.ones(len(row)), (row, rows + column)), shape=(size, size))
    return csgraph.connected_components(joined, directed=False)[1].astype(np.int64)


def _parts(program: Program, values: Real, held: NDArray[np.bool_]) -> list[ProgramPart]:
    """Linear parts, gathered, then each part with whole columns. `values` are those of held columns, else nothing."""
    rows = len(program.row_lower)
    free = ~held[program.column]
    row, column, value = program.row[free], program.column[free], program.value[free]
    group = _gathered(_labels(program, ~held)[rows:], program.whole & ~held, held)
    of_row = np.full(rows, -1, dtype=np.int64)
    of_row[row] = group[column]
    shift = np.zeros(rows)
    np.add.at(shift, program.row, program.value * values[program.column])
    by_column, by_row, by_entry = (np.argsort(each, kind="stable") for each in (group, of_row, group[column]))
    found = []
    for number in range(int(group.max(initial=-1)) + 1):
        mine, own, entry = (
            order[slice(*np.searchsorted(each[order], [number, number + 1]))]
            for order, each in ((by_column, group), (by_row, of_row), (by_entry, group[column]))
        )
        place = np.searchsorted(own, row[entry]), np.searchsorted(mine, column[entry])
        part = Program(
            column_lower=program.column_lower[mine],
            column_upper=program.column_upper[mine],
            whole=program.whole[mine],
            objective=program.objective[mine],
            offset=0.0,
            row_lower=program.row_lower[own] - shift[own],
            row_upper=program.row_upper[own] - shift[own],
            row=place[0].astype(np.int64),
            column=place[1].astype(np.int64),
            value=value[entry],
        )
        found.append(ProgramPart(mine, own, part))
    return found


def _gathered(label: Whole, whole: NDArray[np.bool_], held: NDArray[np.bool_]) -> Whole:
    """(column,) the part of every column, 0 …; -1 for held ones. `label` says which columns hang together."""
    free = np.flatnonzero(~held)
    _, hangs = np.unique(label[free], return_inverse=True)
    size = np.bincount(hangs)
    searched = np.bincount(hangs, weights=whole[free]) > 0
    before = np.cumsum(np.where(searched, 0, size)) - size
    number = np.zeros(len(size), dtype=np.int64)
    number[~searched] = np.unique(before[~searched] // GATHERED, return_inverse=True)[1].reshape(-1)
    number[searched] = number[~searched].max(initial=-1) + 1 + np.arange(np.count_nonzero(searched))
    found = np.full(len(label), -1, dtype=np.int64)
    found[free] = number[hangs]
    return found


def _held_rows_keep(program: Program, values: Real, held: NDArray[np.bool_]) -> bool:
    """Whether rows in which every column is held keep their bounds."""
    bound = np.zeros(len(program.row_lower), dtype=bool)
    bound[program.row[~held[program.column]]] = True
    return not (program.broken(values) & ~bound).any()
