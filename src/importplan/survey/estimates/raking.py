"""Raking: weights that meet the number of firms of every stratum and come as near as allowed to that of every city.

Iterative proportional fitting (Deming, Stephan 1940, doi:10.1214/aoms/1177731829) of the part of a weight that stands
for firms that did not answer: a firm that answered always stands for itself, so no weight falls below 1 and where all
have answered all weights are 1. A factor of a city is held within `LEAST` and `MOST` (truncated raking: Deville,
Särndal, Sautory 1993, doi:10.1080/01621459.1993.10476369): what that leaves unmet is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST, MOST = 0.5, 2.0
ROUNDS, CLOSE = 200, 1e-10

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Raked:
    """The weights beyond the firm itself, and by how many firms each group of cities is missed."""

    beyond: FloatArray
    missed: FloatArray


def rake(
    beyond: FloatArray, cells: IntArray, cities: IntArray, cell_firms: FloatArray, city_firms: FloatArray
) -> Raked:
    """Fit weights to two margins.

    Parameters
    ----------
    beyond
        How many firms that did not answer stand behind each that did, before fitting; shape (answers,).
    cells, cities
        The stratum and the group of cities of each answer; shape (answers,).
    cell_firms, city_firms
        Firms that did not answer, by stratum and by group of cities.

    Returns
    -------
    Raked
        The strata are met exactly, the cities as far as the factors may go.
    """
    fitted = beyond.copy()
    for _ in range(ROUNDS):
        before = fitted
        fitted = fitted * _factors(fitted, cities, city_firms)
        fitted = np.clip(fitted, LEAST * beyond, MOST * beyond)
        fitted = fitted * _factors(fitted, cells, cell_firms)
        if np.allclose(fitted, before, rtol=CLOSE, atol=CLOSE):
            break
    reached = np.bincount(cities, fitted, len(city_firms))
    return Raked(fitted, np.abs(reached - city_firms))


def _factors(weights: FloatArray, groups: IntArray, firms: FloatArray) -> FloatArray:
    """What brings the weights of each group to its number of firms; 1 where a group has no weight to scale."""
    reached = np.bincount(groups, weights, len(firms))
    factors = np.divide(firms, reached, out=np.ones_like(firms), where=reached > 0)
    found: FloatArray = factors[groups]
    return found
