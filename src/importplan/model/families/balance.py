"""Balance. stock - backlog = stock before - backlog before + arrivals + lost - demand.  Guide: `balance`.

For every stock, period and draw; once for draws that share their columns (`states`). Merged states have no "before":
stock - backlog = opening + arrived so far - demand so far. Owns stock, backlog, lost demand and releases from the
reserve, with holding, obsolescence, shortage and terminal value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from importplan.model.draft import NOBODY, WAITING, Axis, Index, Key
from importplan.model.frame import Frame
from importplan.model.states import net_demand
from importplan.model.trade import Trade
from importplan.model.variables import BACKLOG, CALL, LOST, ORDER, RELEASE, STOCK, Variable


@dataclass(frozen=True)
class Chains:
    """The balances that run from period to period: one chain for every stock and course of draws."""

    rows: Index  # (chain, T)
    of: Index  # (H, D) the chain of a stock that this draw stands for; -1 where another draw stands for it
    holding: Index  # (chain,)
    draw: Index  # (chain,)


def add(frame: Frame) -> None:
    """Add stocks, waiting demand and the balance of every stock."""
    facts, draft = frame.facts, frame.draft
    holders = facts.holding_payer
    stock = _shared(frame, STOCK, np.arange(len(facts.holdings)), facts.holding_ids, holders)
    queue_ids = facts.queue_ids
    backlog = _shared(frame, BACKLOG, facts.queue_holding, queue_ids, holders[facts.queue_holding])
    lost_queues = np.array(
        [p for p, queue in enumerate(facts.queues) if queue.lost_after_periods is not None], dtype=int
    )
    lost = _shared(frame, LOST, facts.queue_holding[lost_queues], [queue_ids[queue] for queue in lost_queues])
    giver = np.array([lane.holding for lane in facts.release_lanes], dtype=np.int64)
    lanes = [(*facts.holding_ids[lane.holding], lane.firm) for lane in facts.release_lanes]
    release = _shared(frame, RELEASE, giver, lanes)
    net = net_demand(facts, frame.orders)
    chains = _chains(frame, net, stock)
    for queue, holding in enumerate(facts.queue_holding):
        _into_chain(frame, chains, int(holding), backlog[queue], -1.0)
    for position, queue in enumerate(lost_queues):
        mine = np.flatnonzero(chains.holding == facts.queue_holding[queue])
        draft.entries(chains.rows[mine], lost[position][:, chains.draw[mine]].T, -1.0)
    order = np.repeat(draft.names[ORDER][:, None], frame.draws.count, axis=1)
    _arrivals(frame, frame.orders, chains, order)
    if frame.calls.purchases.count:
        _arrivals(frame, frame.calls, chains, draft.names[CALL])
    _releases(frame, chains, release)
    _merged(frame, np.cumsum(net, axis=1), stock, backlog)
    _patience(frame, backlog, lost, lost_queues)
    _costs(frame, stock, backlog)


def _shared(frame: Frame, variable: Variable, holding: Index, ids: list[Key], payer: ArrayLike = NOBODY) -> Index:
    """One column per stock, period and state; positions by draw: (member, T, D). Members belong to payers (member,)."""
    chosen = frame.states.of(holding)
    positions, count = chosen.columns(frame.draft.columns_count)
    frame.draft.columns(variable, (count,))
    return frame.draft.place(variable, positions, (ids,), payer=np.reshape(payer, (-1, 1, 1)))


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
    ids = frame.facts.holding_ids
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


def _releases(frame: Frame, chains: Chains, release: Index) -> None:
    """Goods leave the reserve at the start of a period and serve the taker when consent has been given."""
    facts, draft = frame.facts, frame.draft
    for position, lane in enumerate(facts.release_lanes):
        source = np.flatnonzero(chains.holding == lane.holding)
        draft.entries(chains.rows[source], release[position][:, chains.draw[source]].T, 1.0)
        taker = facts.holding_index[lane.firm, facts.holdings[lane.holding].item, 0.0]
        target = np.flatnonzero(chains.holding == taker)
        arrival = facts.release_arrival(position)
        inside = np.flatnonzero(arrival < facts.periods)
        columns = release[position][inside][:, chains.draw[target]].T
        draft.entries(chains.rows[target][:, arrival[inside]], columns, -1.0)


def _merged(frame: Frame, net: NDArray[np.float64], stock: Index, backlog: Index) -> None:
    """stock - backlog - arrived so far = -(net demand so far), once for every state of a merged stock."""
    facts, draft, trade = frame.facts, frame.draft, frame.orders
    parts = trade.parts(facts)
    serve, ids = np.where(parts.comes, parts.serve, facts.periods), facts.holding_ids
    queue_of = {int(holding): queue for queue, holding in enumerate(facts.queue_holding)}
    for holding in np.flatnonzero(frame.states.merged):
        mine = np.flatnonzero(trade.holding[parts.row] == holding)
        for period in range(facts.periods):
            draw = frame.states.representatives(int(holding), period)
            bound = -net[holding, period, draw]
            part = (*ids[holding], "state", period)
            rows = draft.rows("balance", bound.shape, (draw,), part, lower=bound, upper=bound)
            draft.entries(rows, stock[holding, period, draw], 1.0)
            draft.entries(rows, backlog[queue_of[int(holding)], period, draw], -1.0)
            member, state = np.nonzero(serve[mine][:, draw] <= period)
            arrived = mine[member]
            draft.entries(rows[state], draft.names[ORDER][parts.position[arrived]], -parts.share[arrived])


def _patience(frame: Frame, backlog: Index, lost: Index, lost_queues: Index) -> None:
    """Nothing that was served comes back, and demand is given up only after it has waited as long as it waits."""
    facts, draft = frame.facts, frame.draft
    shared = np.bincount(facts.queue_holding, minlength=len(facts.holdings))[facts.queue_holding] > 1
    free = np.array([queue.shortage_cost_cny <= 0 for queue in facts.queues], dtype=bool)
    gives_up = np.isin(np.arange(len(facts.queues)), lost_queues)
    ends_with_worth = facts.scenario.settings.terminal_value_share > 0
    due, ids = facts.demand_due(frame.draws), facts.queue_ids
    for queue in np.flatnonzero(shared | free | gives_up | ends_with_worth):
        draw = frame.states.representatives(int(facts.queue_holding[queue]), 0)
        demand = due[draw, queue].T
        late = backlog[queue][:, draw]
        served = draft.rows("served", demand.shape, (None, draw), ids[queue], upper=demand)
        draft.entries(served, late, 1.0)
        draft.entries(served[1:], late[:-1], -1.0)
        if gives_up[queue]:
            given_up = lost[int(np.searchsorted(lost_queues, queue))][:, draw]
            draft.entries(served, given_up, 1.0)
            wait = int(facts.queues[queue].lost_after_periods or 0)
            _given_up(frame, wait, demand, late, given_up, (None, draw), ids[queue])


def _given_up(
    frame: Frame,
    wait: int,
    demand: NDArray[np.float64],
    late: Index,
    given_up: Index,
    axes: tuple[Axis, ...],
    queue: Key,
) -> None:
    """(T, course) what has been given up had waited; what waits has not waited longer."""
    draft = frame.draft
    total = np.cumsum(demand, axis=0)
    ripe = np.zeros_like(total)
    if wait < len(total):
        ripe[wait:] = total[:-wait]
    gone = draft.rows("lost", ripe.shape, axes, queue, upper=ripe)
    for period in range(len(ripe)):
        draft.entries(gone[period], given_up[: period + 1], 1.0)
    draft.entries(draft.rows("patience", ripe.shape, axes, queue, upper=total - ripe), late, 1.0)


def _costs(frame: Frame, stock: Index, backlog: Index) -> None:
    facts, draft = frame.facts, frame.draft
    settings, per_year = facts.scenario.settings, facts.scenario.calendar.per_year
    discount = facts.discount[: facts.periods]
    item = facts.holding_item
    value = facts.landed.reference_value_cny[item]
    for line, column in (("holding", "holding_rate"), ("obsolescence", "obsolescence_rate")):
        each = value * facts.item_values(column)[item] / per_year
        if each.any():
            draft.draw_cost(line, frame.every_draw, stock, each[:, None, None] * discount[None, :, None])
    if settings.terminal_value_share:
        final = value * settings.terminal_value_share * facts.discount[facts.periods]
        draft.draw_cost("terminal_value", frame.every_draw, stock[:, -1], -final[:, None])
    for position, queue in enumerate(facts.queues):
        cost = queue.shortage_cost_cny * discount[:, None]
        draft.draw_cost(WAITING, frame.every_draw, backlog[position], cost)
