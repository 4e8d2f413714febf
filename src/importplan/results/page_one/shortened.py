"""Short tables of page one: the first rows, and one that stands for all the others so that sums agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from importplan.results.table import Row


@dataclass(frozen=True)
class Rest(Generic[Row]):
    """The rows that stand together in the last one."""

    rows: Sequence[Row]


def shortened(rows: Sequence[Row], most: int) -> tuple[Row | Rest[Row], ...]:
    """All rows, or the first and the rest, `most` in all."""
    return tuple(rows) if len(rows) <= most else (*rows[: most - 1], Rest(rows[most - 1 :]))


def alone(value: Callable[[Row], Any]) -> Callable[[Row | Rest[Row]], Any]:
    """A value that only a single row has."""
    return lambda row: None if isinstance(row, Rest) else value(row)


def together(combine: Callable[..., Any], value: Callable[[Row], Any]) -> Callable[[Row | Rest[Row]], Any]:
    """A value that the rest has too: the sum, the first or the last of its rows."""
    return lambda row: combine(map(value, row.rows)) if isinstance(row, Rest) else value(row)
