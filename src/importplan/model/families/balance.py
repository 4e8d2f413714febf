"""Balance. stock - backlog = stock before - backlog before + arrivals + lost - demand.  Guide: `balance`.

For every stock, period and draw. Owns stock, backlog, lost demand and releases from the reserve, with holding,
obsolescence, shortage and terminal value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.draft import Index
from importplan.model.frame import Frame, Trade


def add(frame: Frame) -> None:
    """Add stocks, waiting demand and the balance of every stock in every period and draw."""
    facts, draft = frame.facts, frame.draft
    periods, count = facts.periods, frame.draws.count
    stock = draft.columns("stock", (len(facts.holdings), periods, count))
    backlog = draft.columns("backlog", (len(facts.tiers), periods, count))
    lost_tiers = [position for position, tier in enumerate(facts.tiers) if tier.lost_after_periods is not None]
    lost = draft.columns("lost", (len(lost_tiers), periods, count))
    release = draft.columns("release", (len(facts.release_lanes), periods, count))
    due = facts.demand_due(frame.draws).transpose(1, 2, 0)
    supply = _signed_arrivals(frame)
    supply[:, 0, :] += facts.opening[:, None]
    needed = np.zeros_like(supply)
    np.add.at(needed, facts.tier_holding, due)
    balance = draft.rows("balance", supply.shape, lower=supply - needed, upper=supply - needed)
    draft.entries(balance, stock, 1.0)
    draft.entries(balance[:, 1:], stock[:, :-1], -1.0)
    holding = facts.tier_holding
    draft.entries(balance[holding], backlog, -1.0)
    draft.entries(balance[holding, 1:], backlog[:, :-1], 1.0)
    draft.entries(balance[holding[lost_tiers]], lost, -1.0)
    order = draft.names["order"]
    _arrivals(frame, frame.orders, balance, np.repeat(order[:, None], count, axis=1))
    if frame.calls.purchases.count:
        _arrivals(frame, frame.calls, balance, draft.names["call"])
    _releases(frame, balance, release)
    _patience(frame, due, backlog, lost, lost_tiers)
    _costs(frame, stock, backlog)


def _arrivals(frame: Frame, trade: Trade, balance: Index, columns: Index) -> None:
    """What arrives where and when, for decided purchases; `columns` is (purchase, D)."""
    rows = trade.purchases.decided
    position, consignment = trade.dating.consignments_of(trade.purchases.shipment[rows])
    serve = trade.dating.serve[consignment]
    refused = frame.facts.refusals(trade.purchases, rows[position], frame.draws)
    holding = trade.holding[rows][position]
    comes = (serve < frame.facts.periods) & ~trade.dating.lost[consignment] & ~refused & (holding >= 0)[:, None]
    part, draw = np.nonzero(comes)
    frame.draft.entries(
        balance[holding[part], serve[part, draw], draw],
        columns[position[part], draw],
        -trade.dating.share[consignment[part]],
    )


def _signed_arrivals(frame: Frame) -> NDArray[np.float64]:
    """(holding, T, D) units of signed orders that serve in each period."""
    facts, trade = frame.facts, frame.orders
    units = np.zeros((len(facts.holdings), facts.periods, frame.draws.count))
    rows = np.flatnonzero(~np.isnan(trade.purchases.signed) & (trade.holding >= 0))
    position, consignment = trade.dating.consignments_of(trade.purchases.shipment[rows])
    serve = trade.dating.serve[consignment]
    refused = facts.refusals(trade.purchases, rows[position], frame.draws)
    part, draw = np.nonzero((serve < facts.periods) & ~trade.dating.lost[consignment] & ~refused)
    row = rows[position[part]]
    amount = trade.purchases.signed[row] * trade.dating.share[consignment[part]]
    np.add.at(units, (trade.holding[row], serve[part, draw], draw), amount)
    return units


def _releases(frame: Frame, balance: Index, release: Index) -> None:
    """Goods leave the reserve at the start of a period and serve the taker when consent has been given."""
    facts, draft = frame.facts, frame.draft
    for position, lane in enumerate(facts.release_lanes):
        taker = facts.holding_index[lane.firm, facts.holdings[lane.holding].item, 0.0]
        draft.entries(balance[lane.holding], release[position], 1.0)
        arrival = facts.release_arrival(position)
        inside = np.flatnonzero(arrival < facts.periods)
        draft.entries(balance[taker, arrival[inside]], release[position, inside], -1.0)


def _patience(frame: Frame, due: NDArray[np.float64], backlog: Index, lost: Index, lost_tiers: list[int]) -> None:
    """Nothing that was served comes back, and demand is given up only after it has waited as long as it waits."""
    facts, draft = frame.facts, frame.draft
    shared = np.bincount(facts.tier_holding, minlength=len(facts.holdings))[facts.tier_holding] > 1
    free = np.array([tier.shortage_cost_cny <= 0 for tier in facts.tiers], dtype=bool)
    gives_up = np.isin(np.arange(len(facts.tiers)), lost_tiers)
    watched = np.flatnonzero(shared | free | gives_up | (facts.scenario.settings.terminal_value_share > 0))
    served = draft.rows("served", (len(watched), *due.shape[1:]), upper=due[watched])
    draft.entries(served, backlog[watched], 1.0)
    draft.entries(served[:, 1:], backlog[watched, :-1], -1.0)
    if not lost_tiers:
        return
    draft.entries(served[np.searchsorted(watched, lost_tiers)], lost, 1.0)
    total = np.cumsum(due[lost_tiers], axis=1)
    for position, tier in enumerate(lost_tiers):
        wait = int(facts.tiers[tier].lost_after_periods or 0)
        ripe = np.zeros_like(total[position])
        ripe[wait:] = total[position][:-wait] if wait < facts.periods else ripe[wait:]
        gone = draft.rows("lost", ripe.shape, upper=ripe)
        for period in range(facts.periods):
            draft.entries(gone[period], lost[position, : period + 1], 1.0)
        recent = draft.rows("patience", ripe.shape, upper=total[position] - ripe)
        draft.entries(recent, backlog[tier], 1.0)


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
    for position, tier in enumerate(facts.tiers):
        cost = tier.shortage_cost_cny * discount[:, None]
        draft.draw_cost(f"shortage_{tier.priority}", frame.every_draw, backlog[position], cost)
