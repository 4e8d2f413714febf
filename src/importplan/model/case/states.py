"""Which draws share recourse columns. Section 6.2 of the planning model.

**Merged.** What is in stock or late at the end of a period depends only on what has arrived and what has come due so
far. Two draws in which the same orders have arrived and the same net demand has come share the columns of that period,
however they came there: outages that are over leave no trace. True only for a stock that remembers nothing else
(`mergeable`).

**Courses.** Elsewhere draws share their columns only where their whole course is the same: every arrival of every
candidate order (and what comes after the end, where open needs cost something) and all demand of the stocks of a block.
Taken by itself the recourse of such draws is the same problem.

**Alone.** A column for every draw: items with call-offs (what is called depends on what was seen of everything); blocks
whose recourse costs cash that a budget of each draw limits; and blocks whose recourse stands in a row in the mean,
where risk counts or demand is lost: there it pays to treat draws that look alike differently, by their exchange rates,
or because who is lost is a yes or no, and the mean of two courses is none.

One exception, by rule: stocks that exchange with a reserve keep courses of their own items where risk meets a row in
the mean or a store may be full. A reserve is not rationed by an exchange rate that nobody knows yet, and a province's
case stays within reach. The optimum is then that of plans under this rule, at least that of the extensive form;
`States.exact` says so, and every result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.coupling import blocks, in_budgets, in_mean, risk_counts
from importplan.model.case.dated_purchases import ArrivalParts, Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import queues
from importplan.model.case.network import FlowKind

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class States:
    """Labels of draws per stock and period: equal labels share columns. H stocks, T periods, D draws."""

    label: Whole  # (H, T, D), 0 … number of states - 1 in each stock and period
    merged: NDArray[np.bool_]  # (H,) True: states of a period; False: courses (the same label in every period)
    by_rule: NDArray[np.bool_]  # (H,) draws share columns here though the extensive form may tell them apart

    @cached_property
    def count(self) -> Whole:
        """(H, T) number of states."""
        most: Whole = self.label.max(axis=2, initial=0)
        return most + 1

    @property
    def exact(self) -> bool:
        """Whether the optimum is that of the extensive form; else it is that of plans that treat alike what is."""
        return not self.by_rule.any()

    def of(self, stocks: Whole) -> States:
        """The states of some stocks, or of members that belong to them (repeats allowed)."""
        return States(self.label[stocks], self.merged[stocks], self.by_rule[stocks])

    def columns(self, first: int) -> tuple[Whole, int]:
        """Positions (H, T, D) of one column per stock, period and state from `first` on, and how many there are."""
        offset = np.cumsum(self.count.reshape(-1)).reshape(self.count.shape) - self.count
        return first + offset[:, :, None] + self.label, int(self.count.sum())

    def representatives(self, stock: int, period: int) -> Whole:
        """One draw of every state of a stock in a period."""
        return np.unique(self.label[stock, period], return_index=True)[1].astype(np.int64)

    def joint(self, stocks: Whole, period: int) -> tuple[Whole, Whole]:
        """One draw of every joint state of some stocks in a period, and the (D,) label of the joint state."""
        alike = self.label[stocks, period].T
        _, first, label = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        return first.astype(np.int64), label.reshape(-1).astype(np.int64)


def states(
    facts: Facts,
    orders: Trade,
    calls: Trade,
    merge: bool = True,
    by_rule: bool = True,
    fallbacks: Trade | None = None,
) -> States:
    """The states of every stock. With `merge` False every draw stands alone: the extensive form.

    With `by_rule` False draws stand alone wherever the extensive form may tell them apart.
    """
    draws, stocks = facts.draws.count, len(facts.network.stocks)
    label = np.broadcast_to(np.arange(draws), (stocks, facts.periods, draws)).copy()
    merged, alike = np.zeros(stocks, dtype=bool), np.zeros(stocks, dtype=bool)
    if not merge:
        return States(label, merged, alike)
    called = np.isin(facts.stock_item, facts.stock_item[calls.holding[calls.holding >= 0]])
    merged = ~called & np.array([mergeable(facts, stock) for stock in range(stocks)], dtype=bool)
    net = net_demand(facts, orders)
    so_far = np.cumsum(net, axis=1)
    parts = orders.parts(facts)
    for stock in np.flatnonzero(merged):
        label[stock] = _merged(_arrival_periods(facts, orders, parts, np.array([stock])), so_far[stock])
    for part, ruled in _parts(facts, merged, called):
        if ruled and not by_rule:
            continue
        own = part[~merged[part]]
        label[own] = _courses(facts, orders, parts, part, net[part], fallbacks)
        alike[own] = ruled and int(label[own].max()) < draws - 1
    return States(label, merged, alike)


def _parts(facts: Facts, merged: NDArray[np.bool_], called: NDArray[np.bool_]) -> Iterator[tuple[Whole, bool]]:
    """The stocks whose common course labels draws, and whether that is exact or by rule; none where draws stand alone.

    Stocks that exchange with a reserve are labelled without what other items take of a store.
    """
    apart = ~merged & (called | in_budgets(facts, "each_draw") | _taxed(facts))
    averaged, risky, choosy = ~merged & in_mean(facts), risk_counts(facts.scenario.settings), _yes_or_no(facts)
    block, without_room = blocks(facts, merged), blocks(facts, merged, room=False)

    def rationed(part: Whole) -> bool:
        return bool(averaged[part].any()) and (risky or bool(choosy[part].any()))

    releasing = [facts.network.flows[position].source for position in facts.network.of_kind(FlowKind.RELEASE)]
    for number in np.unique(block[~merged]):
        whole = np.flatnonzero(block == number)
        if apart[whole].any():
            continue
        if not np.isin(releasing, whole).any():
            if not rationed(whole):
                yield whole, False
            continue
        parts = [whole[without_room[whole] == part] for part in np.unique(without_room[whole[~merged[whole]]])]
        for part in parts:
            yield part, len(part) < len(whole) or rationed(part)


def _yes_or_no(facts: Facts) -> NDArray[np.bool_]:
    """(H,) stocks of queues in which it must be chosen whether anybody is lost, since older and younger units wait."""
    found = np.zeros(len(facts.network.stocks), dtype=bool)
    for queue, stock in zip(facts.network.queues, facts.network.queue_stock.tolist(), strict=True):
        found[stock] |= (queue.lost_after_periods or 0) > 1
    return found


def _taxed(facts: Facts) -> NDArray[np.bool_]:
    """(H,) stocks whose goods pay tax when they flow: what a draw's exchange rate makes of it tells draws apart."""
    found = np.zeros(len(facts.network.stocks), dtype=bool)
    for flow in facts.network.flows:
        if flow.tax is not None:
            found[[flow.source, flow.gives]] = True
    return found


