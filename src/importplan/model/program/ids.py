"""What columns and rows are called: a name and a key in words and numbers of the case.

Columns of a kind stand in an array; an axis of it has a name for each position (an offer, a stock), or its positions
are numbers that speak for themselves (a period, a draw).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.variables import Variable

Index = NDArray[np.int64]
Key = tuple[object, ...]
Axis = Sequence[object] | Index | Callable[[], Sequence[object]] | None  # names along an axis; None: numbers


@dataclass(frozen=True)
class RowBlock:
    """Rows of one family: the first row, and the part and axes that name them."""

    family: str
    part: Key
    first: int
    shape: tuple[int, ...]
    axes: tuple[Axis, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(np.prod(self.shape))


@dataclass(frozen=True)
class Placed:
    """Columns of one kind as others look them up: positions along axes that name them."""

    variable: Variable
    part: Key
    positions: Index
    axes: tuple[Axis, ...]


def keys(axes: tuple[Axis, ...], shape: tuple[int, ...], cells: Index) -> Iterator[Key]:
    """What flat positions in a shape are called: a name along every axis, joined where a name has several words."""
    named = [_named(axis) for axis in axes]
    for cell in zip(*(along.tolist() for along in np.unravel_index(cells, shape)), strict=True):
        key: Key = ()
        for number, position in enumerate(cell):
            names = named[number] if number < len(named) else None
            name = position if names is None else names[position]
            key += name if isinstance(name, tuple) else (name,)
        yield key


def _named(axis: Axis) -> Sequence[object] | None:
    said = axis() if callable(axis) else axis
    return said.tolist() if isinstance(said, np.ndarray) else said
