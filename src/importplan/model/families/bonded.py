"""Bonded. stock in bond <= what came and may stay; what leaves unasked <= what must have left by t.  Guide: `bonded`.

What has come to a bonded site with a longest stay has left by the end of the period in which its stay ends: cleared
into the home market for a need before, or in that period re-exported, or cleared by the reserve for itself. Goods of
one stock in bond are alike: whichever came first leaves first. The tax of what is cleared is entered by `balance`, room
and rent by `storage`.
"""

from __future__ import annotations

import numpy as np

from importplan.model.case.facts import Facts
from importplan.model.case.network import FlowKind
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import FLOW, ORDER, REEXPORT, STOCK
from importplan.scenario.scenario import RESERVE


def add(frame: Frame) -> None:
    """Add, for every stock in bond with a longest stay, what may still be there and what may go abroad again."""
    facts, draft = frame.facts, frame.draft
    if not len(facts.staying):
        return
    came = np.zeros_like(facts.stays_over)
    came[:, 0] = facts.network.opening
    for number, stock in enumerate(facts.staying):
        draw = frame.states.representatives(int(stock), 0)
        name = facts.network.stock_ids[stock]
        over = facts.stays_over[stock]
        stays = np.cumsum(came[stock] - over)
        shape = (facts.periods, len(draw))
        room = draft.rows("longest_stay", shape, (None, draw), name, upper=np.repeat(stays[:, None], len(draw), axis=1))
        gone = draft.rows("stay_over", shape, (None, draw), name, upper=np.repeat(over[:, None], len(draw), axis=1))
        draft.entries(room, draft.names[STOCK][stock][:, draw], 1.0)
        draft.entries(gone, draft.names[REEXPORT][number][:, draw], 1.0)
        _ordered(frame, int(stock), draw, room, gone)
        for position in own_clearances(facts, int(stock)):
            draft.entries(gone, draft.names[FLOW][position][:, draw], 1.0)


def own_clearances(facts: Facts, stock: int) -> list[int]:
    """Flows by which the reserve clears goods of a stock in bond for itself."""
    flows, stocks = facts.network.flows, facts.network.stocks
    return [
        position
        for position in facts.network.of_kind(FlowKind.CLEARANCE)
        if flows[position].source == stock and stocks[flows[position].gives].owner == RESERVE
    ]


def _ordered(frame: Frame, stock: int, draw: Index, room: Index, gone: Index) -> None:
    """Orders that come into a stock in bond, from when they serve until their stay is over; (T, course) rows."""
    facts, trade = frame.facts, frame.orders
    parts = trade.parts(facts)
    mine = np.flatnonzero(trade.holding[parts.row] == stock)
    if not len(mine):
        return
    came = parts.serve[mine][:, draw]
    over = np.maximum(facts.stay_over(parts.port_day[mine][:, draw], np.array(stock)), came)
    comes = parts.comes[mine][:, draw]
    columns, share = frame.draft.names[ORDER][parts.position[mine]], parts.share[mine]
    for period in range(facts.periods):
        for rows, counts in ((room, (came <= period) & (period < over)), (gone, over == period)):
            part, course = np.nonzero(comes & counts)
            frame.draft.entries(rows[period, course], columns[part], -share[part])
