"""Which tax treatment a plan would take for an offer, a payer and an arrival period, quotas apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.landed.table import LandedTable

CENT = 0.005  # amounts nearer than half a fen are equal


def preferred(table: LandedTable) -> NDArray[np.bool_]:
    """Whether an option is the preferred one of its offer and payer, shape (option, arrival period).

    The lowest landed cost, then the least cash; the ordinary option where a relief changes nothing. Reliefs that are
    held or applied for count; planned ones are priced as taxed and so never win.
    """
    cost, cash = table.cost_cny(), table.unit_cny.sum(axis=1)
    chosen = np.zeros(cost.shape, dtype=np.bool_)
    periods = np.arange(cost.shape[1])
    for first in np.unique(table.ordinary):
        group = np.flatnonzero(table.ordinary == first)
        best = np.full(cost.shape[1], first)
        for option in group:
            dearer = cost[best, periods] - cost[option]
            less_cash = cash[best, periods] - cash[option]
            better = (dearer > CENT) | ((np.abs(dearer) <= CENT) & (less_cash > CENT))
            best = np.where(better, option, best)
        chosen[best, periods] = True
    return chosen