def mergeable(facts: Facts, stock: int) -> bool:
    """Whether nothing but arrivals and net demand so far decides what is in stock and what waits.

    One kind of waiting demand, that is never given up, costs something, also where a workaround relieves it, and that
    nothing else serves; no flow in or out; no worth of what is left (goods could be taken back from a taker to be left
    over), nor of what is kept (a subsidy above what holding costs); no fill rate (it tempts to keep old demand waiting,
    so that new demand is served in its own period). What is late is then as little as can be, whatever else is limited:
    neither room, nor a budget, nor a largest shortage, nor a workaround gains by more stock and more waiting.
    """
    scenario, network = facts.scenario, facts.network
    mine = network.serves.get(stock, [])
    alone = len(mine) == 1 and bool(network.lone[mine[0]]) and not network.exchanges[stock]
    if not alone or scenario.settings.terminal_value_share > 0 or facts.earns[stock]:
        return False
    queue = mine[0]
    return network.queues[queue].lost_after_periods is None and not (waits_free(facts) | rated(facts))[queue]


def waits_free(facts: Facts) -> NDArray[np.bool_]:
    """(queue,) to be late, or what relieves it, costs nothing: a plan may let more wait than must."""
    found = np.array([queue.shortage_cost_cny <= 0 for queue in facts.network.queues], dtype=bool)
    relieved = facts.relieved_queues
    found[relieved] |= facts.item_values("workaround_cost_cny")[facts.queue_item[relieved]] <= 0
    return found


def rated(facts: Facts) -> NDArray[np.bool_]:
    """(queue,) under a fill rate: it tempts to keep old demand waiting, or to serve less than nothing, for the new."""
    found = np.zeros(len(facts.network.queues), dtype=bool)
    for limit in facts.scenario.limits:
        if limit.kind.by_period:
            for scope in queues(facts, limit):
                found[scope.queues] = True
    return found


def net_demand(facts: Facts, orders: Trade) -> NDArray[np.float64]:
    """(H, T, D) demand that only this stock serves, less what signed orders bring and what is there at first."""
    net = -orders.signed_arrivals(facts)
    due = facts.due.transpose(1, 2, 0) * facts.network.lone_ratio[:, None, None]
    np.add.at(net, facts.network.queue_stock, due)
    net[:, 0, :] -= facts.network.opening[:, None]
    return net


def _arrival_periods(facts: Facts, orders: Trade, parts: ArrivalParts, stocks: Whole) -> Whole:
    """(part, D) period in which each part of each candidate order serves; T where it never does.

    Where needs that are open at the end cost something, T + 1 where it serves after the end.
    """
    mine = np.isin(orders.holding[parts.row], stocks)
    later = facts.periods + (parts.follows[mine] & (facts.scenario.settings.open_need_share > 0))
    return np.where(parts.comes[mine], parts.serve[mine], later)


def _merged(serve: Whole, net: NDArray[np.float64]) -> Whole:
    """(T, D) labels by what has arrived and the net demand so far."""
    return np.stack([_labels(serve <= period, net[period]) for period in range(len(net))])


def _courses(
    facts: Facts,
    orders: Trade,
    parts: ArrivalParts,
    stocks: Whole,
    net: NDArray[np.float64],
    fallbacks: Trade | None,
) -> Whole:
    """(D,) labels by the whole course of all stocks of a block, and of each kind of demand for them."""
    served = np.flatnonzero(np.isin(facts.network.queue_stock, stocks))
    due = facts.due[:, served].reshape(facts.draws.count, -1)
    serve = _arrival_periods(facts, orders, parts, stocks)
    flows = [facts.network.flows[position] for position in facts.network.on_routes]
    failed = [facts.draws.failure(flow.route) for flow in flows if flow.gives in stocks]
    course = [
        serve.T,
        *(each[:, None] for each in failed),
        np.round(net.transpose(2, 0, 1).reshape(due.shape[0], -1), 9),
        due,
    ]
    if fallbacks is not None and fallbacks.purchases.count:
        course.append(_arrival_periods(facts, fallbacks, fallbacks.parts(facts), stocks).T)
    if facts.scenario.settings.open_need_share > 0:
        course.append(orders.signed_to_follow(facts)[stocks].T)
    whole = np.concatenate(course, axis=1)
    return np.unique(whole, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _labels(arrived: NDArray[np.bool_], net: NDArray[np.float64]) -> Whole:
    """(D,) equal where the same parts have arrived and the net demand is the same."""
    bits = np.packbits(arrived, axis=0).T
    amounts = np.unique(np.round(net, 9), return_inverse=True)[1].reshape(-1, 1)
    keys = np.concatenate([bits.astype(np.int64), amounts], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
