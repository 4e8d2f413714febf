"""The same bound where a called unit is made for a month, and a stop that begins meanwhile holds it up.

What is called in a month is ready on the first day of the next one. It ships at once unless something is on that began
after the first day of the month of its call (what was on then is the outage that limited the call, and acts once); then
it waits until nothing of what began since is on. So starts that last are **blockers** of what waits, or others.

Still a lower bound of whoever does not see the future: at a call the outages up to the end of the month are known. And
two calls that wait for different outages are taken to wait for those of the later call alone, which are fewer. What is
ready on one of the first days of a month, as months are not alike, is taken to be ready on the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from call_rules.outage_law import Stops, step_law
from call_rules.programme import CallCase

MOST = 3  # starts of one kind that last at once; more have less than 1 in 1,000
NUMBERS = MOST + 1


@dataclass(frozen=True)
class BestDelayedCalls:
    """The value, and the cost to go from the end of each month: [month][others, blockers, waiting, stock]."""

    cost_cny: float
    grain: int
    to_go: tuple[NDArray[np.float64], ...] = field(repr=False)


@cache
def month_law(stops: Stops, days: int, halves: int) -> NDArray[np.float64]:
    """[others, blockers, others after, blockers after, new, released, k]: k of `halves` half steps of a month are out.

    Others and blockers only end; new ones begin and end, and block too. What waits is released when nothing blocks it.
    """
    shape = (NUMBERS, NUMBERS, NUMBERS)
    step_days = days / (halves // 2)
    dying = step_law(stops, step_days, births=False, most=MOST)
    step = np.kron(np.kron(dying, dying), step_law(stops, step_days, most=MOST))
    others, blockers, new = (number.ravel() for number in np.indices(shape))
    on = (others + blockers + new > 0).astype(np.int64)
    free = blockers + new == 0
    out = on[:, None] + on[None, :]
    by_out = [np.where(out == amount, step, 0.0) for amount in range(3)]
    size = NUMBERS**3
    law = np.zeros((NUMBERS**2, 2, halves + 1, size))
    for start in range(NUMBERS**2):
        law[start, int(start % NUMBERS == 0), 0, start * NUMBERS] = 1.0
    for _ in range(halves // 2):
        after = np.zeros_like(law)
        for amount in range(3):
            after[:, :, amount:] += law[:, :, : halves + 1 - amount] @ by_out[amount]
        after[:, 1, :, free] += after[:, 0, :, free]
        after[:, 0, :, free] = 0.0
        law = after
    return law.reshape(NUMBERS, NUMBERS, 2, halves + 1, *shape).transpose(0, 1, 4, 5, 6, 2, 3)


def callable_law(law: NDArray[np.float64], booking: int) -> NDArray[np.float64]:
    """[…, callable]: the last axis, half steps out, as grains that can be called; between two, both in proportion."""
    halves = law.shape[-1] - 1
    amount = booking * (1.0 - np.arange(halves + 1) / halves)
    whole = np.minimum(np.floor(amount).astype(np.int64), booking - 1)
    split = np.zeros((halves + 1, booking + 1))
    split[np.arange(halves + 1), whole] = 1.0 - (amount - whole)
    split[np.arange(halves + 1), whole + 1] += amount - whole
    return law @ split


def best_delayed_calls(case: CallCase, grain: int = 4, halves: int = 60) -> BestDelayedCalls:
    """Backward in time over others, blockers, waiting, stock; every call is tried. `grain` steps to a unit."""
    size, booking = case.months * grain, round(case.booking * grain)
    stock, waiting = np.arange(-size, size + 1), np.arange(size + 1)
    to_go = [np.zeros((NUMBERS, NUMBERS, size + 1, 2 * size + 1))]
    for month in reversed(range(case.months)):
        law = callable_law(month_law(case.stops, case.days[month], halves), booking)
        need = int(case.need[month]) * grain
        value = np.zeros_like(to_go[0])
        for others, blockers, new, released in np.ndindex(NUMBERS, NUMBERS, NUMBERS, 2):
            chance = law[:, :, others, blockers, new, released]
            if not chance.any():
                continue
            came = waiting[:, None] * released
            left = np.clip(stock[None, :] + came - need, -size, size)
            still = np.broadcast_to(waiting[:, None] * (1 - released), left.shape)
            best = cheapest(to_go[0], (others, blockers, new), still, left, booking)
            kept = np.maximum(left, 0) * case.holding_cny + np.maximum(-left, 0) * case.shortage_cny
            value += np.einsum("ijc,cwx->ijwx", chance, best + kept / grain, optimize=True)
        to_go.insert(0, value)
    return BestDelayedCalls(float(to_go[0][0, 0, 0, size]) + case.booked_cny, grain, tuple(to_go))


def cheapest(
    to_go: NDArray[np.float64],
    lasting: tuple[int, int, int],
    still: NDArray[np.int64],
    left: NDArray[np.int64],
    booking: int,
) -> NDArray[np.float64]:
    """[callable, waiting, stock]: the least cost to go after a call of at most so many grains."""
    calls = [after_call(to_go, lasting, still, left, call) for call in range(booking + 1)]
    return np.minimum.accumulate(np.stack(calls), axis=0)


def after_call(
    to_go: NDArray[np.float64],
    lasting: tuple[int | NDArray[np.int64], int | NDArray[np.int64], int | NDArray[np.int64]],
    still: NDArray[np.int64],
    left: NDArray[np.int64],
    call: int,
) -> NDArray[np.float64]:
    """The cost to go when so much was called in a month that ends with others, blockers and new starts lasting.

    Without a new one the call ships as the next month begins; else it waits for the new ones, with all that waits.
    """
    others, blockers, new = (np.asarray(number) for number in lasting)
    most_waiting, size = to_go.shape[2] - 1, to_go.shape[3] // 2
    ships = new == 0
    found = to_go[
        np.where(ships, others, np.minimum(others + blockers, MOST)),
        np.where(ships, blockers, new),
        np.where(ships, still, np.minimum(still + call, most_waiting)),
        np.clip(left + np.where(ships, call, 0), -size, size) + size,
    ]
    return np.asarray(found, dtype=np.float64)
