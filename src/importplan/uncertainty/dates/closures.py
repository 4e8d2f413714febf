"""Closed times of every draw as arrays, and what they do to a day or to a leg of work.

Intervals are half open: closed from the start on, free again on the end day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.float64]


@dataclass(frozen=True)
class Closures:
    """Disjoint closed times by rank and draw, shape (K, D), rising; a draw with fewer has infinite days behind them."""

    start_day: Days
    end_day: Days

    def first_free_day(self, days: Days) -> Days:
        """The first day from `days` (…, D) on that is not closed.

        One pass is enough: the times are disjoint and rising, so a day that leaves one lies before the next.
        """
        for start, end in zip(self.start_day, self.end_day, strict=True):
            days = np.where((start <= days) & (days < end), end, days)
        return days

    def completion_day(self, begin: Days, work_days: Days, rests_from_day: float) -> Days:
        """The day on which work is done that begins on `begin` (…, D) and rests while it is closed.

        Closed time before `rests_from_day` does not count: the dates of a running leg know it already. Work of no
        days is never stopped.
        """
        done = begin + work_days
        for start, end in zip(self.start_day, self.end_day, strict=True):
            rest_from = np.maximum(np.maximum(start, begin), rests_from_day)
            rests = (rest_from < done) & (rest_from < end) & (work_days > 0.0)
            with np.errstate(invalid="ignore"):  # infinity less infinity behind the last closed time; not taken
                done = np.where(rests, done + (end - rest_from), done)
        return done

    def touch(self, begin: Days, end: Days) -> NDArray[np.bool_]:
        """Whether any closed time begins by `end` and is not over by `begin`."""
        touched = np.zeros(np.broadcast_shapes(begin.shape, end.shape, self.start_day.shape[1:]), dtype=np.bool_)
        for closed_from, free_from in zip(self.start_day, self.end_day, strict=True):
            touched |= (closed_from <= end) & (free_from > begin)
        return touched

    def closed_share(self, edges: Days) -> Days:
        """Share of the time between neighbouring edges (T + 1) that is closed, shape (D, T)."""
        first, last = edges[:-1], edges[1:]
        closed = np.zeros((self.start_day.shape[1], len(first)))
        for start, end in zip(self.start_day, self.end_day, strict=True):
            closed += np.clip(np.minimum(end[:, None], last) - np.maximum(start[:, None], first), 0.0, None)
        share: Days = closed / (last - first)
        return share


def union(draw: NDArray[np.int64], start_day: Days, end_day: Days, count: int) -> Closures:
    """The union of intervals in each of `count` draws. Intervals that touch become one."""
    real = end_day > start_day
    draw, start_day, end_day = draw[real], start_day[real], end_day[real]
    if len(draw) == 0:
        return Closures(np.zeros((0, count)), np.zeros((0, count)))
    order = np.lexsort((start_day, draw))
    draw, start_day, end_day = draw[order], start_day[order], end_day[order]
    # Draws are laid behind one another on one line, far enough apart never to touch: then one running maximum does all.
    line = draw * (end_day.max() - start_day.min() + 1.0)
    reach = np.maximum.accumulate(end_day + line)
    first = np.flatnonzero(np.concatenate(([True], (start_day + line)[1:] > reach[:-1])))
    merged_draw, merged_start = draw[first], start_day[first]
    merged_end = np.maximum.reduceat(end_day, first)
    rank = np.arange(len(first)) - np.searchsorted(merged_draw, merged_draw, side="left")
    shape = (int(rank.max()) + 1, count)
    starts, ends = np.full(shape, np.inf), np.full(shape, np.inf)
    starts[rank, merged_draw] = merged_start
    ends[rank, merged_draw] = merged_end
    return Closures(starts, ends)
