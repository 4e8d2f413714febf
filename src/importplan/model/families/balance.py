"""Balance. stock - backlog = stock before - backlog before + arrivals + lost - demand.  Guide: `balance`.

For every stock, period and draw; once for draws that share their columns (`states`). Merged states have no "before":
stock - backlog = opening + arrived so far - demand so far. A queue that several stocks may serve has a row of its own,
and a column for each of them (`network`). Owns stock, backlog, lost demand and flows, with holding, obsolescence,
shortage, terminal value and the tax of what leaves bond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.clearing import taxes
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.network import Flow
from importplan.model.case.states import net_demand, rated, waits_free
from importplan.model.program.draft import WAITING
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Axis, Index, Key
from importplan.model.program.variables import (
    ANY_LOST,
    BACKLOG,
    CALL,
    FALLBACK,
    FLOW,
    LOST,
    ORDER,
    REEXPORT,
    SERVED,
    STOCK,
    Variable,
)


@dataclass(frozen=True)
class Chains:
    """The balances that run from period to period: one chain for every stock and course of draws."""

    rows: Index  # (chain, T)
    of: Index  # (H, D) the chain of a stock that this draw stands for; -1 where another draw stands for it
    holding: Index  # (chain,)
    draw: Index  # (chain,)


def add(frame: Frame) -> None:
    """Add stocks, waiting demand, what flows and serves, and the balance of every stock and of queues of several."""
    facts, draft, network = frame.facts, frame.draft, frame.facts.network
    main, ids = network.queue_stock, network.queue_ids
    stock = _shared(frame, STOCK, np.arange(len(network.stocks)), network.stock_ids)
    backlog = _shared(frame, BACKLOG, main, ids)
    gives_up = _positions([p for p, queue in enumerate(network.queues) if queue.lost_after_periods is not None])
    lost = _shared(frame, LOST, main[gives_up], [ids[queue] for queue in gives_up])
    flow = _shared(frame, FLOW, _positions([each.source for each in network.flows]), network.flow_ids)
    services = network.shared_services
    service_ids = [(*network.stock_ids[each.stock], *ids[each.queue]) for each in services]
    served = _shared(frame, SERVED, _positions([each.stock for each in services]), service_ids)
    net = net_demand(facts, frame.orders)
    chains = _chains(frame, net, stock)
    for queue in np.flatnonzero(network.lone):
        _into_chain(frame, chains, int(main[queue]), backlog[queue], -network.lone_ratio[queue])
    for position, queue in enumerate(gives_up):
        mine = np.flatnonzero(chains.holding == main[queue])
        draft.entries(chains.rows[mine], lost[position][:, chains.draw[mine]].T, -network.lone_ratio[queue])
    order = np.repeat(draft.names[ORDER][:, None], frame.draws.count, axis=1)
    _arrivals(frame, frame.orders, chains, order)
    if frame.calls.purchases.count:
        _arrivals(frame, frame.calls, chains, draft.names[CALL])
    if frame.fallbacks.purchases.count:
        _arrivals(frame, frame.fallbacks, chains, np.repeat(draft.names[FALLBACK][:, None], frame.draws.count, axis=1))
    for position, each in enumerate(network.flows):
        _flow(frame, chains, each, flow[position])
    abroad = _shared(frame, REEXPORT, facts.staying, [network.stock_ids[stock] for stock in facts.staying])
    for staying, columns in zip(facts.staying, abroad, strict=True):
        mine = np.flatnonzero(chains.holding == staying)
        draft.entries(chains.rows[mine], columns[:, chains.draw[mine]].T, 1.0)
    _merged(frame, np.cumsum(net, axis=1), stock, backlog)
    given_up = dict(zip(gives_up.tolist(), lost, strict=True))
    for queue in np.flatnonzero(~network.lone):
        mine = np.flatnonzero([each.queue == queue for each in services])
        _queue(frame, chains, int(queue), mine, served, backlog[queue], given_up.get(int(queue)))
    _patience(frame, backlog, given_up)
    _costs(frame, stock, backlog, flow)


def _positions(found: list[int]) -> Index:
    return np.array(found, dtype=np.int64)


def _shared(frame: Frame, variable: Variable, holding: Index, ids: list[Key]) -> Index:
    """One column per stock, period and state; positions by draw: (member, T, D)."""
    chosen = frame.states.of(holding)
    positions, count = chosen.columns(frame.draft.columns_count)
    frame.draft.columns(variable, (count,))
    return frame.draft.place(variable, positions, (ids,))


def _chains(frame: Frame, net: NDArray[np.float64], stock: Index) -> Chains:
    states, draft = frame.states, frame.draft
    of = np.full((len(stock), frame.draws.count), -1, dtype=np.int64)
    holdings = [np.empty(0, dtype=np.int64)]
    draws = [np.empty(0, dtype=np.int64)]
    for chained in np.flatnonzero(~states.merged):
        first = states.representatives(int(chained), 0)
        of[chained, first] = sum(len(before) for before in draws) + np.arange(len(first))
        holdings.append(np.full(len(first), chained))
        draws.append(first)
    holding, draw = np.concatenate(holdings), np.concatenate(draws)
    bound = -net[holding, :, draw]
    names = partial(_names_of, frame, holding, draw)
    rows = draft.rows("balance", bound.shape, (names,), lower=bound, upper=bound)
    mine = stock[holding, :, draw]
    draft.entries(rows, mine, 1.0)
    draft.entries(rows[:, 1:], mine[:, :-1], -1.0)
    return Chains(rows, of, holding, draw)


def _names_of(frame: Frame, holding: Index, draw: Index) -> list[Key]:
    ids = frame.facts.network.stock_ids
    return [(*ids[stock], "course", int(course)) for stock, course in zip(holding, draw, strict=True)]


def _into_chain(frame: Frame, chains: Chains, holding: int, columns: Index, sign: float) -> None:
    """Columns (T, D) that stand in the balance of a stock, and with the other sign in the next period's."""
    mine = np.flatnonzero(chains.holding == holding)
    now = columns[:, chains.draw[mine]].T
    frame.draft.entries(chains.rows[mine], now, sign)
    frame.draft.entries(chains.rows[mine, 1:], now[:, :-1], -sign)


