"""Who waits: what a queue was short of, shared out to the priorities in it, the most urgent served first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.facts import Facts

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Waiting:
    """(D, tier, T) units due, late at the end of a period, given up in it, and relieved for it."""

    demand: Real
    backlog: Real
    lost: Real
    workaround: Real


def split_queues(facts: Facts, backlog: Real, lost: Real, workaround: Real) -> Waiting:
    """Share (D, queue, T) amounts out to tiers. A queue of one tier keeps its amounts."""
    demand = facts.needs.due(facts.draws, facts.needs.tiers)
    split = Waiting(demand, np.zeros_like(demand), np.zeros_like(demand), np.zeros_like(demand))
    due = facts.due
    for position, queue in enumerate(facts.network.queues):
        tiers = list(queue.tiers)
        if len(tiers) == 1:
            split.backlog[:, tiers[0]] = backlog[:, position]
            split.lost[:, tiers[0]] = lost[:, position]
            split.workaround[:, tiers[0]] = workaround[:, position]
            continue
        before = np.concatenate([np.zeros_like(backlog[:, position, :1]), backlog[:, position, :-1]], axis=1)
        served = np.maximum(due[:, position] + before - backlog[:, position], 0.0)
        split.backlog[:, tiers] = _late_by_urgency(demand[:, tiers], served)
        split.workaround[:, tiers] = _by_urgency(workaround[:, position], split.backlog[:, tiers])
    return split


def _late_by_urgency(demand: Real, served: Real) -> Real:
    """(D, tier, T) late units when what is served (D, T) goes to the most urgent open demand first."""
    late = np.zeros_like(demand)
    still = np.zeros(demand.shape[:2])
    for period in range(demand.shape[2]):
        still = still + demand[:, :, period]
        still = still - _by_urgency(served[:, period, None], still[:, :, None])[:, :, 0]
        late[:, :, period] = still
    return late


def _by_urgency(amount: Real, wanted: Real) -> Real:
    """Give an amount (D, T) to tiers (D, tier, T) in their order, each up to what it wants."""
    before = np.cumsum(wanted, axis=1) - wanted
    return np.clip(amount[:, None, :] - before, 0.0, wanted)
