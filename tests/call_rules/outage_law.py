"""What one period may bring, for outages that start at random and last exponentially (docs/uncertainty.md).

A risk starts as a Poisson process (365 days a year), every start lasts exponentially (365/12 days a month), starts
while it is on prolong it: the number of starts that still last is a queue without waiting (M/M/inf), and the risk is on
while it is not zero. Its law over a step of a day or less is a matrix exponential.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Stops:
    """A risk that stops the one supplier: so many starts a year, so many months each in the mean."""

    starts_per_year: float
    mean_months: float

    @property
    def start_rate(self) -> float:
        """Starts a day."""
        return self.starts_per_year / DAYS_PER_YEAR

    @property
    def end_rate(self) -> float:
        """Ends a day of what is on."""
        return 12.0 / (self.mean_months * DAYS_PER_YEAR)


def step_law(stops: Stops, days: float, births: bool = True, most: int = 6) -> NDArray[np.float64]:
    """[from, to]: how many starts last after so many days, `most` at most; without births those of before only."""
    generator = np.zeros((most + 1, most + 1))
    number = np.arange(most + 1)
    generator[number[1:], number[:-1]] = number[1:] * stops.end_rate
    if births:
        generator[number[:-1], number[1:]] = stops.start_rate
    generator[number, number] -= generator.sum(axis=1)
    return np.asarray(expm(generator * days), dtype=np.float64)


def period_law(stops: Stops, days: float, halves: int, most: int = 6) -> NDArray[np.float64]:
    """[from, to, k]: last so many at the end of the period, and k of its `halves` half steps were out.

    A step counts whole where the risk is on at both of its ends, half where it is on at one of them.
    """
    steps = halves // 2
    step = step_law(stops, days / steps, most=most)
    on = np.arange(most + 1) > 0
    out = on[:, None].astype(np.int64) + on[None, :]  # half steps out by the two ends of a step
    by_out = np.stack([np.where(out == amount, step, 0.0) for amount in range(3)])
    law = np.zeros((most + 1, most + 1, halves + 1))
    law[np.arange(most + 1), np.arange(most + 1), 0] = 1.0
    for _ in range(steps):
        after = np.zeros_like(law)
        for amount in range(3):
            moved = np.einsum("ijk,jl->ilk", law[:, :, : halves + 1 - amount], by_out[amount])
            after[:, :, amount:] += moved
        law = after
    return law
