"""The arrival periods of the table, grouped into segments in which no rule of the catalog changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods
from importplan.catalog.load import Catalog

YEARS_BEYOND = 5  # arrivals after the plan; whatever is later has the last entry


@dataclass(frozen=True)
class Arrivals:
    """P arrival periods and their S segments. The rates of a period are those of its first day."""

    calendar: Periods
    first_days: tuple[date, ...]  # (P,)
    last_days: tuple[date, ...]  # (P,)
    segment: NDArray[np.int64]  # (P,)
    rules_of_last_day: NDArray[np.int64]  # (P,) equal where the same rules hold on the last day
    segment_days: tuple[date, ...]  # (S,) the first day of the first period of each segment

    @property
    def count(self) -> int:
        """How many arrival periods there are (P)."""
        return len(self.first_days)

    def position(self, period: int) -> int:
        """The entry that stands for an arrival period: the first for earlier ones, the last for later ones."""
        return min(max(period, 0), self.count - 1)


def arrivals(calendar: Periods, catalog: Catalog) -> Arrivals:
    """The periods of the plan and five years beyond."""
    count = calendar.count + YEARS_BEYOND * calendar.per_year
    first = [calendar.first_day(period) for period in range(count + 1)]
    changes = catalog.change_days()
    groups = [bisect_right(changes, day) for day in first[:-1]]
    last_rules = [bisect_right(changes, day - timedelta(days=1)) for day in first[1:]]
    starts, segment = np.unique(groups, return_index=True)[1], np.unique(groups, return_inverse=True)[1]
    return Arrivals(
        calendar=calendar,
        first_days=tuple(first[:-1]),
        last_days=tuple(day - timedelta(days=1) for day in first[1:]),
        segment=segment.astype(np.int64),
        rules_of_last_day=np.array(last_rules, dtype=np.int64),
        segment_days=tuple(first[position] for position in starts),
    )


def on_days(calendar: Periods, days: Iterable[date], catalog: Catalog) -> Arrivals:
    """Single days in place of periods, in order: goods declared on one of them, under its rules."""
    ordered = tuple(sorted(set(days)))
    changes = catalog.change_days()
    groups = [bisect_right(changes, day) for day in ordered]
    starts, segment = np.unique(groups, return_index=True)[1], np.unique(groups, return_inverse=True)[1]
    return Arrivals(
        calendar=calendar,
        first_days=ordered,
        last_days=ordered,
        segment=segment.astype(np.int64),
        rules_of_last_day=np.array(groups, dtype=np.int64),
        segment_days=tuple(ordered[position] for position in starts),
    )
