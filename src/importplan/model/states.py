"""Which draws share recourse columns. Section 6.2 of the planning model.

**Merged.** What is in stock or late at the end of a period depends only on what has arrived and what has come due so
far. Two draws in which the same orders have arrived and the same net demand has come share the columns of that period,
however they came there: outages that are over leave no trace. True only for a stock that remembers nothing else
(`mergeable`).

**Courses.** Everywhere else two draws share their columns only where their whole course is the same: every arrival of
every candidate order and all demand of the item. Taken by itself the recourse of such draws is the same problem.

Both are exact unless risk has a weight and a row couples draws in the mean, or a budget of each draw limits recourse:
there the extensive form may treat draws that look alike differently, by their exchange rates. Sharing then plans under
one rule more (alike is treated alike), and its bound is that of the plan under this rule (`docs/solving.md`).

**Alone.** Items with call-offs keep a column for every draw: what is called depends on what was seen of everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.facts import Facts
from importplan.model.trade import Trade
from importplan.scenario.schema.items import Item

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class States:
    """Labels of draws per stock and period: equal labels share columns. H stocks, T periods, D draws."""

    label: Whole  # (H, T, D), 0 … number of states - 1 in each stock and period
    merged: NDArray[np.bool_]  # (H,) True: states of a period; False: courses (the same label in every period)

    @cached_property
    def count(self) -> Whole:
        """(H, T) number of states."""
        most: Whole = self.label.max(axis=2, initial=0)
        return most + 1

    def of(self, stocks: Whole) -> States:
        """The states of some stocks, or of members that belong to them (repeats allowed)."""
        return States(self.label[stocks], self.merged[stocks])

    def columns(self, first: int) -> tuple[Whole, int]:
        """Positions (H, T, D) of one column per stock, period and state from `first` on, and how many there are."""
        offset = np.cumsum(self.count.reshape(-1)).reshape(self.count.shape) - self.count
        return first + offset[:, :, None] + self.label, int(self.count.sum())

    def representatives(self, stock: int, period: int) -> Whole:
        """One draw of every state of a stock in a period."""
        return np.unique(self.label[stock, period], return_index=True)[1].astype(np.int64)


def states(facts: Facts, orders: Trade, calls: Trade, merge: bool = True) -> States:
    """The states of every stock. With `merge` False every draw stands alone: the extensive form."""
    draws = facts.draws.count
    shape = (len(facts.holdings), facts.periods, draws)
    label = np.broadcast_to(np.arange(draws), shape).copy()
    merged = np.zeros(len(facts.holdings), dtype=bool)
    called = set(facts.holding_item[calls.holding[calls.holding >= 0]].tolist())
    net = np.cumsum(net_demand(facts, orders), axis=1)
    if not merge:
        return States(label, merged)
    for item in np.unique(facts.holding_item):
        if int(item) in called:
            continue
        stocks = np.flatnonzero(facts.holding_item == item)
        for stock in stocks:
            if mergeable(facts, int(stock)):
                merged[stock] = True
                label[stock] = _merged(_arrival_periods(facts, orders, np.array([stock])), net[stock])
        rest = stocks[~merged[stocks]]
        if len(rest):
            label[rest] = _courses(facts, orders, rest, net[rest])
    return States(label, merged)


def mergeable(facts: Facts, stock: int) -> bool:
    """Whether nothing but arrivals and net demand so far decides what a stock and its waiting demand cost.

    One kind of waiting demand, that is never given up and costs something; no exchange with a reserve; no worth of what
    is left (goods could be taken back from a taker to be left over); no relief that several kinds of demand compete
    for, or that a budget of every draw may refuse.
    """
    scenario, holding = facts.scenario, facts.holdings[stock]
    queues = [queue for queue in facts.queues if (queue.firm, queue.item) == (holding.owner, holding.item)]
    item = scenario.items[scenario.item_index[holding.item]]
    exchanges = any(
        lane.holding == stock or (lane.firm, facts.holdings[lane.holding].item) == (holding.owner, holding.item)
        for lane in facts.release_lanes
    )
    if len(queues) != 1 or exchanges or scenario.settings.terminal_value_share > 0 or _counted_late(facts, item):
        return False
    alone = sum(queue.item == holding.item for queue in facts.queues) == 1
    bound_by_draw = any(row.within == "each_draw" for row in scenario.budgets)
    relief_is_free = item.workaround_limit <= 0 or (alone and not bound_by_draw)
    return queues[0].lost_after_periods is None and queues[0].shortage_cost_cny > 0 and relief_is_free


def _counted_late(facts: Facts, item: Item) -> bool:
    """Whether a fill rate counts only from a later period on: then keeping old demand waiting may serve new demand."""
    scenario = facts.scenario
    return any(
        limit.rule == "min_fill_rate"
        and limit.from_day is not None
        and scenario.calendar.index_of(limit.from_day) > 0
        and limit.item in (item.item, f"group:{item.group}", "each", "all")
        for limit in scenario.limits
    )


def net_demand(facts: Facts, orders: Trade) -> NDArray[np.float64]:
    """(H, T, D) demand due less what signed orders bring and, in the first period, what is there."""
    net = -orders.signed_arrivals(facts)
    due = facts.demand_due(facts.draws).transpose(1, 2, 0)
    np.add.at(net, facts.queue_holding, due)
    net[:, 0, :] -= facts.opening[:, None]
    return net


def _arrival_periods(facts: Facts, orders: Trade, stocks: Whole) -> Whole:
    """(part, D) period in which each part of each candidate order serves; T where it never does."""
    parts = orders.parts(facts)
    mine = np.isin(orders.holding[parts.row], stocks)
    return np.where(parts.comes[mine], parts.serve[mine], facts.periods)


def _merged(serve: Whole, net: NDArray[np.float64]) -> Whole:
    """(T, D) labels by what has arrived and the net demand so far."""
    return np.stack([_labels(serve <= period, net[period]) for period in range(len(net))])


def _courses(facts: Facts, orders: Trade, stocks: Whole, net: NDArray[np.float64]) -> Whole:
    """(D,) labels by the whole course of all stocks of an item that are not merged, and of each kind of demand."""
    owners = {(facts.holdings[stock].owner, facts.holdings[stock].item) for stock in stocks}
    queues = [p for p, queue in enumerate(facts.queues) if (queue.firm, queue.item) in owners]
    due = facts.demand_due(facts.draws)[:, queues].reshape(facts.draws.count, -1)
    serve = _arrival_periods(facts, orders, stocks)
    whole = np.concatenate([serve.T, np.round(net.transpose(2, 0, 1).reshape(due.shape[0], -1), 9), due], axis=1)
    return np.unique(whole, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _labels(arrived: NDArray[np.bool_], net: NDArray[np.float64]) -> Whole:
    """(D,) equal where the same parts have arrived and the net demand is the same."""
    bits = np.packbits(arrived, axis=0).T
    amounts = np.unique(np.round(net, 9), return_inverse=True)[1].reshape(-1, 1)
    keys = np.concatenate([bits.astype(np.int64), amounts], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
