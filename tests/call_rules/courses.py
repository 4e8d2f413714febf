"""Sampled courses of outages and what a rule for calls costs on them: plain arithmetic, day by day exact, no program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from call_rules.outage_law import Stops
from call_rules.programme import BestCalls, CallCase
from numpy.typing import NDArray

MOST_STARTS = 64  # of one course; more would be beyond any case here


@dataclass(frozen=True)
class Courses:
    """First day and end of every start, (draws, starts), in the order of the starts."""

    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]

    def free_share(self, first: float, days: float) -> NDArray[np.float64]:
        """(draws,) the share of a period in which nothing is on: what each start adds to those before it is out."""
        low = np.clip(self.start_day, first, first + days)
        high = np.clip(self.end_day, first, first + days)
        before = np.maximum.accumulate(high, axis=1)
        covered = np.concatenate([np.full((len(low), 1), first), before[:, :-1]], axis=1)
        return 1.0 - np.maximum(high - np.maximum(low, covered), 0.0).sum(axis=1) / days

    def lasting(self, day: float) -> NDArray[np.int64]:
        """(draws,) how many starts last on that day."""
        return ((self.start_day < day) & (self.end_day > day)).sum(axis=1)


def sampled(stops: Stops, count: int, seed: int, until_day: float) -> Courses:
    """Courses with numbers of their own."""
    numbers = np.random.default_rng(seed)
    starts = max(8, int(4 * stops.start_rate * until_day) + 8)
    start_day = np.cumsum(numbers.exponential(1.0 / stops.start_rate, (count, min(starts, MOST_STARTS))), axis=1)
    return Courses(start_day, start_day + numbers.exponential(1.0 / stops.end_rate, start_day.shape))


def costs_of_levels(case: CallCase, rule: BestCalls, courses: Courses) -> NDArray[np.float64]:
    """(draws,) the cost in each course of calling up to the levels of a rule. Units come at once."""
    stock = np.zeros(len(courses.start_day))
    cost = np.full(len(stock), float(case.booked_cny))
    first = 0.0
    for month, days in enumerate(case.days):
        callable_now = case.booking * courses.free_share(first, days)
        first += days
        level = rule.levels[month, np.minimum(courses.lasting(first), rule.levels.shape[1] - 1)]
        call = np.clip(level - stock, 0.0, callable_now)
        stock += call - 1.0
        cost += call * case.price_cny
        cost += np.maximum(stock, 0.0) * case.holding_cny + np.maximum(-stock, 0.0) * case.shortage_cny
    return cost