def _arrivals(frame: Frame, trade: Trade, chains: Chains, columns: Index) -> None:
    """What arrives where and when, for decided purchases; `columns` is (purchase, D)."""
    parts = trade.parts(frame.facts)
    part, draw = np.nonzero(parts.comes)
    chain = chains.of[trade.holding[parts.row[part]], draw]
    part, draw, chain = part[chain >= 0], draw[chain >= 0], chain[chain >= 0]
    rows = chains.rows[chain, parts.serve[part, draw]]
    frame.draft.entries(rows, columns[parts.position[part], draw], -parts.share[part])


def _flow(frame: Frame, chains: Chains, flow: Flow, columns: Index) -> None:
    """Goods leave at the start of a period and serve where they go when they have come; columns (T, D)."""
    facts, draft = frame.facts, frame.draft
    for stock, units in flow.takes:
        source = np.flatnonzero(chains.holding == stock)
        draft.entries(chains.rows[source], columns[:, chains.draw[source]].T, units)
    target = np.flatnonzero(chains.holding == flow.gives)
    arrival = facts.network.arrival(flow, facts.scenario.calendar)
    inside = np.flatnonzero(arrival < facts.periods)
    draft.entries(chains.rows[target][:, arrival[inside]], columns[inside][:, chains.draw[target]].T, -1.0)


def _queue(
    frame: Frame, chains: Chains, queue: int, mine: Index, served: Index, late: Index, given_up: Index | None
) -> None:
    """backlog = backlog before + demand - lost - served, for a queue that several stocks may serve.

    `mine` are its services among the (service, T, D) columns `served`.
    """
    facts, draft, network = frame.facts, frame.draft, frame.facts.network
    draw = frame.states.representatives(int(network.queue_stock[queue]), 0)
    due = facts.due[draw, queue].T
    rows = draft.rows("balance", due.shape, (None, draw), ("queue", *network.queue_ids[queue]), lower=due, upper=due)
    draft.entries(rows, late[:, draw], 1.0)
    draft.entries(rows[1:], late[:-1, draw], -1.0)
    if given_up is not None:
        draft.entries(rows, given_up[:, draw], 1.0)
    for position in mine:
        service = network.shared_services[position]
        draft.entries(rows, served[position][:, draw], 1.0)
        source = np.flatnonzero(chains.holding == service.stock)
        draft.entries(chains.rows[source], served[position][:, chains.draw[source]].T, service.ratio)


def _merged(frame: Frame, net: NDArray[np.float64], stock: Index, backlog: Index) -> None:
    """stock - backlog - arrived so far = -(net demand so far), once for every state of a merged stock."""
    facts, draft, trade = frame.facts, frame.draft, frame.orders
    parts = trade.parts(facts)
    serve, ids = np.where(parts.comes, parts.serve, facts.periods), facts.network.stock_ids
    queue_of = {int(holding): queue for queue, holding in enumerate(facts.network.queue_stock)}
    ratio = facts.network.lone_ratio
    for holding in np.flatnonzero(frame.states.merged):
        mine = np.flatnonzero(trade.holding[parts.row] == holding)
        for period in range(facts.periods):
            draw = frame.states.representatives(int(holding), period)
            bound = -net[holding, period, draw]
            part = (*ids[holding], "state", period)
            rows = draft.rows("balance", bound.shape, (draw,), part, lower=bound, upper=bound)
            draft.entries(rows, stock[holding, period, draw], 1.0)
            queue = queue_of[int(holding)]
            draft.entries(rows, backlog[queue, period, draw], -ratio[queue])
            member, state = np.nonzero(serve[mine][:, draw] <= period)
            arrived = mine[member]
            draft.entries(rows[state], draft.names[ORDER][parts.position[arrived]], -parts.share[arrived])


