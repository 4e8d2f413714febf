"""What has been seen: draws that look alike up to a period must be treated alike in it.

A call-off depends on what was seen up to its period, not on what comes (planning model, section 1 and Sharpened). Seen
are which share of each offer could ship and the demand that came due, line by line. Draws that the workbook brings are
the truth: seen is every value that it gives up to the period, prices, exchange rates and delays of orders included.
Sampled exchange rates are left out: they differ in every draw from the second period on and would let a call-off know
its draw, and with it the future.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.facts import Facts


def seen(facts: Facts, available: NDArray[np.float64]) -> NDArray[np.int64]:
    """(T, D) labels: equal where two draws agree in everything seen up to and in the period.

    `available` is (D, offer, T), the share of each offer that can ship.
    """
    draws, due_in = facts.draws, facts.needs.line_period
    told = [available]
    if draws.given:
        told += [each for each in (draws.fx_factor, draws.price_factor, draws.delay_days) if each is not None]
    labels = np.zeros((facts.periods, draws.count), dtype=np.int64)
    before = np.zeros(draws.count)
    for period in range(facts.periods):
        features = [before[:, None], draws.demand[:, due_in == period], *(each[:, :, period] for each in told)]
        _, inverse = np.unique(np.round(np.concatenate(features, axis=1), 9), axis=0, return_inverse=True)
        labels[period] = inverse.reshape(-1)
        before = labels[period].astype(np.float64)
    return labels
