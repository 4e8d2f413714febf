"""The least expected cost of calls by anybody who does not see the future; shares no code with the product.

One firm needs a unit of one item in every month. It has booked capacity with the one supplier, who is stopped at
random; of what is booked the share of the month in which nothing is stopped can be called. Units come at once.

**It is a lower bound.** Who calls in a month may know every outage up to the end of that month and how many starts
still last, so more than the contract lets a policy know (which share of each month was free, what is on), and nothing
of what comes: how long an outage lasts is memoryless. Up to discretisation: free shares of a month are
multiples of 1 / `halves`. Amounts are fractions of the same fineness, which costs nothing: needs are whole and
what can be called is a multiple of it, so there is a best course on the grid.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from call_rules.outage_law import Stops, period_law

YEAR = 2027


@dataclass(frozen=True)
class CallCase:
    """Need of one a month, a booking, and what things cost in CNY without discount."""

    name: str
    stops: Stops
    booking: float
    shortage_cny: float  # per unit late at the end of a month
    holding_cny: float  # per unit in stock at the end of a month
    price_cny: float = 0.0
    booking_cost_cny: float = 0.0  # per unit booked and month
    months: int = 12
    lead_days: float = 0.0  # none, or 31: served in the month after the call at the earliest

    @property
    def days(self) -> tuple[int, ...]:
        """Days of each month."""
        return tuple(calendar.monthrange(YEAR, month + 1)[1] for month in range(self.months))

    @property
    def need(self) -> NDArray[np.int64]:
        """(months,) units that fall due: one in every month that a call can serve."""
        return np.array([int(month > 0 or not self.lead_days) for month in range(self.months)])

    @property
    def booked_cny(self) -> float:
        """What the booking costs, called or not."""
        return self.booking * self.booking_cost_cny * self.months


@dataclass(frozen=True)
class BestCalls:
    """The value, and the rule that attains it: stock to call up to, by month and starts that last at its end."""

    cost_cny: float
    levels: NDArray[np.float64] = field(repr=False)  # (months, starts that last)


def best_calls(case: CallCase, grain: int = 24) -> BestCalls:
    """The dynamic programme, backward in time; `grain` steps to a unit. Without lead time.

    The cost to go is convex in net stock, so calling up to a level is best: `y = min(max(x, level), x + callable)`.
    """
    if case.lead_days:
        raise ValueError("the programme of lead_time.py has lead times")
    halves = round(case.booking * grain)
    if halves % 2 or abs(halves - case.booking * grain) > 1e-9:
        raise ValueError(f"a booking of {case.booking} needs another grain than {grain}")
    size = case.months * grain
    stock = np.arange(-size, size + 1)  # net stock before a call, in grains
    after = np.arange(-size, size + 1)  # … after it, before the need of the month
    to_go = np.zeros((7, len(stock)))  # by starts that last, at the end of the plan
    levels = np.zeros((case.months, 7))
    for month in reversed(range(case.months)):
        law = period_law(case.stops, case.days[month], halves)
        ends = np.maximum(after - grain, -size)
        kept = np.maximum(ends, 0) * case.holding_cny / grain + np.maximum(-ends, 0) * case.shortage_cny / grain
        worth = case.price_cny * after / grain + kept + to_go[:, ends + size]  # [lasting, after]
        level = after[worth.argmin(axis=1)]
        levels[month] = level / grain
        callable_most = halves - np.arange(halves + 1)  # grains, by half steps out
        reach = np.minimum(stock[None, :] + callable_most[:, None], size)
        up_to = np.clip(level[:, None, None], stock[None, None, :], reach[None, :, :])
        found = np.take_along_axis(worth, (up_to + size).reshape(7, -1), axis=1)
        to_go = law.reshape(7, -1) @ found.reshape(7 * (halves + 1), -1) - case.price_cny * stock / grain
    return BestCalls(float(to_go[0, size]) + case.booked_cny, levels)
