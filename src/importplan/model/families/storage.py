"""Storage. sum over sites of space = volume of the stock; space[site] <= capacity_m3.  Guide: `storage`.

An owner stores at the sites it owns, the cheapest with room first; an owner of none has a free one without limit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.draft import Index
from importplan.model.frame import Frame


def add(frame: Frame) -> None:
    """Add the space that stocks take, its limits and its cost."""
    facts, draft = frame.facts, frame.draft
    volume = facts.item_values("volume_m3")[facts.holding_item]
    for owner in facts.payers:
        sites = facts.sites_of(owner)
        held = np.array([p for p, row in enumerate(facts.holdings) if row.owner == owner and volume[p] > 0], dtype=int)
        if not sites or not len(held):
            continue
        capacity = np.array([np.inf if site.capacity_m3 is None else site.capacity_m3 for site in sites])
        space = _space(frame, owner, held, volume[held], capacity)
        cost = np.array([site.cost_cny_per_m3_month for site in sites])[:, None, None] * facts.scenario.calendar.months
        draft.draw_cost("storage", frame.every_draw, space, cost * facts.discount[None, : facts.periods, None])


def _space(frame: Frame, owner: str, held: Index, volume: NDArray[np.float64], capacity: NDArray[np.float64]) -> Index:
    """(site, T, D) space; draws in which all stocks of the owner are in the same state share it."""
    draft, periods = frame.draft, frame.facts.periods
    space = np.zeros((len(capacity), periods, frame.draws.count), dtype=np.int64)
    for period in range(periods):
        first, label = frame.states.joint(held, period)
        columns = draft.columns(f"space:{owner}:{period}", (len(capacity), len(first)), upper=capacity[:, None])
        rows = draft.rows("storage", (len(first),), lower=0.0, upper=0.0)
        draft.entries(rows[None], columns, -1.0)
        draft.entries(rows[None], draft.names["stock"][held, period][:, first], volume[:, None])
        space[:, period] = columns[:, label]
    draft.names[f"space:{owner}"] = space
    return space
