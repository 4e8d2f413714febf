"""Workaround. workaround <= backlog; sum over an item <= its workaround_limit.  Guide: `workaround`.

Rental or subcontracting relieves late demand for one period at its own cost; the demand stays open.
"""

from __future__ import annotations

import numpy as np

from importplan.model.frame import Frame


def add(frame: Frame) -> None:
    """Add the relief of late demand where an item allows it."""
    facts, draft = frame.facts, frame.draft
    limit, cost = facts.item_values("workaround_limit"), facts.item_values("workaround_cost_cny")
    item, tiers = facts.tier_item, facts.relieved_tiers
    backlog = draft.names["backlog"][tiers]
    relief = draft.columns("workaround", backlog.shape)
    if not len(tiers):
        return
    rows = draft.rows("workaround", backlog.shape, upper=0.0)
    draft.entries(rows, relief, 1.0)
    draft.entries(rows, backlog, -1.0)
    items, which = np.unique(item[tiers], return_inverse=True)
    room = draft.rows("workaround_limit", (len(items), *backlog.shape[1:]), upper=limit[items][:, None, None])
    draft.entries(room[which], relief, 1.0)
    discount = facts.discount[: facts.periods, None]
    for position, tier in enumerate(tiers):
        late = facts.tiers[tier]
        draft.draw_cost("workaround", frame.every_draw, relief[position], cost[item[tier]] * discount)
        saved = late.shortage_cost_cny * discount
        draft.draw_cost(f"shortage_{late.priority}", frame.every_draw, relief[position], -saved)
