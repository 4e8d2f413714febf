"""A program under construction: named blocks of columns and rows, entries, and costs by line.

Every column has an **id**: the name of its kind and a key in words and numbers of the case (offer, payer, period,
draw), and so has every row. Programs can be compared and put together by them. Draws that share a column name it by the
first of them.

Costs are kept apart from the objective, because the goals combine them in several ways: what is **known** now, and what
**differs by draw**. Money columns and the objective are in units of `money` CNY, so that the solver's absolute
tolerances mean the same in a workshop's case and in a province's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from importplan.model.program.ids import Axis, Index, Key, Placed, RowBlock, keys
from importplan.model.program.variables import Role, Variable
from importplan.plan.lines import COST_INDEX, COST_LINES
from importplan.solvers.program import Program

INFINITY = float("inf")
PURCHASES = "purchases"  # all lines of purchases together: read back line by line for what was bought
WAITING = "waiting"  # shortage of all priorities together: read back priority by priority
LINE = COST_INDEX | {PURCHASES: -1, WAITING: -2}


@dataclass(frozen=True)
class Repairable:
    """Rows that people have asked for and could give way on, with what one unit (or CNY) of relief adds to each row."""

    rule: str
    item: str
    who: str
    first: date | None
    last: date | None
    place: str  # where it stands in the workbook
    rows: Index
    entry: float
    in_cny: bool  # whether one unit of relief is one CNY


@dataclass
class Draft:
    """Columns, rows, entries and costs so far. D draws."""

    draws: int
    money: float
    _lower: list[NDArray[np.float64]] = field(default_factory=list)
    _upper: list[NDArray[np.float64]] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _row_lower: list[NDArray[np.float64]] = field(default_factory=list)
    _row_upper: list[NDArray[np.float64]] = field(default_factory=list)
    _entries: list[tuple[Index, Index, NDArray[np.float64]]] = field(default_factory=list)
    _costs: list[tuple[int, Index | None, Index, NDArray[np.float64]]] = field(default_factory=list)
    _fixed: list[tuple[Index, NDArray[np.float64]]] = field(default_factory=list)
    _dear: list[tuple[Index, NDArray[np.float64]]] = field(default_factory=list)
    _narrowed: list[tuple[Index, NDArray[np.float64], NDArray[np.float64]]] = field(default_factory=list)
    columns_count: int = 0
    rows_count: int = 0
    names: dict[Variable, Index] = field(default_factory=dict)  # the columns of a kind that has no parts
    about: dict[Variable, Index] = field(default_factory=dict)  # what columns belong to
    stored: dict[tuple[str, str], tuple[Index, NDArray[np.float64]]] = field(default_factory=dict)  # see `storage`
    repairable: list[Repairable] = field(default_factory=list)
    row_blocks: list[RowBlock] = field(default_factory=list)
    _made: dict[tuple[Variable, Key], Index] = field(default_factory=dict)
    _placed: list[Placed] = field(default_factory=list)
    _families: set[tuple[str, Key]] = field(default_factory=set)
    known_constant: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(COST_LINES)))
    draw_constant: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.draw_constant = np.zeros((self.draws, len(COST_LINES)))

    # --- columns and rows ------------------------------------------------------------------------------------

    def columns(
        self,
        variable: Variable,
        shape: tuple[int, ...],
        axes: tuple[Axis, ...] | None = None,
        part: Key = (),
        lower: ArrayLike = 0.0,
        upper: ArrayLike = INFINITY,
        whole: ArrayLike = False,
    ) -> Index:
        """New columns of a kind; returns their positions in the given shape.

        `part` tells them from others of the same kind. `axes` say what they are (`place`); without them the caller
        places them once it knows which draws share them.
        """
        if not isinstance(variable, Variable):
            raise TypeError(f"columns {variable!r} have no role: list them in `variables`")
        if (variable, part) in self._made:
            raise ValueError(f"columns {variable.name} {part} exist already")
        count = int(np.prod(shape))
        found = (self.columns_count + np.arange(count, dtype=np.int64)).reshape(shape)
        self.columns_count += count
        self._lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), shape).reshape(-1))
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), shape).reshape(-1))
        self._whole.append(np.broadcast_to(np.asarray(whole, dtype=bool), shape).reshape(-1))
        self._made[variable, part] = found
        if axes is not None:
            self.place(variable, found, axes, part)
        return found

    def place(self, variable: Variable, positions: Index, axes: tuple[Axis, ...], part: Key = ()) -> Index:
        """Say where columns of a kind are found, and what they are called along every axis; last axes may go unsaid."""
        if not part:
            self.names[variable] = positions
        self._placed.append(Placed(variable, part, positions, axes))
        return positions

    def rows(
        self,
        family: str,
        shape: tuple[int, ...],
        axes: tuple[Axis, ...] = (),
        part: Key = (),
        lower: ArrayLike = -INFINITY,
        upper: ArrayLike = INFINITY,
    ) -> Index:
        """New rows lower <= … <= upper of a family; returns their positions in the given shape.

        `part` tells them from others of the family, `axes` say what they are along every axis (numbers, if unsaid).
        """
        if (family, part) in self._families:
            raise ValueError(f"rows {family} {part} exist already")
        self._families.add((family, part))
        block = RowBlock(family, part, self.rows_count, shape, axes)
        found = (self.rows_count + np.arange(block.count, dtype=np.int64)).reshape(shape)
        self.row_blocks.append(block)
        self.rows_count += block.count
        self._row_lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), shape).reshape(-1))
        self._row_upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), shape).reshape(-1))
        return found

    def block_of(self, row: int) -> RowBlock:
        """The block in which a row stands."""
        return next(block for block in reversed(self.row_blocks) if block.first <= row)

    # --- who and what columns and rows are ---------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[Variable, ...]:
        """The kinds of columns that make up a plan of today."""
        return tuple(variable for variable in self.names if variable.chosen)

    def parts(self, variable: Variable) -> dict[Key, Index]:
        """The columns of a kind, part by part."""
        return {part: columns for (kind, part), columns in self._made.items() if kind is variable}

    def of_role(self, *roles: Role) -> NDArray[np.bool_]:
        """(column,) whether a column has one of some roles."""
        return self._those(lambda variable: variable.role in roles)

    def of_kind(self, *variables: Variable) -> NDArray[np.bool_]:
        """(column,) whether a column is of one of some kinds."""
        return self._those(lambda variable: variable in variables)

    def _those(self, asked: Callable[[Variable], bool]) -> NDArray[np.bool_]:
        found = np.zeros(self.columns_count, dtype=bool)
        for (variable, _), columns in self._made.items():
            if asked(variable):
                found[columns] = True
        return found

    def column_ids(self) -> list[tuple[str, Key]]:
        """Name and key of every column."""
        found: list[tuple[str, Key] | None] = [None] * self.columns_count
        for placed in self._placed:
            columns, first = np.unique(placed.positions, return_index=True)
            named = keys(placed.axes, placed.positions.shape, first)
            for column, key in zip(columns.tolist(), named, strict=True):
                if found[column] is None:
                    found[column] = (placed.variable.name, (*placed.part, *key))
        if None in found:
            raise ValueError(f"column {found.index(None)} was never placed")
        return [each for each in found if each is not None]

    def row_ids(self) -> list[tuple[str, Key]]:
        """Family and key of every row."""
        return [
            (block.family, (*block.part, *key))
            for block in self.row_blocks
            for key in keys(block.axes, block.shape, np.arange(block.count))
        ]

    def entries(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Add `values` at (rows, columns), broadcast against each other; repeats add up."""
        row, column, value = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=np.float64)
        )
        kept = value.reshape(-1) != 0.0
        self._entries.append((row.reshape(-1)[kept], column.reshape(-1)[kept], value.reshape(-1)[kept]))

    def fix(self, columns: Index, values: NDArray[np.float64]) -> None:
        """Hold columns at values, as numbers that need not be whole any more."""
        self._fixed.append((columns.reshape(-1), values.reshape(-1)))

    def narrow(self, columns: Index, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        """Let columns take whole numbers between bounds only."""
        self._narrowed.append((columns.reshape(-1), lower.reshape(-1), upper.reshape(-1)))

    def rows_of(self, families: Collection[str]) -> NDArray[np.bool_]:
        """(row,) whether a row is of one of some families."""
        found = np.zeros(self.rows_count, dtype=bool)
        for block in self.row_blocks:
            if block.family in families:
                found[block.first : block.first + block.count] = True
        return found

    def upper_of(self, columns: Index) -> NDArray[np.float64]:
        """Upper bounds of columns."""
        found: NDArray[np.float64] = np.concatenate(self._upper)[columns]
        return found

    @property
    def whole(self) -> NDArray[np.bool_]:
        """(column,) whether a column counts whole units."""
        found = np.concatenate(self._whole)
        for columns, _, _ in self._narrowed:
            found[columns] = True
        return found

    # --- costs -----------------------------------------------------------------------------------------------

    def known_cost(self, line: str, columns: ArrayLike, cny: ArrayLike) -> None:
        """A discounted cost per unit of each column that is known now."""
        column, value = np.broadcast_arrays(np.asarray(columns, dtype=np.int64), np.asarray(cny, dtype=np.float64))
        self._costs.append((LINE[line], None, column.reshape(-1), value.reshape(-1)))

    def draw_cost(self, line: str, draws: ArrayLike, columns: ArrayLike, cny: ArrayLike) -> None:
        """A discounted cost per unit of each column in each draw, broadcast against each other."""
        draw, column, value = np.broadcast_arrays(
            np.asarray(draws, dtype=np.int64), np.asarray(columns, dtype=np.int64), np.asarray(cny, dtype=np.float64)
        )
        kept = value.reshape(-1) != 0.0
        self._costs.append((LINE[line], draw.reshape(-1)[kept], column.reshape(-1)[kept], value.reshape(-1)[kept]))

    def dear(self, columns: ArrayLike, weight: ArrayLike) -> None:
        """What should not be, and is no cost of a plan: it counts in the objective, and stands on no line."""
        column, value = np.broadcast_arrays(np.asarray(columns, dtype=np.int64), np.asarray(weight, dtype=np.float64))
        self._dear.append((column.reshape(-1), value.reshape(-1)))

    def dear_coefficients(self) -> NDArray[np.float64]:
        """(column,) what counts beside cost, in units of `money`."""
        total = np.zeros(self.columns_count)
        for column, value in self._dear:
            np.add.at(total, column, value)
        return total

    def known_coefficients(self, line: int | None = None) -> NDArray[np.float64]:
        """(column,) known cost in CNY per unit, of one line or of all."""
        total = np.zeros(self.columns_count)
        for of_line, draw, column, value in self._costs:
            if draw is None and line in (None, of_line):
                np.add.at(total, column, value)
        return total

    def draw_coefficients(self, line: int | None = None) -> sparse.csr_matrix:
        """(D, column) cost by draw in CNY per unit, of one line or of all."""
        parts = [entry for entry in self._costs if entry[1] is not None and line in (None, entry[0])]
        draw = np.concatenate([np.asarray(entry[1]) for entry in parts] or [np.empty(0, np.int64)])
        column = np.concatenate([entry[2] for entry in parts] or [np.empty(0, np.int64)])
        value = np.concatenate([entry[3] for entry in parts] or [np.empty(0)])
        return sparse.csr_matrix((value, (draw, column)), shape=(self.draws, self.columns_count))

    @property
    def size(self) -> dict[str, int]:
        """Columns, rows, entries and whole columns so far."""
        return {
            "columns": self.columns_count,
            "rows": self.rows_count,
            "entries": sum(len(entry[2]) for entry in self._entries),
            "whole_columns": int(sum(part.sum() for part in self._whole)),
        }

    @property
    def weight(self) -> int:
        """Entries, and costs by draw: what the memory of a draft grows with."""
        return sum(len(entry[2]) for entry in self._entries) + sum(len(entry[2]) for entry in self._costs)

    # --- the program -----------------------------------------------------------------------------------------

    def matrix(self) -> sparse.coo_matrix:
        """All entries so far, repeats added up."""
        row = np.concatenate([entry[0] for entry in self._entries] or [np.empty(0, np.int64)])
        column = np.concatenate([entry[1] for entry in self._entries] or [np.empty(0, np.int64)])
        value = np.concatenate([entry[2] for entry in self._entries] or [np.empty(0)])
        gathered = sparse.csr_matrix((value, (row, column)), shape=(self.rows_count, self.columns_count))
        return gathered.tocoo()

    def program(self, objective: NDArray[np.float64], offset: float) -> Program:
        """The finished program for an objective (column,) in units of `money`."""
        gathered = self.matrix()
        lower, upper, whole = np.concatenate(self._lower), np.concatenate(self._upper), self.whole
        for columns, least, most in self._narrowed:
            lower[columns], upper[columns] = least, most
        for columns, values in self._fixed:
            lower[columns] = upper[columns] = values
            whole[columns] = False
        return Program(
            column_lower=lower,
            column_upper=upper,
            whole=whole,
            objective=objective,
            offset=offset,
            row_lower=np.concatenate(self._row_lower or [np.empty(0)]),
            row_upper=np.concatenate(self._row_upper or [np.empty(0)]),
            row=gathered.row.astype(np.int64),
            column=gathered.col.astype(np.int64),
            value=gathered.data,
        )
