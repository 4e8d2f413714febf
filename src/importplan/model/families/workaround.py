"""Workaround. workaround <= backlog; sum over an item <= its workaround_limit.  Guide: `workaround`.

Rental or subcontracting relieves late demand for one period at its own cost; the demand stays open.
"""

from __future__ import annotations

import numpy as np

from importplan.model.draft import WAITING
from importplan.model.frame import Frame


def add(frame: Frame) -> None:
    """Add the relief of late demand where an item allows it."""
    facts, draft = frame.facts, frame.draft
    limit, cost = facts.item_values("workaround_limit"), facts.item_values("workaround_cost_cny")
    item, queues = facts.queue_item, facts.relieved_queues
    backlog = draft.names["backlog"][queues]
    states = frame.states.of(facts.queue_holding[queues])
    relief, columns = states.columns(draft.columns_count)
    draft.columns("workaround_by_state", (columns,))
    draft.names["workaround"] = relief
    for of_item in np.unique(item[queues]):
        competing = np.flatnonzero(item[queues] == of_item)
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
    for position, queue in enumerate(queues):
        late = facts.queues[queue]
        draft.draw_cost("workaround", frame.every_draw, relief[position], cost[item[queue]] * discount)
        saved = late.shortage_cost_cny * discount
        draft.draw_cost(WAITING, frame.every_draw, relief[position], -saved)
