"""Which tax treatment a plan would take for an offer, a payer and an arrival period, quotas apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable

CENT = 0.005  # amounts nearer than half a fen are equal


def preferred(table: LandedTable) -> NDArray[np.bool_]:
    """Whether an option is the preferred one of its offer and payer, shape (option, arrival period).

    On the home market: the lowest landed cost, then the least cash; the ordinary option where a relief changes nothing.
    Reliefs that are held or applied for count; planned ones are priced as taxed and so never win.
    """
    cost, cash = table.cost_cny(), table.unit_cny.sum(axis=1)
    periods = np.arange(cost.shape[1])
    best = np.repeat(table.ordinary[:, None], len(periods), axis=1)  # (option, arrival period), kept at ordinary ones
    for option in np.flatnonzero(table.ordinary != np.arange(len(cost))):
        if table.options[option].in_bond:
            continue
        so_far = best[table.ordinary[option]]
        dearer = cost[so_far, periods] - cost[option]
        less_cash = cash[so_far, periods] - cash[option]
        better = (dearer > CENT) | ((np.abs(dearer) <= CENT) & (less_cash > CENT))
        so_far[better] = option
    chosen = np.zeros(cost.shape, dtype=np.bool_)
    chosen[best[table.ordinary], periods] = True
    return chosen
