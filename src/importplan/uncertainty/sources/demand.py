"""Demand: a line comes or does not, its quantity has a range, and an industry as a whole orders more or less.

    demand = comes · triangular(low, quantity, high) · factor of the industry

- `comes` is 0 or 1 with the probability of the line's firmness.
- The factor of an industry is lognormal with mean 1 and log standard deviation `volatility` · √years, years from the
  start to the line's period. It takes **five levels**: the Gauss–Hermite points 0, ±1.356, ±2.857 with the weights
  0.533, 0.222, 0.011 (Abramowitz & Stegun 25.4.46), divided by their mean, so the mean is exactly 1 and the variance
  almost exactly right. A draw has **one level for an industry** over the whole horizon, common to all its lines: a few
  levels let draws share states in the model, where continuous factors would not. A row of `demand_risks` without an
  industry gives the volatility of all industries not named; each of them still has a level of its own.
- Whole units: the result is rounded up with the probability of its fraction, else down. Rounding to the nearest would
  leave a line of one machine at one machine whatever the industry does; this keeps the mean. A quantity that nothing
  moves is left as it was given.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.streams import Streams

LEVELS = 5
DECIMALS = 9  # a product that misses a whole number by floating point only is that whole number


def add(draws: DrawSet, scenario: Scenario, streams: Streams) -> DrawSet:
    """The draws with the sampled quantity of every demand line."""
    volatilities = {row.industry: row.volatility for row in scenario.demand_risks}
    industry_of = {firm.firm: firm.industry for firm in scenario.all_firms}
    points: dict[str, NDArray[np.float64]] = {}
    quantities = np.zeros((len(scenario.demand), streams.count))
    for position, line in enumerate(scenario.demand):
        industry = industry_of[scenario.firm_of(line)]
        volatility = volatilities.get(industry, volatilities.get("", 0.0))
        if industry not in points:
            points[industry] = _level(industry, streams)
        years = scenario.period_due(line) / scenario.calendar.per_year
        factor = _factor(points[industry], volatility * np.sqrt(years))
        amount = _range(line, streams) * factor
        whole = scenario.items[scenario.item_index[line.item]].whole_units
        if whole and (amount != line.quantity).any():
            amount = np.floor(np.round(amount, DECIMALS) + streams.uniform("demand-rounding", line.line))
        quantities[position] = amount * _comes(line, scenario, streams)
    return replace(draws, demand=np.ascontiguousarray(quantities.T))


def _points() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points, weights = np.polynomial.hermite_e.hermegauss(LEVELS)
    return points, weights / weights.sum()


def _level(industry: str, streams: Streams) -> NDArray[np.float64]:
    points, weights = _points()
    rank = np.searchsorted(np.cumsum(weights)[:-1], streams.uniform("demand-industry", industry), side="right")
    level: NDArray[np.float64] = points[rank]
    return level


def _factor(level: NDArray[np.float64], deviation: float) -> NDArray[np.float64]:
    points, weights = _points()
    factor: NDArray[np.float64] = np.exp(deviation * level) / (weights @ np.exp(deviation * points))
    return factor if deviation > 0.0 else np.ones_like(level)


def _comes(line: Demand, scenario: Scenario, streams: Streams) -> NDArray[np.bool_]:
    return streams.uniform("demand-comes", line.comes_with or line.line) < scenario.probability_of(line)


def _range(line: Demand, streams: Streams) -> NDArray[np.float64]:
    mode = line.quantity
    low = mode if line.quantity_low is None else min(line.quantity_low, mode)
    high = mode if line.quantity_high is None else max(line.quantity_high, mode)
    if low == high:
        return np.full(streams.count, float(mode))
    chance = streams.uniform("demand-range", line.line)
    # Inverse of the triangular distribution function, left and right of the mode.
    left = low + np.sqrt(chance * (high - low) * (mode - low))
    right = high - np.sqrt((1.0 - chance) * (high - low) * (high - mode))
    return np.where(chance * (high - low) < mode - low, left, right)
