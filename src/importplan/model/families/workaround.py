"""Workaround. workaround <= backlog; sum over an item <= its workaround_limit.  Guide: `workaround`.

Rental or subcontracting relieves late demand for one period at its own cost; the demand stays open.
"""

from __future__ import annotations

import numpy as np

from importplan.model.coupling import relief_in_budgets, risk_counts
from importplan.model.draft import WAITING, Index
from importplan.model.frame import Frame


def add(frame: Frame) -> None:
    """Add the relief of late demand where an item allows it."""
    facts, draft = frame.facts, frame.draft
    cost, item, queues = facts.item_values("workaround_cost_cny"), facts.queue_item, facts.relieved_queues
    relief = np.zeros((len(queues), facts.periods, frame.draws.count), dtype=np.int64)
    for of_item in np.unique(item[queues]):
        competing = np.flatnonzero(item[queues] == of_item)
        for period in range(facts.periods):
            relief[competing, period] = _relief(frame, competing, period)
    draft.names["workaround"] = relief
    discount = facts.discount[: facts.periods, None]
    for position, queue in enumerate(queues):
        late = facts.queues[queue]
        draft.draw_cost("workaround", frame.every_draw, relief[position], cost[item[queue]] * discount)
        saved = late.shortage_cost_cny * discount
        draft.draw_cost(WAITING, frame.every_draw, relief[position], -saved)


def _relief(frame: Frame, competing: Index, period: int) -> Index:
    """(queue, D) relief of the queues of one item in a period, within what is late and what there is of it."""
    facts, draft = frame.facts, frame.draft
    queues = facts.relieved_queues[competing]
    if _rationed(frame, competing):
        draw = label = frame.every_draw
    else:
        draw, label = frame.states.joint(facts.queue_holding[queues], period)
    item = facts.queue_item[queues[0]]
    limit = facts.item_values("workaround_limit")[item]
    relieved = draft.columns(f"workaround:{item}:{period}", (len(queues), len(draw)), upper=limit)
    rows = draft.rows("workaround", relieved.shape, upper=0.0)
    draft.entries(rows, relieved, 1.0)
    draft.entries(rows, draft.names["backlog"][queues, period][:, draw], -1.0)
    if len(queues) > 1:
        room = draft.rows("workaround_limit", draw.shape, upper=limit)
        draft.entries(room[None], relieved, 1.0)
    return relieved[:, label]


def _rationed(frame: Frame, competing: Index) -> bool:
    """Whether draws in which the same is late may be relieved differently: where a budget counts what relief costs.

    A budget of each draw leaves each draw something else; one of the plan adds up draws, and where risk counts relief
    goes to the worst of them.
    """
    facts = frame.facts
    paid = relief_in_budgets(facts, "each_draw")
    if risk_counts(facts.scenario.settings):
        paid = paid | relief_in_budgets(facts, "plan")
    return bool(paid[competing].any()) and frame.draws.count > 1
