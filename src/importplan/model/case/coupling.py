"""What joins the recourse of several stocks within a draw, or of several draws, and so decides what may be shared.

Recourse is what is done after the draw is seen: who is served, what is released, relieved, given up. Left to itself,
each stock takes the cheapest course in each draw. A row joins **stocks** where room, a limit of each draw or a relief
is shared; it joins **draws** where it adds them up in the mean; and a budget of each draw ties recourse to what the
exchange rates of that draw leave of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import queues, reserves
from importplan.scenario.limit_rules import About
from importplan.scenario.schema.settings import Settings

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


def risk_counts(settings: Settings) -> bool:
    """Whether draws count by more than their weights: CVaR stands in the goal or under a limit. CVaR_0 is the mean."""
    weighed = settings.risk_weight > 0 if settings.goal == "weighted" else settings.goal in ("min_cvar", "ordered")
    return settings.risk_level > 0 and (weighed or settings.risk_limit_cny is not None)


def least_share(settings: Settings) -> float:
    """What a yuan more in a draw adds at least to the goal, for each unit of the weight of the draw."""
    if settings.goal == "weighted":
        return 1.0 - settings.risk_weight
    return 1.0 if settings.goal == "cvar_limit" else 0.0


def blocks(facts: Facts, merged: Mask, room: bool = True) -> Whole:
    """(H,) the block of every stock. Stocks of different blocks have nothing in common within a draw.

    Without `room`, stocks are not joined by what they take of a store.
    """
    groups = [*_together(facts, merged), *(stored_together(facts) if room else ())]
    links = [np.stack([group[:-1], group[1:]]) for group in groups if len(group) > 1]
    first, second = np.concatenate(links, axis=1) if links else np.empty((2, 0), dtype=np.int64)
    count = len(facts.network.stocks)
    graph = sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=(count, count))
    found: Whole = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    return found


def _together(facts: Facts, merged: Mask) -> Iterator[Whole]:
    """Sets of stocks with something in common: an item that remembers, a relief, a limit of each draw."""
    for item in np.unique(facts.stock_item):
        relieved = facts.scenario.items[item].workaround_limit > 0
        yield np.flatnonzero((facts.stock_item == item) & (relieved | ~merged))
    yield from facts.network.tied()
    yield from limited(facts, "each_draw")


def stored_together(facts: Facts) -> Iterator[Whole]:
    """The stocks of every store with a site that may be full."""
    for store in facts.stores:
        if np.isfinite(store.capacity_m3).any():
            yield store.stocks


def limited(facts: Facts, within: str) -> Iterator[Whole]:
    """The stocks that every separate limit on service or on the reserve speaks of."""
    for limit in facts.scenario.limits:
        if limit.within == within and limit.kind.about is About.SERVICE:
            yield from (np.unique(facts.network.queue_stock[scope.queues]) for scope in queues(facts, limit))
        elif limit.within == within and limit.kind.about is About.RESERVE:
            yield from (stocks for _, stocks in reserves(facts, limit))


def in_mean(facts: Facts) -> Mask:
    """(H,) stocks whose recourse stands in a row that adds up draws: a limit, a plan's budget, an earlier goal."""
    found = in_budgets(facts, "plan")
    for stocks in limited(facts, "mean"):
        found[stocks] = True
    if facts.scenario.settings.goal == "ordered":
        found[facts.network.queue_stock[facts.queue_priority == 1]] = True
    return found


def in_budgets(facts: Facts, within: str) -> Mask:
    """(H,) stocks whose recourse costs cash (storage, keeping, workarounds, flows) that a budget of a kind limits."""
    payers, network = _payers(facts, within), facts.network
    found = np.zeros(len(network.stocks), dtype=bool)
    for store in facts.stores:
        if store.owner in payers and (store.rent_cny_per_month > 0).any():
            found[store.stocks] = True
    for each in facts.keeping.values():
        found |= (each != 0) & np.array([row.owner in payers for row in network.stocks], dtype=bool)
    found[facts.network.queue_stock[facts.relieved_queues[relief_in_budgets(facts, within)]]] = True
    for flow in network.flows:
        ends = [flow.gives, flow.source]
        payer = [flow.maker] if flow.route else [network.stocks[stock].owner for stock in ends]
        # On the schedule local work is paid as it is planned, whatever starts.
        if flow.paid and not (flow.route and within == "plan") and any(each in payers for each in payer):
            found[ends] = True
    return found


def relief_in_budgets(facts: Facts, within: str) -> Mask:
    """(relieved queue,) whether a budget of a kind limits what its workaround costs."""
    payers = _payers(facts, within)
    cost = facts.item_values("workaround_cost_cny")[facts.queue_item[facts.relieved_queues]]
    paid = [facts.network.queues[queue].firm in payers for queue in facts.relieved_queues]
    return np.array(paid, dtype=bool) & (cost > 0)


def _payers(facts: Facts, within: str) -> tuple[str, ...]:
    """Who has a budget of a kind."""
    named = {row.payer for row in facts.scenario.budgets if row.within == within}
    return facts.payers if "all" in named else tuple(payer for payer in facts.payers if payer in named)
