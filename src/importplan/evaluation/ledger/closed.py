"""Closed times of every draw, and what they do to a day and to work that takes some days.

A time is closed from its first day on and free again on its end day. Pieces of a draw rise and do not overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Closed:
    """K pieces in each of D draws, (K, D); a draw with fewer has empty ones at infinity."""

    start: Real
    end: Real

    @cached_property
    def length(self) -> Real:
        """(K, D) days of each piece."""
        return np.subtract(self.end, self.start, out=np.zeros_like(self.end), where=np.isfinite(self.start))

    @cached_property
    def open_days_before(self) -> Real:
        """(K, D) open days from day 0 to the start of each piece, less those before day 0."""
        return self.start - (np.cumsum(self.length, axis=0) - self.length)

    def from_start_on(self) -> Closed:
        """What of it lies within the plan: legs of signed orders already know what was closed before day 0."""
        return replace(self, start=np.maximum(self.start, 0.0), end=np.maximum(self.end, 0.0))

    def closed_days_before(self, day: Real) -> Real:
        """Closed days up to each day, shape (…, D)."""
        total = np.zeros(np.broadcast_shapes(day.shape, self.start.shape[1:]))
        for start, end in zip(self.start, self.end, strict=True):
            total += np.maximum(np.minimum(end, day) - np.minimum(start, day), 0.0)
        return total

    def first_open(self, day: Real) -> Real:
        """The first day from `day` (…, D) on that is not closed: whoever stands in a closed time goes to its end."""
        for start, end in zip(self.start, self.end, strict=True):
            day = np.where((start <= day) & (day < end), end, day)
        return day

    def finished(self, begin: Real, work: Real) -> Real:
        """When work of some open days is done that begins on a day, (…, D): the clock stands while it is closed.

        On a clock that counts open days only, it is done at (open days before `begin`) + work; every piece that starts
        before that reading of the clock has been waited out. Work of no days is never stopped.
        """
        due = begin - self.closed_days_before(begin) + work
        done = due
        for opens, length in zip(self.open_days_before, self.length, strict=True):
            done = done + np.where(opens < due, length, 0.0)
        return np.where(work > 0.0, done, begin)

    def touches(self, first: Real, last: Real) -> NDArray[np.bool_]:
        """Whether anything is closed at some time from `first` to `last`, both days included, (…, D)."""
        found = np.zeros(np.broadcast_shapes(first.shape, last.shape, self.start.shape[1:]), dtype=np.bool_)
        for start, end in zip(self.start, self.end, strict=True):
            found |= (start <= last) & (end > first)
        return found


def closed(draw: Whole, start: Real, end: Real, count: int) -> Closed:
    """The closed times of `count` draws, out of intervals that may overlap: each begins where earlier ones end."""
    real = np.flatnonzero(end > start)
    order = real[np.lexsort((start[real], draw[real]))]
    draw, start, end = draw[order], start[order], end[order]
    rank = np.arange(len(draw)) - np.searchsorted(draw, draw, side="left")
    shape = (int(rank.max(initial=-1)) + 1, count)
    starts, ends = np.full(shape, np.inf), np.full(shape, np.inf)
    starts[rank, draw], ends[rank, draw] = start, end
    reached = np.full(count, -np.inf)
    for number in range(shape[0]):
        starts[number] = np.maximum(starts[number], reached)
        ends[number] = np.maximum(ends[number], starts[number])
        reached = ends[number]
    return Closed(starts, ends)
