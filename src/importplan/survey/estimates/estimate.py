"""A figure of the region with its 95 % interval, and the stratified estimator that it comes from.

A total is Σ w y over the firms that answered. Its variance is that of stratified sampling without replacement with the
residuals e of y on strata and cities in the place of y (Särndal, Swensson, Wretman 1992, results 3.7.2 and 6.6.1;
Deville, Särndal 1992, doi:10.1080/01621459.1992.10475217, for weights fitted to margins):

    V = Σ_h (1 − n_h ∕ N_h) n_h ∕ (n_h − 1) Σ_(k in h) (w_k e_k − mean_h)²

which without cities is the textbook N_h² (1 − f_h) s_h² ∕ n_h. The interval uses Student's t with the degrees of
freedom of Satterthwaite (Cochran, Sampling Techniques, 1977, formula 5.16). What the firms that answered have told is
certain, so the interval of a quantity that cannot be negative never goes below their own sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL = 0.95

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RegionalEstimate:
    """A figure of the region. `low` and `high` are None where no interval can be told; `firms` is who spoke of it."""

    value: float
    low: float | None = None
    high: float | None = None
    firms: int = 0


@dataclass(frozen=True)
class Sample:
    """The firms that stand behind a figure: weight, stratum and group of cities of each, firms asked by stratum.

    A firm of stratum -1 was not in the frame: it stands for itself alone and adds no uncertainty.
    """

    weights: FloatArray
    cells: IntArray
    cities: IntArray
    asked: FloatArray

    def variances(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Variances of the totals of some columns and their degrees of freedom.

        Parameters
        ----------
        values
            Shape (firms, columns), without gaps.

        Returns
        -------
        tuple
            Variances and degrees of freedom, shape (columns,); both nan where a stratum has one answer for several
            firms.
        """
        inside = self.cells >= 0
        cells, weights = self.cells[inside], self.weights[inside]
        answered = np.bincount(cells, minlength=len(self.asked)).astype(np.float64)
        left = np.maximum(1.0 - answered / self.asked, 0.0)
        spread = _spread(weights[:, None] * self._residuals(values[inside], left[cells]), cells, answered)
        parts = left[:, None] * spread
        parts[(left == 0.0), :] = 0.0
        total = parts.sum(axis=0)
        free = np.maximum(answered - 1.0, 1.0)[:, None]
        squares = (parts**2 / free).sum(axis=0)
        return total, np.divide(total**2, squares, out=np.ones_like(total), where=squares > 0)

    def _residuals(self, values: FloatArray, left: FloatArray) -> FloatArray:
        """What strata and cities do not explain, of each value; the fewer degrees that it leaves are made up for."""
        inside = self.cells >= 0
        cells, cities = self.cells[inside], self.cities[inside]
        regressors = np.hstack([_dummies(cells), _dummies(cities)])
        weights = np.sqrt(self.weights[inside] * (left > 0.0) + 1e-9)[:, None]
        slopes, _, rank, _ = np.linalg.lstsq(weights * regressors, weights * values, rcond=None)
        free, lost = len(cells) - len(np.unique(cells)), int(rank) - len(np.unique(cells))
        made_up = np.sqrt(free / max(free - lost, 1)) if lost and free else 1.0
        residuals: FloatArray = (values - regressors @ slopes) * made_up
        return residuals


def _dummies(groups: IntArray) -> FloatArray:
    found: FloatArray = (groups[:, None] == np.unique(groups)[None, :]).astype(np.float64)
    return found


def _spread(values: FloatArray, cells: IntArray, answered: FloatArray) -> FloatArray:
    """n ∕ (n − 1) Σ (value − mean)² by stratum and column; nan where one answer alone says nothing of the spread."""
    sums = np.zeros((len(answered), values.shape[1]))
    np.add.at(sums, cells, values)
    means = sums / np.maximum(answered, 1.0)[:, None]
    squares = np.zeros_like(sums)
    np.add.at(squares, cells, (values - means[cells]) ** 2)
    several = np.where(answered > 1, answered / np.maximum(answered - 1.0, 1.0), np.nan)
    found: FloatArray = several[:, None] * squares
    return found


def totals(sample: Sample, values: FloatArray) -> tuple[RegionalEstimate, ...]:
    """The totals of the region of some columns of values that cannot be negative; shape (firms, columns)."""
    if not len(values):
        return tuple(RegionalEstimate(0.0) for _ in range(values.shape[1]))
    points, told = sample.weights @ values, values.sum(axis=0)
    variances, free = sample.variances(values)
    found = []
    for column in range(values.shape[1]):
        half = _half(variances[column], free[column])
        firms = int((values[:, column] != 0.0).sum())
        low = None if half is None else max(points[column] - half, told[column])
        high = None if half is None else points[column] + half
        found.append(RegionalEstimate(float(points[column]), _plain(low), _plain(high), firms))
    return tuple(found)


def ratio(sample: Sample, above: FloatArray, below: FloatArray) -> RegionalEstimate | None:
    """A share of the region: Σ w above ∕ Σ w below, linearised (Särndal et al. 1992, result 5.6.2); None for 0 ∕ 0.

    `above` is a part of `below`, so the interval is kept within 0 and 1.
    """
    weight = float(sample.weights @ below)
    if weight <= 0.0:
        return None
    point = float(sample.weights @ above) / weight
    variances, free = sample.variances(((above - point * below) / weight)[:, None])
    half = _half(variances[0], free[0])
    firms = int((below != 0.0).sum())
    if half is None:
        return RegionalEstimate(point, firms=firms)
    return RegionalEstimate(point, max(point - half, 0.0), min(point + half, 1.0), firms)


def _half(variance: float, free: float) -> float | None:
    """Half the width of the interval, None where the variance is not known."""
    if not np.isfinite(variance):
        return None
    return float(stats.t.ppf(0.5 + LEVEL / 2, max(free, 1.0)) * np.sqrt(max(variance, 0.0)))


def _plain(value: float | None) -> float | None:
    return None if value is None else float(value)
