"""Exchange rates: correlated lognormal paths whose mean is the base rate in every period.

    factor[0] = rate of today / base rate (1 where there is no budget rate)
    factor[t] = factor[t-1] · exp(σ √Δ · z[t] − σ² Δ / 2),   Δ = 1/4 or 1/12 of a year

so the factor is a martingale: nobody is assumed to know where a rate will drift. σ is the yearly volatility of sheet
`fx`; blank means the reference history, 0 a fixed rate. A year's volatility is taken to the period by √Δ. The normal
numbers z of the currencies are correlated by the reference; pairs it does not know are taken as uncorrelated.

The correlation is put in by the Cholesky factor of the matrix of **all** reference currencies in the order of the
alphabet, also of those the scenario does not use: its rows do not depend on the scenario, so a currency more changes no
other path. A currency that the reference does not know is independent of all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.streams import Streams

SMALLEST_EIGENVALUE = 1e-10  # below it a correlation matrix of pairwise estimates is mended


@dataclass(frozen=True)
class FxReference:
    """How exchange rates moved against CNY.

    `volatility` is the standard deviation of the log rate per year: where it was measured on quarters, the quarterly
    figure times √4. `correlation` holds each pair once, in either order.
    """

    volatility: Mapping[str, float] = field(default_factory=dict)
    correlation: Mapping[tuple[str, str], float] = field(default_factory=dict)


def add(draws: DrawSet, scenario: Scenario, streams: Streams, *, reference: FxReference | None = None) -> DrawSet:
    """The draws with a path of every currency that moves."""
    reference = reference or FxReference()
    given = {row.currency: row.volatility for row in scenario.fx}
    base = scenario.settings.base_currency
    periods = scenario.settings.periods
    step = 1.0 / scenario.calendar.per_year
    mixer = _Mixer(reference, streams)
    factor = at_todays_rates(draws, scenario).fx_factor.copy()
    unknown = []
    for position, currency in enumerate(draws.currencies):
        volatility = given.get(currency)
        if volatility is None:
            volatility = reference.volatility.get(currency)
        if volatility is None and currency != base:
            unknown.append(currency)
        if currency == base:
            continue
        if not volatility:
            continue
        moves = np.zeros((streams.count, periods))
        for period in range(1, periods):
            normal = mixer.normal(currency, period)
            moves[:, period] = volatility * np.sqrt(step) * normal - volatility**2 * step / 2
        factor[:, position, :] *= np.exp(np.cumsum(moves, axis=1))
    notes = (Issue.warning("fx-volatility-unknown", currencies=", ".join(unknown)),) if unknown else ()
    return replace(draws, fx_factor=factor, notes=draws.notes + notes)


def at_todays_rates(draws: DrawSet, scenario: Scenario) -> DrawSet:
    """The draws with every currency at its rate of today.

    Factors are multiples of the base rate: the budget rate where there is one, from which today's rate may differ.
    """
    today = {row.currency: row.cny_per_unit / (row.budget_rate or row.cny_per_unit) for row in scenario.fx}
    today[scenario.settings.base_currency] = 1.0
    factor = draws.fx_factor.copy()
    factor[:] = np.array([today.get(currency, 1.0) for currency in draws.currencies])[None, :, None]
    return replace(draws, fx_factor=factor)


class _Mixer:
    """Correlated normal numbers by currency and period."""

    def __init__(self, reference: FxReference, streams: Streams) -> None:
        pairs = reference.correlation
        self._universe = sorted({*reference.volatility, *(currency for pair in pairs for currency in pair)})
        self._factor = np.linalg.cholesky(_correlation(self._universe, pairs))
        self._streams = streams
        self._own: dict[tuple[str, int], NDArray[np.float64]] = {}

    def normal(self, currency: str, period: int) -> NDArray[np.float64]:
        """Standard normal numbers of a currency in a period, shape (D,), correlated with the other currencies."""
        if currency not in self._universe:
            return self._independent(currency, period)
        mixed = np.zeros(self._streams.count)
        for other, share in zip(self._universe, self._factor[self._universe.index(currency)], strict=True):
            if share != 0.0:
                mixed += share * self._independent(other, period)
        return mixed

    def _independent(self, currency: str, period: int) -> NDArray[np.float64]:
        key = (currency, period)
        if key not in self._own:
            self._own[key] = self._streams.normal("fx", currency, str(period))
        return self._own[key]


def _correlation(universe: list[str], pairs: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
    matrix = np.eye(len(universe))
    for (one, other), value in pairs.items():
        i, j = universe.index(one), universe.index(other)
        if i != j:
            matrix[i, j] = matrix[j, i] = value
    values, vectors = np.linalg.eigh(matrix)
    if len(values) == 0 or values[0] >= SMALLEST_EIGENVALUE:
        return matrix
    # Pairs estimated one by one may contradict each other: lift the negative eigenvalues, then restore the diagonal.
    lifted = (vectors * np.maximum(values, SMALLEST_EIGENVALUE)) @ vectors.T
    scale = 1.0 / np.sqrt(np.diag(lifted))
    mended: NDArray[np.float64] = lifted * np.outer(scale, scale)
    return mended
