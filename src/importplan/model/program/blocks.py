"""Blocks: the parts of a case that only a few rows join, each as a case of its own.

A **component** is a set of items tied together: by flows and queues that several stocks serve, by a limit on service or
on the reserve, a least number of suppliers or a concentration over several items, by a quota of one certificate. What
is left between components are the **coupling rows**: budgets, tax limits, cost of a draw (risk), space in a store,
capacity of a supplier, what is booked, what is qualified, shares of the mix. With x0 for the columns that belong to no
component (bookings, qualified suppliers, space, eta) and xk for those of component k the program is

    minimise   c0 x0 + sum of ck xk
    subject to D x0 + sum of Ak xk  within  [l, u]      coupling rows
               Bk xk                within  [lk, uk]    rows of a component

`restrict` cuts the *case*, not the matrix: rows of the sheets, options, prices and draws of the component's items. What
the part cannot know by itself (which draws share columns, what was seen at a call, how much may be called at most) it
is told (`basis.Common`). The program written from it has the rows and columns, by id, that the whole has of this
component, the coupling rows with Ak alone, and the columns x0 that stand in them. The part of no items at all has x0
and the coupling rows as they are without any component. So the whole is the union of the parts by ids, and the bound of
a coupling row is

    b = b0 + sum of (bk - b0)

where b0 is that of the part of no items: what is signed already takes its share of a budget in its own part. Local
rows and all columns have the same bounds in every part in which they stand. `tests/model/test_blocks.py` puts the whole
together again, entry by entry.

For column generation (Dantzig & Wolfe 1960) a worker holds one part, small whatever the case. Under prices p of the
coupling rows (by row id) it minimises (ck - p Ak) xk over its own rows and answers with a column of the master: its
cost, and Ak xk by row id, that is its cash by period, its cost by draw, what it takes of capacity, booking and room.
The master has x0, the coupling rows, and one convex combination a component. The sum of the parts' dual bounds, of the
least of (c0 - p D) x0 and of what p makes of [l, u] is a bound on the whole, with whole units too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from importplan.model.case.coupling import limited, stored_together
from importplan.model.case.dated_purchases import Trade, fallback_orders, fallbacks, trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import items
from importplan.model.case.needs import Needs, Queue
from importplan.model.case.network import Flow, Network, Service
from importplan.model.case.of_use import orders_of_use
from importplan.model.families.diversification import SHARES
from importplan.model.program.basis import Basis
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """A case, or what it has about some items, with its purchases; nothing of it is written yet."""

    facts: Facts
    orders: Trade
    calls: Trade
    fallbacks: Trade
    no_outage: DrawSet


def components(basis: Basis) -> tuple[tuple[str, ...], ...]:
    """The items of a case by component, in the order of the sheet."""
    return _joined(basis.facts, _tied(basis.facts, basis.orders, basis.calls))


def gathered(whole: Piece, size: int) -> tuple[tuple[str, ...], ...]:
    """The items of a case in groups of components with about so many items each, in the order of the sheet.

    What labels the draws of a stock is all in its group: a store that may be full joins what lies in it, too.
    """
    facts = whole.facts
    stored = (facts.stock_item[stocks] for stocks in stored_together(facts))
    found: list[tuple[str, ...]] = []
    for items_of_one in _joined(facts, (*_tied(facts, whole.orders, whole.calls), *stored)):
        if found and len(found[-1]) + len(items_of_one) <= size:
            found[-1] += items_of_one
        else:
            found.append(items_of_one)
    return tuple(found)


def _joined(facts: Facts, tied: Iterable[Whole]) -> tuple[tuple[str, ...], ...]:
    """Items that sets of them join, directly or by others."""
    groups = [np.unique(group) for group in tied]
    links = [np.stack([group[:-1], group[1:]]) for group in groups]
    first, second = np.concatenate(links, axis=1) if links else np.empty((2, 0), dtype=np.int64)
    count = len(facts.scenario.items)
    graph = sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=(count, count))
    label = csgraph.connected_components(graph, directed=False)[1]
    found: dict[int, list[str]] = {}
    for item, number in zip(facts.scenario.items, label.tolist(), strict=True):
        found.setdefault(number, []).append(item.item)
    return tuple(tuple(names) for names in found.values())


def _tied(facts: Facts, orders: Trade, calls: Trade) -> Iterator[Whole]:
    """Sets of items that something joins within the program of one component."""
    network = facts.network
    for stocks in (*network.tied(), *limited(facts, "each_draw"), *limited(facts, "mean")):
        yield facts.stock_item[stocks]
    for service in network.services:
        yield np.array([facts.stock_item[service.stock], facts.queue_item[service.queue]])
    bought = np.zeros(len(facts.scenario.items), dtype=bool)
    for purchases in (orders.purchases, calls.purchases):
        bought[purchases.item] = True
    for limit in facts.scenario.limits:
        if limit.kind.about is About.PURCHASES and limit.rule not in SHARES:
            yield from (np.flatnonzero(mask & bought) for _, mask in items(facts.scenario, limit))
    # What is ordered where a route fails is what a supplier has left of its capacity, over all that it sells.
    for _, option, _ in fallback_orders(facts):
        offer = facts.scenario.offers[facts.scenario.offer_index[facts.landed.options[option].offer]]
        if facts.scenario.supplier_of(offer).capacity_per_period is not None:
            sold = {each.item for each in facts.scenario.offers if each.supplier == offer.supplier}
            yield np.flatnonzero([item.item in sold for item in facts.scenario.items])
    under = np.array([-1 if each.qualification is None else each.qualification for each in facts.landed.options])
    cleared = [flow for flow in network.flows if flow.tax is not None]
    asks = [under[trade.purchases.option] for trade in (orders, calls)]
    asks.append(under[np.array([flow.tax for flow in cleared], dtype=np.int64)])
    into = facts.stock_item[np.array([flow.gives for flow in cleared], dtype=np.int64)]
    item = np.concatenate([orders.purchases.item, calls.purchases.item, into])
    certificate = np.concatenate(asks)
    for position in np.unique(certificate[certificate >= 0]).tolist():
        if facts.scenario.qualifications[position].limited:
            yield item[certificate == position]


def piece(facts: Facts, no_outage: DrawSet, component: Collection[str]) -> Piece:
    """What a case has about some items: the rows of its sheets, prices, draws, stocks and purchases."""
    kept = frozenset(component)
    chosen = np.array([row.item in kept for row in facts.scenario.items], dtype=bool)
    scenario = _rows(facts.scenario, kept)
    offers, lines = np.flatnonzero(chosen[facts.terms.offer_item]), np.flatnonzero(chosen[facts.needs.line_item])
    options = np.flatnonzero(chosen[facts.terms.option_item])
    landed = facts.landed.of(options, np.flatnonzero(chosen))
    network = None if facts.given is None else _network(facts, chosen, options, Needs(scenario, landed))
    part = Facts(scenario, landed, facts.draws.of(offers, lines), network)
    schedule = no_outage.of(offers, lines)
    calls, orders = (trade(part, contract, schedule) for contract in ("framework", "order"))
    return Piece(part, orders, calls, fallbacks(part, schedule), schedule)


def restrict(basis: Basis, component: Collection[str]) -> Basis:
    """The part of a case that is about some items; none at all leave what belongs to no component.

    Parameters
    ----------
    basis
        The case, or a part of it, with nothing held.
    component
        Items of one or more components (`components`), or no items.

    Returns
    -------
    Basis
        From which `build.frame_of` writes the program of the part.
    """
    assert basis.held is None, "a plan that is held is settled whole"
    facts, kept = basis.facts, frozenset(component)
    part = piece(facts, basis.no_outage, component)
    chosen = np.array([row.item in kept for row in facts.scenario.items], dtype=bool)
    stocks = np.flatnonzero(chosen[facts.stock_item])
    assert part.facts.network.stocks == tuple(facts.network.stocks[stock] for stock in stocks)
    called = None if basis.called is None else basis.called[chosen[basis.calls.purchases.item]]
    return Basis(
        part.facts,
        part.orders,
        part.calls,
        part.fallbacks,
        part.no_outage,
        None,
        orders_of_use(part.facts, part.orders, basis.common.times),
        replace(basis.common, states=basis.states.of(stocks)),
        basis.loose,
        False,
        called,
    )


def _rows(scenario: Scenario, kept: frozenset[str]) -> Scenario:
    """The rows of the sheets that are about some items; firms, suppliers, sites, budgets and limits stay."""
    offers = tuple(row for row in scenario.offers if row.item in kept)
    names = {row.offer for row in offers}
    routes = tuple(row for row in scenario.routes if row.item in kept)
    made_on = {row.route for row in routes}
    part = scenario.replace(
        items=tuple(row for row in scenario.items if row.item in kept),
        demand=tuple(row for row in scenario.demand if row.item in kept),
        stock=tuple(row for row in scenario.stock if row.item in kept),
        open_orders=tuple(row for row in scenario.open_orders if row.offer in names),
        offers=offers,
        routes=routes,
        route_inputs=tuple(row for row in scenario.route_inputs if row.route in made_on),
    )
    # The reserve pays for what is common, whatever it holds of these items.
    lost = scenario.has_reserve and not part.has_reserve
    return part.replace(settings=replace(part.settings, owner="bureau")) if lost else part


def _network(facts: Facts, chosen: Mask, options: Whole, needs: Needs) -> Network:
    """The stocks of some items of a network that was given, with what flows between them and whom they serve."""
    network = facts.network
    stocks, queues = np.flatnonzero(chosen[facts.stock_item]), np.flatnonzero(chosen[facts.queue_item])
    stock_of, queue_of, option_of = _renumbered(stocks), _renumbered(queues), _renumbered(options)
    line_of = _renumbered(np.flatnonzero(chosen[facts.needs.line_item]))
    tier_of = {tier.lines[0]: number for number, tier in enumerate(needs.tiers)}

    def queue(row: Queue) -> Queue:
        tiers = tuple(tier_of[line_of[facts.needs.tiers[tier].lines[0]]] for tier in row.tiers)
        return replace(row, tiers=tiers, lines=tuple(line_of[line] for line in row.lines))

    def flow(row: Flow) -> Flow:
        takes = tuple((stock_of[stock], units) for stock, units in row.takes)
        return replace(row, takes=takes, gives=stock_of[row.gives], tax=None if row.tax is None else option_of[row.tax])

    return Network(
        stocks=tuple(network.stocks[position] for position in stocks),
        queues=tuple(queue(network.queues[position]) for position in queues),
        services=tuple(
            Service(stock_of[row.stock], queue_of[row.queue], row.ratio)
            for row in network.services
            if row.queue in queue_of
        ),
        flows=tuple(flow(row) for row in network.flows if row.gives in stock_of),
        opening=network.opening[stocks],
    )


def _renumbered(positions: Whole) -> dict[int, int]:
    """Old position → new one."""
    return {old: new for new, old in enumerate(positions.tolist())}
