"""Workaround. workaround <= backlog; sum over an item <= its workaround_limit.  Guide: `workaround`.

Rental or subcontracting relieves late demand for one period at its own cost; the demand stays open. Draws in which the
same is late share a column. Where a budget counts what relief costs they may be relieved differently: then each draw
has a column of its own for what it forgoes of the shared relief (0 <= forgone <= relief), nothing in most draws, which
keeps the linear program quick; where several queues compete for relief, each draw has its own relief.
"""

from __future__ import annotations

import numpy as np

from importplan.model.case.coupling import least_share, relief_in_budgets, risk_counts
from importplan.model.program.draft import WAITING
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import BACKLOG, FORGONE, FORGONE_IN_MEAN, WORKAROUND


def add(frame: Frame) -> None:
    """Add the relief of late demand where an item allows it."""
    facts, draft = frame.facts, frame.draft
    item, queues = facts.queue_item, facts.relieved_queues
    relief = np.zeros((len(queues), facts.periods, frame.draws.count), dtype=np.int64)
    lone = []
    for of_item in np.unique(item[queues]):
        competing = np.flatnonzero(item[queues] == of_item)
        rationed = _rationed(frame, competing)
        for period in range(facts.periods):
            relief[competing, period] = _relief(frame, competing, period, rationed and len(competing) > 1)
        if rationed and len(competing) == 1:
            lone.append(int(competing[0]))
    draft.place(WORKAROUND, relief, ([facts.network.queue_ids[queue] for queue in queues],))
    draft.about[FORGONE] = np.array(lone, dtype=np.int64)
    _forgone(frame, lone, relief[lone])
    _costs(frame, relief)


def _relief(frame: Frame, competing: Index, period: int, apart: bool) -> Index:
    """(queue, D) relief of the queues of one item in a period, within what is late and what there is of it."""
    facts, draft = frame.facts, frame.draft
    queues = facts.relieved_queues[competing]
    if apart:
        draw = label = frame.every_draw
    else:
        draw, label = frame.states.joint(facts.network.queue_stock[queues], period)
    item = facts.queue_item[queues[0]]
    limit = facts.item_values("workaround_limit")[item]
    name = facts.scenario.items[item].item
    relieved = draft.columns(WORKAROUND, (len(queues), len(draw)), part=(name, period), upper=limit)
    names = [facts.network.queue_ids[queue] for queue in queues]
    rows = draft.rows("workaround", relieved.shape, (names, draw), (name, period), upper=0.0)
    draft.entries(rows, relieved, 1.0)
    draft.entries(rows, draft.names[BACKLOG][queues, period][:, draw], -1.0)
    if len(queues) > 1:
        room = draft.rows("workaround_limit", draw.shape, (draw,), (name, period), upper=limit)
        draft.entries(room[None], relieved, 1.0)
    return relieved[:, label]


def _forgone(frame: Frame, lone: list[int], relief: Index) -> None:
    """(queue, T, D) what a draw does without of the relief it shares; in a loose frame, what all do in the mean."""
    draft = frame.draft
    of_queue = [frame.facts.network.queue_ids[queue] for queue in frame.facts.relieved_queues[lone]]
    if not frame.loose:
        forgone = draft.columns(FORGONE, relief.shape, (of_queue,))
        rows = draft.rows("workaround", relief.shape, (of_queue,), ("forgone",), upper=0.0)
        draft.entries(rows, forgone, 1.0)
        draft.entries(rows, relief, -1.0)
        return
    mean = draft.columns(FORGONE_IN_MEAN, relief.shape[:2], (of_queue,))
    rows = draft.rows("workaround", mean.shape, (of_queue,), ("forgone",), upper=0.0)
    draft.entries(rows, mean, 1.0)
    draft.entries(rows[:, :, None], relief, -frame.draws.weights)
    draft.place(FORGONE, np.broadcast_to(mean[:, :, None], relief.shape), (of_queue,))


def _costs(frame: Frame, relief: Index) -> None:
    """What relief costs and what it saves; what is forgone takes both back."""
    facts, draft = frame.facts, frame.draft
    discount = facts.discount[: facts.periods, None]
    cost = facts.item_values("workaround_cost_cny")[facts.queue_item[facts.relieved_queues]]
    saved = np.array([facts.network.queues[queue].shortage_cost_cny for queue in facts.relieved_queues])
    for position, columns in enumerate(relief):
        draft.draw_cost("workaround", frame.every_draw, columns, cost[position] * discount)
        draft.draw_cost(WAITING, frame.every_draw, columns, -saved[position] * discount)
    for position, columns in zip(draft.about[FORGONE], draft.names[FORGONE], strict=True):
        if frame.loose:
            # In a draw outside the tail, what is forgone counts by its weight alone: nowhere does it count less.
            least = least_share(facts.scenario.settings) * frame.draws.weights
            draft.known_cost(WAITING, columns, (saved[position] - cost[position]) * discount * least)
        else:
            draft.draw_cost("workaround", frame.every_draw, columns, -cost[position] * discount)
            draft.draw_cost(WAITING, frame.every_draw, columns, saved[position] * discount)


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
