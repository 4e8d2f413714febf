"""Storage. sum over sites of space = volume of the stock; space[site] <= capacity_m3.  Guide: `storage`.

An owner stores at the sites it owns, the cheapest with room first; an owner of none has a free one without limit.
"""

from __future__ import annotations

import numpy as np

from importplan.model.frame import Frame


def add(frame: Frame) -> None:
    """Add the space that stocks take, its limits and its cost."""
    facts, draft = frame.facts, frame.draft
    volume = facts.item_values("volume_m3")[facts.holding_item]
    stock = draft.names["stock"]
    months = facts.scenario.calendar.months
    for owner in facts.payers:
        sites = facts.sites_of(owner)
        held = [p for p, row in enumerate(facts.holdings) if row.owner == owner and volume[p] > 0]
        if not sites or not held:
            continue
        capacity = np.array([np.inf if site.capacity_m3 is None else site.capacity_m3 for site in sites])
        space = draft.columns(f"space:{owner}", (len(sites), *stock.shape[1:]), upper=capacity[:, None, None])
        rows = draft.rows("storage", stock.shape[1:], lower=0.0, upper=0.0)
        draft.entries(rows[None], space, -1.0)
        draft.entries(rows[None], stock[held], volume[held][:, None, None])
        cost = np.array([site.cost_cny_per_m3_month for site in sites])[:, None, None] * months
        draft.draw_cost("storage", frame.every_draw, space, cost * facts.discount[None, : facts.periods, None])
