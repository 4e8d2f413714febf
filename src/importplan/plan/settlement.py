"""What is kept of draws beside a plan, as sparse rows: how planning draws were settled, how ways were judged on others.

    what  draw  id  who  treatment  certificate  part  period  value

A row that is not there is 0. Columns that say nothing of a kind are empty; `period` is the first day of a period, and
`draw` the id of a draw. Values read back as the same numbers. Rows of one kind stand together, by draw, so that the
text of a settlement, and with it its hash, is always the same.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.basics.files import csv_text

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Key = tuple[str, str, str, str, str]  # id, who, treatment, certificate, part
COLUMNS = ("what", "draw", "id", "who", "treatment", "certificate", "part", "period", "value")
NO_DRAW = NO_PERIOD = -1


@dataclass(frozen=True)
class Block:
    """The rows of one kind: N values at a draw, a key and a period, each -1 where the kind has none."""

    keys: tuple[Key, ...]
    draw: Whole  # (N,)
    key: Whole  # (N,)
    period: Whole  # (N,)
    value: Real  # (N,)

    @classmethod
    def of_array(cls, keys: Sequence[Key], values: Real) -> Block:
        """What is not 0 of (D, key, T) values, or of (D, key) ones that belong to no period."""
        where = np.nonzero(values)
        period = where[2] if values.ndim == 3 else np.full(len(where[0]), NO_PERIOD)
        return cls(tuple(keys), where[0], where[1], period, values[where])

    @classmethod
    def of_figures(cls, figures: Iterable[tuple[Key, float]]) -> Block:
        """Figures that belong to no draw."""
        keys, values = tuple(zip(*figures, strict=True)) or ((), ())
        none = np.full(len(keys), NO_DRAW)
        return cls(keys, none, np.arange(len(keys)), none, np.array(values, dtype=np.float64))

    def array(self, keys: Sequence[Key], draws: int, periods: int = 0) -> Real:
        """(D, key, T) values of some keys, or (D, key) without periods; rows of other keys stay out."""
        position = {key: number for number, key in enumerate(keys)}
        at = np.array([position.get(key, -1) for key in self.keys], dtype=np.int64)
        known = at[self.key] >= 0 if len(self.key) else np.zeros(0, dtype=bool)
        found = np.zeros((draws, len(keys), periods) if periods else (draws, len(keys)))
        spots = (self.draw[known], at[self.key[known]], *((self.period[known],) if periods else ()))
        np.add.at(found, spots, self.value[known])
        return found

    def figures(self) -> dict[Key, float]:
        """Key → value of figures that belong to no draw."""
        return {self.keys[key]: float(value) for key, value in zip(self.key, self.value, strict=True)}


NOTHING = Block((), *(np.zeros(0, dtype=np.int64),) * 3, np.zeros(0))


@dataclass(frozen=True)
class Settlement:
    """Kinds of rows. `periods` are the first days of the plan's periods, as ISO text."""

    blocks: dict[str, Block]
    draws: dict[str, tuple[str, ...]]  # kind → ids of the draws that it speaks of
    periods: tuple[str, ...]

    def block(self, what: str) -> Block:
        """The rows of a kind; none where nothing was to be told."""
        return self.blocks.get(what, NOTHING)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(block.value) for block in self.blocks.values())

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Every row as text, in the order of the columns."""
        for what, block in self.blocks.items():
            ids, names = self.draws.get(what, ()), (*self.periods, "")
            for draw, key, period, value in zip(block.draw, block.key, block.period, block.value.tolist(), strict=True):
                yield what, ids[draw] if draw >= 0 else "", *block.keys[key], names[period], repr(value)

    def text(self) -> bytes:
        """All rows as CSV under their headings."""
        return csv_text(COLUMNS, self.rows()).encode()


def fingerprint(rows: bytes) -> str:
    """SHA-256 of the rows of a settlement."""
    return hashlib.sha256(rows).hexdigest()


class RowUnreadable(Exception):
    """A row of a settlement that says nothing that can be settled: its number, counted from 1, and why."""

    def __init__(self, number: int, why: str) -> None:
        self.number, self.why = number, why
        super().__init__(f"row {number}: {why}")


def settlement_of(
    rows: Iterable[Sequence[str]], draws: dict[str, tuple[str, ...]], periods: tuple[str, ...]
) -> Settlement:
    """The settlement of rows. Raises RowUnreadable at the first that names no draw or period, or holds no number."""
    parts: dict[str, _Reading] = {}
    position = {what: {name: number for number, name in enumerate(ids)} for what, ids in draws.items()}
    when = {name: number for number, name in enumerate(periods)} | {"": NO_PERIOD}
    for number, row in enumerate(rows, start=1):
        if len(row) != len(COLUMNS):
            raise RowUnreadable(number, f"{len(row)} columns")
        what, draw, *key, period, value = row
        reading = parts.setdefault(what, _Reading({}, []))
        try:
            at = position.get(what, {})[draw] if draw else NO_DRAW
            spot = reading.keys.setdefault(tuple(key), len(reading.keys))  # type: ignore[arg-type]
            reading.entries.append((at, spot, when[period], _finite(value)))
        except (KeyError, ValueError) as fault:
            raise RowUnreadable(number, str(fault)) from None
    return Settlement({what: reading.block() for what, reading in parts.items()}, draws, periods)


def _finite(words: str) -> float:
    value = float(words)
    if not math.isfinite(value):
        raise ValueError(words)
    return value


@dataclass
class _Reading:
    keys: dict[Key, int]
    entries: list[tuple[int, int, int, float]]

    def block(self) -> Block:
        columns = list(zip(*self.entries, strict=True))
        draw, key, period = (np.array(column, dtype=np.int64) for column in columns[:3])
        return Block(tuple(self.keys), draw, key, period, np.array(columns[3]))