def _patience(frame: Frame, backlog: Index, lost: dict[int, Index]) -> None:
    """Nothing that was served comes back, and demand is lost once it has itself waited as long as it waits."""
    facts, draft, network = frame.facts, frame.draft, frame.facts.network
    elsewhere = network.drained[network.queue_stock]
    ends_with_worth = facts.scenario.settings.terminal_value_share > 0
    tempted = network.lone & (elsewhere | waits_free(facts) | rated(facts) | ends_with_worth)
    for queue in range(len(network.queues)):
        if not tempted[queue] and queue not in lost:
            continue
        draw, name = frame.states.representatives(int(network.queue_stock[queue]), 0), network.queue_ids[queue]
        demand = facts.due[draw, queue].T
        late = backlog[queue][:, draw]
        given_up = lost[queue][:, draw] if queue in lost else None
        if network.lone[queue]:
            served = draft.rows("served", demand.shape, (None, draw), name, upper=demand)
            draft.entries(served, late, 1.0)
            draft.entries(served[1:], late[:-1], -1.0)
            if given_up is not None:
                draft.entries(served, given_up, 1.0)
        if given_up is not None:
            wait = int(network.queues[queue].lost_after_periods or 0)
            _lost(frame, wait, demand, late, given_up, (None, draw), name)


def _lost(
    frame: Frame,
    wait: int,
    demand: NDArray[np.float64],
    late: Index,
    lost: Index,
    axes: tuple[Axis, ...],
    queue: Key,
) -> None:
    """(T, course) lost[t] = max(0, late[t-1] - due in (t - wait, t - 1]): first come, first served.

    What waits when a period begins and has come within the last `wait` periods has not waited them; the rest has, and
    is lost. Where both may be something, a yes or no says whether any is: at most what was due `wait` periods ago.
    """
    draft, count = frame.draft, len(demand)
    oldest, recent = np.zeros_like(demand), np.zeros_like(demand)
    oldest[wait:] = demand[: max(0, count - wait)]
    so_far = np.cumsum(demand, axis=0)
    recent[1:] = so_far[:-1]
    recent[wait:] -= so_far[: max(0, count - wait)]
    draft.entries(draft.rows("lost", demand.shape, axes, queue, upper=oldest), lost, 1.0)
    gone = draft.rows("patience", demand.shape, axes, queue, lower=-recent)
    draft.entries(gone, lost, 1.0)
    draft.entries(gone[1:], late[:-1], -1.0)
    only = draft.rows("lost", demand.shape, axes, (*queue, "waited"), upper=0.0)
    draft.entries(only, lost, 1.0)
    draft.entries(only[1:], late[:-1], -1.0)
    either = (oldest > 0) & (recent > 0)
    which = np.argwhere(either).tolist()
    any_lost = draft.columns(ANY_LOST, (len(which),), (which,), queue, upper=1.0, whole=True)
    draft.entries(only[either], any_lost, recent[either])
    if_any = draft.rows("lost", (len(which),), (which,), (*queue, "any"), upper=0.0)
    draft.entries(if_any, lost[either], 1.0)
    draft.entries(if_any, any_lost, -oldest[either])


def _costs(frame: Frame, stock: Index, backlog: Index, flow: Index) -> None:
    facts, draft = frame.facts, frame.draft
    settings, per_year = facts.scenario.settings, facts.scenario.calendar.per_year
    discount = facts.discount[: facts.periods]
    item = facts.stock_item
    value = facts.landed.reference_value_cny[item]
    for line, column in (("holding", "holding_rate"), ("obsolescence", "obsolescence_rate")):
        each = value * facts.item_values(column)[item] / per_year
        if each.any():
            draft.draw_cost(line, frame.every_draw, stock, each[:, None, None] * discount[None, :, None])
    if settings.terminal_value_share:
        final = value * settings.terminal_value_share * facts.discount[facts.periods]
        draft.draw_cost("terminal_value", frame.every_draw, stock[:, -1], -final[:, None])
    for position, queue in enumerate(facts.network.queues):
        cost = queue.shortage_cost_cny * discount[:, None]
        draft.draw_cost(WAITING, frame.every_draw, backlog[position], cost)
    for position, moved in enumerate(facts.network.flows):
        for tax in taxes(facts, moved):
            if tax.cost is not None:
                value = tax.amount * facts.discount[tax.period]
                draft.draw_cost(tax.cost, frame.every_draw, flow[position], value)
                draft.draw_cost("exchange_rate", frame.every_draw, flow[position], value * (tax.rate_factor - 1.0))
