"""Sampled courses of outages, and what a rule for calls costs on them: plain arithmetic on exact days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from call_rules.lead_time import MOST, BestDelayedCalls, after_call
from call_rules.outage_law import Stops
from call_rules.programme import BestCalls, CallCase

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
        out = np.maximum(high - np.maximum(low, covered), 0.0).sum(axis=1, dtype=np.float64)
        return np.asarray(1.0 - out / days)

    def lasting(self, day: float) -> NDArray[np.int64]:
        """(draws,) how many starts last on that day."""
        return np.count_nonzero((self.start_day < day) & (self.end_day > day), axis=1)


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


def ship_days(case: CallCase, courses: Courses) -> NDArray[np.float64]:
    """(months, draws) the day on which a call of each month ships: what was on on its first day does not hold it up."""
    firsts = np.concatenate([[0.0], np.cumsum(case.days)[:-1]])
    ships = np.repeat((firsts + case.lead_days)[:, None], len(courses.start_day), axis=1)
    for start, end in zip(courses.start_day.T, courses.end_day.T, strict=True):
        held = (start > firsts[:, None]) & (start <= ships) & (end > ships)
        ships = np.where(held, end, ships)
    return ships


def costs_of_delayed_calls(case: CallCase, best: BestDelayedCalls, courses: Courses) -> NDArray[np.float64]:
    """(draws,) the cost in each course of the calls that the programme of lead times makes."""
    ships = ship_days(case, courses)
    luck = np.random.default_rng(1).random(ships.shape)
    calls = np.zeros(ships.shape, dtype=np.int64)  # grains
    cost = np.full(ships.shape[1], float(case.booked_cny))
    first = 0.0
    for month, days in enumerate(case.days):
        end = first + days
        stock = (calls * (ships < end)).sum(axis=0) - best.grain * int(case.need[: month + 1].sum())
        cost += np.maximum(stock, 0) * case.holding_cny / best.grain
        cost += np.maximum(-stock, 0) * case.shortage_cny / best.grain
        waits = ships[:month] >= end
        newest = np.where(waits.any(axis=0), month - 1 - waits[::-1].argmax(axis=0) if month else 0, month)
        since = np.concatenate([[0.0], np.cumsum(case.days)])[newest]
        on = (courses.start_day < end) & (courses.end_day > end)
        began_now = on & (courses.start_day > first)
        blocks = on & ~began_now & (courses.start_day > since[:, None])
        others, blockers, new = (
            np.minimum(kind.sum(axis=1), MOST) for kind in (on & ~began_now & ~blocks, blocks, began_now)
        )
        lasting = (others, blockers, new)
        still = (calls[:month] * waits).sum(axis=0)
        worth = np.stack(
            [after_call(best.to_go[month + 1], lasting, still, stock, call) for call in grains_up_to(case, best)]
        )
        amount = case.booking * best.grain * courses.free_share(first, days)
        most = np.floor(amount + luck[month])  # as the programme splits it: between two grains, both in proportion
        worth[np.arange(len(worth))[:, None] > most] = np.inf
        calls[month] = worth.argmin(axis=0)
        first = end
    return cost


def costs_of_due_calls(case: CallCase, courses: Courses) -> NDArray[np.float64]:
    """(draws,) the cost in each course of calling what is due by the time it can come, as soon as it can be called."""
    ships = ship_days(case, courses)
    needed = np.concatenate([np.cumsum(case.need), [case.need.sum()]])
    calls = np.zeros(ships.shape)
    cost = np.full(ships.shape[1], float(case.booked_cny))
    first = 0.0
    for month, days in enumerate(case.days):
        due = needed[month + 1 if case.lead_days else month]
        calls[month] = np.minimum(due - calls.sum(axis=0), case.booking * courses.free_share(first, days))
        first += days
        stock = (calls * (ships < first)).sum(axis=0) - needed[month]
        cost += calls[month] * case.price_cny
        cost += np.maximum(stock, 0.0) * case.holding_cny + np.maximum(-stock, 0.0) * case.shortage_cny
    return cost


def grains_up_to(case: CallCase, best: BestDelayedCalls) -> range:
    """Every call of a whole number of grains within the booking."""
    return range(round(case.booking * best.grain) + 1)
