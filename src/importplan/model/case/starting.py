"""What starts on routes: the smaller of what is planned and what is there, period by period; the rest waits.

    start[r,t] = min(waiting[r,t-1] + make[r,t], least over inputs of there ÷ units, what is left of the capacity of t)
    waiting[r,t] = waiting[r,t-1] + make[r,t] - start[r,t]

On a route whose validation fails in a draw nothing starts. Routes take in the order of their ids, and of who needs what
they make. This follows from what is decided today and from the draw, and is no choice, unless something else takes from
an input or brings it: a need of the maker's own, a release, a call. What starts there is settled with the whole draw in
view, like any allocation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade, fallback_orders
from importplan.model.case.facts import Facts
from importplan.plan.plan import DUST, Plan, PlannedStart
from importplan.scenario.counting import whole_items
from importplan.scenario.routes import capacities, first_start, opening_payer, opening_period
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Opening:
    """What opening a route costs, when, and whom."""

    route: str
    payer: str
    period: int
    cost_cny: float


@dataclass(frozen=True)
class Slots:
    """What may be planned on routes: F flows on a route."""

    of_use: Real  # (F,) units whose start can be of use over the plan
    most: Real  # (F, T) units that may start at most: of use, within capacity, once a route is proven
    capacity: Real  # (F, T) of the route, over all who need what it makes
    whole: Mask  # (F,) in whole units


def openings(facts: Facts) -> tuple[Opening, ...]:
    """The routes that may be opened, by id."""
    scenario, found = facts.scenario, {}
    for position in facts.network.on_routes:
        route = scenario.routes[scenario.route_index[facts.network.flows[position].route]]
        payer = route.firm or opening_payer(scenario, facts.payers)
        found[route.route] = Opening(route.route, payer, opening_period(scenario, route) or 0, route.opening_cost_cny)
    return tuple(found.values())


def slots(facts: Facts, times: float = 1.0) -> Slots:
    """What may be planned; `times` the most that can be of use."""
    scenario, network = facts.scenario, facts.network
    flows = [network.flows[position] for position in network.on_routes]
    gives = np.array([flow.gives for flow in flows], dtype=np.int64)
    routes = [scenario.routes[scenario.route_index[flow.route]] for flow in flows]
    in_whole = whole_items(scenario)
    whole = np.array([route.item in in_whole for route in routes], dtype=bool)
    useful = network.needed(facts.due.sum(axis=2)).max(axis=0, initial=0.0)[gives] * times
    useful = np.where(whole, np.ceil(useful - 1e-9), useful)
    shape = (len(flows), facts.periods)
    capacity = np.array([capacities(scenario, route) for route in routes]).reshape(shape)
    first = np.array([first_start(scenario, route) for route in routes], dtype=np.int64)
    open_then = np.arange(facts.periods) >= first[:, None]
    most = np.where(open_then, np.minimum(useful[:, None], capacity), 0.0)
    return Slots(useful, np.where(whole[:, None], np.floor(most + 1e-9), most), capacity, whole)


def untouched(facts: Facts, calls: Trade) -> Mask:
    """(stock,) nothing but purchases brings goods into it, and nothing but routes takes them."""
    network = facts.network
    found = np.ones(len(network.stocks), dtype=bool)
    found[list(network.serves)] = False
    found[calls.holding[calls.holding >= 0]] = False
    for flow in network.flows:
        found[flow.gives] = False
        if not flow.route:
            found[[stock for stock, _ in flow.takes]] = False
    return found


def determined(facts: Facts, calls: Trade) -> Mask:
    """(F,) what starts on a route follows from what is decided today."""
    network, alone = facts.network, untouched(facts, calls)
    flows = [network.flows[position] for position in network.on_routes]
    open_ = {number for number, flow in enumerate(flows) if not all(alone[stock] for stock, _ in flow.takes)}
    while True:
        stocks = {stock for number in open_ for stock, _ in flows[number].takes}
        routes = {flows[number].route for number in open_}
        more = {
            number
            for number, flow in enumerate(flows)
            if flow.route in routes or stocks & {stock for stock, _ in flow.takes}
        }
        if more <= open_:
            return np.array([number not in open_ for number in range(len(flows))], dtype=bool)
        open_ |= more


def on_schedule(facts: Facts, orders: Trade) -> tuple[Real, Real]:
    """(order, T) share of each order that serves by the end of a period without outages, (stock, T) units beside it.

    Beside orders stand what is there at the start and what is signed.
    """
    purchases, periods = orders.purchases, np.arange(facts.periods)
    beside = np.repeat(facts.network.opening[:, None], facts.periods, axis=1)
    shares = np.zeros((len(purchases.decided), facts.periods))
    for rows, signed in ((purchases.decided, False), (np.flatnonzero(~np.isnan(purchases.signed)), True)):
        position, consignment = orders.planned.consignments_of(purchases.shipment[rows])
        by_then = orders.planned.serve[consignment, 0][:, None] <= periods
        part = orders.planned.share[consignment][:, None] * by_then
        if signed:
            holding = orders.holding[rows[position]]
            kept = holding >= 0
            np.add.at(beside, holding[kept], (part * purchases.signed[rows[position]][:, None])[kept])
        else:
            np.add.at(shares, position, part)
    return shares, beside


def missing(facts: Facts, orders: Trade, mine: Whole) -> tuple[Real, Real]:
    """What serves by then on the schedule, not yet in a draw: (order of `mine`, T, D) share, (stock, T, D) signed."""
    shares, beside = on_schedule(facts, orders)
    parts = orders.parts(facts)
    came = np.zeros((len(mine), facts.periods, facts.draws.count))
    number = np.full(len(shares), -1, dtype=np.int64)
    number[mine] = np.arange(len(mine))
    part, draw = np.nonzero(parts.comes & (number[parts.position] >= 0)[:, None])
    np.add.at(came, (number[parts.position[part]], parts.serve[part, draw], draw), parts.share[part])
    of_orders = shares[mine][:, :, None] - np.cumsum(came, axis=1)
    here = facts.network.opening[:, None, None] + np.cumsum(orders.signed_arrivals(facts), axis=1)
    return np.maximum(of_orders, 0.0), np.maximum(beside[:, :, None] - here, 0.0)


def starts(facts: Facts, orders: Trade, units: Real, make: Real) -> Real:
    """(F, T, D) what starts on routes where orders bring (order,) `units` and `make` (F, T) is planned."""
    network, parts = facts.network, orders.parts(facts)
    arrives = orders.signed_arrivals(facts)
    part, draw = np.nonzero(parts.comes)
    amount = units[parts.position[part]] * parts.share[part]
    np.add.at(arrives, (orders.holding[parts.row[part]], parts.serve[part, draw], draw), amount)
    flows, capacity = [network.flows[position] for position in network.on_routes], slots(facts).capacity
    proven = ~failures(facts)
    there = np.repeat(network.opening[:, None], facts.draws.count, axis=1)
    waiting = np.zeros((len(flows), facts.draws.count))
    found = np.zeros((len(flows), facts.periods, facts.draws.count))
    for period in range(facts.periods):
        there = there + arrives[:, period]
        left: dict[str, Real] = {}
        for number, flow in enumerate(flows):
            most = waiting[number] + make[number, period] * proven[number]
            waiting[number] = most
            for stock, each in flow.takes:
                most = np.minimum(most, there[stock] / each)
            most = np.maximum(np.minimum(most, left.get(flow.route, capacity[number, period])), 0.0)
            for stock, each in flow.takes:
                there[stock] -= each * most
            left[flow.route] = left.get(flow.route, capacity[number, period]) - most
            waiting[number] -= most
            found[number, period] = most
    return found


def failures(facts: Facts) -> Mask:
    """(F, D) whether the validation of the route of a flow fails: nothing starts on it then."""
    flows = [facts.network.flows[position] for position in facts.network.on_routes]
    found: Mask = np.array([facts.draws.failure(flow.route) for flow in flows], dtype=bool)
    return found.reshape(len(flows), facts.draws.count)


def ordered_instead(facts: Facts, plan: Plan) -> Real:
    """(fallback,) units that a plan has ordered where routes fail: what is planned on them, at most what offer and
    supplier can make in the period beside the plan's orders and what comes before, if they are qualified.
    """
    scenario, options = facts.scenario, facts.landed.options
    made, whole = planned_on(facts, plan.starts).sum(axis=1), slots(facts).whole
    taken: dict[tuple[str, str, int], float] = {}
    for order in plan.orders:
        for terms in sellers_of(scenario, options[order.option].offer):
            key = (*name_of(terms), order.period)
            taken[key] = taken.get(key, 0.0) + order.quantity
    qualified = {("offers", name) for name in plan.qualified_offers}
    qualified |= {("suppliers", name) for name in plan.qualified_suppliers}
    found = []
    for number, option, period in fallback_orders(facts):
        units, sellers = float(made[number]), sellers_of(scenario, options[option].offer)
        for terms in sellers:
            if not terms.qualified and name_of(terms) not in qualified:
                units = 0.0
            elif terms.capacity_per_period is not None:
                units = min(units, terms.capacity_per_period - taken.get((*name_of(terms), period), 0.0))
        found.append(max(0.0, float(np.floor(units + DUST)) if whole[number] else units))
        for terms in sellers:
            key = (*name_of(terms), period)
            taken[key] = taken.get(key, 0.0) + found[-1]
    return np.array(found, dtype=np.float64)


def sellers_of(scenario: Scenario, offer: str) -> tuple[Offer | Supplier, ...]:
    """Who has a capacity and may have to be qualified: an offer and its supplier."""
    terms = scenario.offers[scenario.offer_index[offer]]
    return terms, scenario.supplier_of(terms)


def name_of(terms: Offer | Supplier) -> tuple[str, str]:
    """The sheet and the id of an offer or a supplier."""
    return terms.SHEET, terms.offer if isinstance(terms, Offer) else terms.supplier


def planned_on(facts: Facts, planned: Iterable[PlannedStart]) -> Real:
    """(F, T) units that are to start."""
    lanes = {(lane.route, lane.firm): number for number, lane in enumerate(facts.network.start_lanes)}
    found = np.zeros((len(lanes), facts.periods))
    for row in planned:
        if (row.route, row.firm) in lanes:
            found[lanes[row.route, row.firm], row.period] += row.quantity
    return found
