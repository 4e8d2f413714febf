"""Releases. taken so far <= needed so far, beyond what is there and signed, + used on routes.  Guide: `releases`.

Where the terms of an item charge for keeping it in the reserve, goods leave it for who needs them and not for the fee:
else a plan would put what nobody needs into the free stocks of firms.
"""

from __future__ import annotations

import numpy as np

from importplan.model.case.network import FlowKind
from importplan.model.case.states import net_demand
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import FLOW
from importplan.scenario.reserve import charged
from importplan.scenario.scenario import RESERVE


def add(frame: Frame) -> None:
    """Add, for every firm that takes such an item, what it may have taken by the end of each period."""
    facts, draft, network = frame.facts, frame.draft, frame.facts.network
    into = _into_firms(frame)
    if not into:
        return
    net = net_demand(facts, frame.orders)
    for service in network.shared_services:
        net[service.stock] += service.ratio * facts.due[:, service.queue].T
    for stock, flows in into.items():
        draw = frame.states.representatives(stock, 0)
        needed = np.maximum.accumulate(np.maximum(np.cumsum(net[stock][:, draw], axis=0), 0.0), axis=0)
        rows = draft.rows("releases", needed.shape, (None, draw), network.stock_ids[stock], upper=needed)
        for flow in flows:
            serves = np.minimum(network.arrival(network.flows[flow], facts.scenario.calendar), facts.periods - 1)
            _so_far(frame, rows, serves, draft.names[FLOW][flow][:, draw], 1.0)
        for flow in network.on_routes:
            for used, units in network.flows[flow].takes:
                if used == stock:
                    _so_far(frame, rows, np.arange(facts.periods), draft.names[FLOW][flow][:, draw], -units)


def _into_firms(frame: Frame) -> dict[int, list[int]]:
    """Stock of a firm → the flows by which it takes out of a reserve that pays for keeping."""
    network, items = frame.facts.network, charged(frame.facts.scenario)
    found: dict[int, list[int]] = {}
    for position in (*network.of_kind(FlowKind.RELEASE), *network.of_kind(FlowKind.CLEARANCE)):
        flow = network.flows[position]
        giver, taker = network.stocks[flow.source], network.stocks[flow.gives]
        if giver.owner == RESERVE != taker.owner and taker.item in items:
            found.setdefault(flow.gives, []).append(position)
    return found


def _so_far(frame: Frame, rows: Index, counts: Index, columns: Index, units: float) -> None:
    """Columns (T, course) stand in the rows (T, course) of all periods from the one on in which they count."""
    for period, first in enumerate(counts.tolist()):
        frame.draft.entries(rows[first:], columns[None, period], units)
