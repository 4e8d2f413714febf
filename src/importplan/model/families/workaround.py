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
    states = frame.states.of(facts.tier_holding[tiers])
    relief, columns = states.columns(draft.columns_count)
    draft.columns("workaround_by_state", (columns,))
    draft.names["workaround"] = relief
    for of_item in np.unique(item[tiers]):
        competing = np.flatnonzero(item[tiers] == of_item)
        for period in range(facts.periods):
            # stocks of one item that relief is shared by are never merged, so they have the same courses
            draw = states.representatives(int(competing[0]), period)
            late, relieved = backlog[competing, period][:, draw], relief[competing, period][:, draw]
            rows = draft.rows("workaround", late.shape, upper=0.0)
            draft.entries(rows, relieved, 1.0)
            draft.entries(rows, late, -1.0)
            room = draft.rows("workaround_limit", draw.shape, upper=limit[of_item])
            draft.entries(room[None], relieved, 1.0)
    discount = facts.discount[: facts.periods, None]
    for position, tier in enumerate(tiers):
        late = facts.tiers[tier]
        draft.draw_cost("workaround", frame.every_draw, relief[position], cost[item[tier]] * discount)
        saved = late.shortage_cost_cny * discount
        draft.draw_cost(f"shortage_{late.priority}", frame.every_draw, relief[position], -saved)
