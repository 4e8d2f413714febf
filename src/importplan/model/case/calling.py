"""Calls by a rule fixed today (`plan/call_rule`), in all draws at once.

    called = what is missing of the level, at most what is left of the booking, of capacities and of the quota
    position = there at first + ordered + called + signed - lost on the way - due so far + given up

What is lost on the way leaves the position when it should have served: nobody knows it for certain before. Demand that
is given up is first come, first served. What a common reserve releases is no part of a position: it is settled with the
whole draw in view, so a rule that looked at it would look ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.of_use import most_of_use
from importplan.model.case.purchases import units_ordered
from importplan.model.case.starting import ordered_instead
from importplan.plan.call_rule import CallLevel, OutageState
from importplan.plan.plan import DUST, Plan
from importplan.uncertainty.dates.timeline import availability, stopped

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
SHARE = 1e-9  # of a booking: what arithmetic leaves of all of it
NEVER = -np.inf  # the level of a way that does not call
STATES = tuple(OutageState)


@dataclass(frozen=True)
class Quota:
    """What a quota leaves to calls, in units or in value, by year of arrival (Y) and draw."""

    left: Real  # (Y, D) beside what signed orders and the plan's orders ask for
    use: dict[int, Real]  # call → (Y, D) what a unit of it uses up


@dataclass(frozen=True)
class Calling:
    """What calls of a plan depend on. T periods, D draws, L ways to call in the order in which they call; H stocks that
    they call for.
    """

    facts: Facts
    calls: Trade
    lanes: Whole  # (L,) option
    stocks: Whole  # (H,) position in the network
    row: Whole  # (L, T) call; -1 where the way cannot be called, or is of no use
    before: Real  # (H, T, D) position without calls, all demand counted
    arrived: Real  # (H, T, D) what serves of orders and signed orders in the period, and what is there at first
    follows: Real  # (H, D) what serves of them after the end
    state: Whole  # (L, T, D) place in STATES
    of_offer: Real  # (offer, T, D) units that may be called of an offer
    of_supplier: Real  # (supplier, T, D)
    quotas: tuple[Quota, ...] = ()

    @cached_property
    def stock(self) -> Whole:
        """(L,) place in `stocks` of the stock that a way calls for."""
        return np.searchsorted(self.stocks, _held_by(self.calls, self.row)).astype(np.int64)

    @cached_property
    def queues(self) -> tuple[tuple[WaitingQueue, ...], ...]:
        """Stock by stock the queues that wait for it, the dearest first."""
        network, found = self.facts.network, []
        due = np.cumsum(self.facts.due, axis=2).transpose(1, 2, 0) * network.own_ratio[:, None, None]
        for stock in self.stocks:
            mine = [
                WaitingQueue(
                    due[queue], network.queues[queue].shortage_cost_cny, network.queues[queue].lost_after_periods
                )
                for queue in np.flatnonzero(network.queue_stock == stock).tolist()
            ]
            found.append(tuple(sorted(mine, key=lambda queue: -queue.cost_cny)))
        return tuple(found)

    @cached_property
    def offer(self) -> Whole:
        """(L,) position of the offer."""
        return _offers(self.facts, self.lanes)

    @cached_property
    def supplier(self) -> Whole:
        """(L,) position of the supplier."""
        scenario = self.facts.scenario
        return np.array(
            [scenario.supplier_index[scenario.offers[offer].supplier] for offer in self.offer], dtype=np.int64
        )

    @cached_property
    def whole(self) -> Mask:
        """(L,) whether calls are in whole units."""
        scenario = self.facts.scenario
        return np.array([scenario.item_of(scenario.offers[offer]).whole_units for offer in self.offer], dtype=bool)

    @cached_property
    def parts(self) -> dict[int, tuple[tuple[float, Whole, Mask], ...]]:
        """Call → (share, (D,) period in which it serves, (D,) whether it comes) of each of its parts."""
        facts, found = self.facts, dict[int, list[tuple[float, Whole, Mask]]]()
        every = np.arange(self.calls.purchases.count)
        position, consignment = self.calls.dating.consignments_of(self.calls.purchases.shipment[every])
        dating = self.calls.dating
        lost = dating.lost[consignment] | facts.terms.refusals(self.calls.purchases, every[position], facts.draws)
        for at, (row, part) in enumerate(zip(position.tolist(), consignment.tolist(), strict=True)):
            serve = np.minimum(dating.serve[part], facts.periods)
            found.setdefault(row, []).append((float(dating.share[part]), serve, ~lost[at]))
        return {row: tuple(each) for row, each in found.items()}

    def levels(self, rule: Sequence[CallLevel]) -> Real:
        """(L, T, state) of a rule; NEVER where it has none."""
        found = np.full((len(self.lanes), self.facts.periods, len(STATES)), NEVER)
        place = {option: lane for lane, option in enumerate(self.lanes.tolist())}
        for each in rule:
            if each.option in place:
                found[place[each.option], each.period, STATES.index(each.seen)] = each.level
        return found

    def rule(self, levels: Real) -> tuple[CallLevel, ...]:
        """The rule of levels (L, T, state)."""
        said = np.isfinite(levels) & (self.row >= 0)[:, :, None]
        told = zip(*(each.tolist() for each in np.nonzero(said)), strict=True)
        return tuple(
            CallLevel(int(self.lanes[lane]), period, STATES[state], float(levels[lane, period, state]))
            for lane, period, state in told
        )

    def course(self, levels: Real) -> CallCourse:
        """What is called, and how stocks go, under levels (L, T, state)."""
        return self._run(levels, None)

    def positions_after(self, called: Real) -> Real:
        """(L, T, D) positions once a way has called, where (call, D) is called."""
        return self._run(None, called).position

    def _run(self, levels: Real | None, given: Real | None) -> CallCourse:
        draws, periods = self.facts.draws.count, self.facts.periods
        called = np.zeros((self.calls.purchases.count, draws))
        after = np.zeros((len(self.lanes), periods, draws))
        added, arrived, follows = np.zeros((len(self.before), draws)), self.arrived.copy(), self.follows.copy()
        gone = np.zeros((len(self.before), periods + 1, draws))  # lost on the way, when it should have served
        left = [quota.left.copy() for quota in self.quotas]
        waiting = _Waiting(self.queues, self.facts.periods, draws)
        for period in range(periods):
            added -= gone[:, period]
            added += waiting.given_up(period)
            of_offer, of_supplier = self.of_offer[:, period].copy(), self.of_supplier[:, period].copy()
            for lane, row in enumerate(self.row[:, period].tolist()):
                stock = self.stock[lane]
                if row >= 0:
                    offer, supplier = self.offer[lane], self.supplier[lane]
                    if given is not None:
                        units = given[row]
                    else:
                        assert levels is not None
                        level = levels[lane, period][self.state[lane, period]]
                        units = np.minimum(of_offer[offer], of_supplier[supplier])
                        units = np.minimum(units, level - self.before[stock, period] - added[stock])
                        for quota, rest in zip(self.quotas, left, strict=True):
                            if row in quota.use:
                                each = quota.use[row]
                                most = np.divide(rest, each, out=np.full_like(rest, np.inf), where=each > 0)
                                units = np.minimum(units, most.min(axis=0))
                        units = np.maximum(np.floor(units + DUST) if self.whole[lane] else units, 0.0)
                    called[row] = units
                    of_offer[offer] -= units
                    of_supplier[supplier] -= units
                    added[stock] += units
                    for quota, rest in zip(self.quotas, left, strict=True):
                        if row in quota.use:
                            rest -= units * quota.use[row]
                    for share, serve, comes in self.parts[row]:
                        inside = np.flatnonzero(comes & (serve < periods))
                        arrived[stock, serve[inside], inside] += share * units[inside]
                        follows[stock] += np.where(comes & (serve >= periods), share * units, 0.0)
                        never = np.flatnonzero(~comes)
                        gone[stock, np.maximum(serve[never], period), never] += share * units[never]
                after[lane, period] = self.before[stock, period] + added[stock]
            waiting.serve(period, arrived)
        return CallCourse(called, after, arrived, follows, waiting.lost)


@dataclass(frozen=True)
class CallCourse:
    """What calls make of the draws."""

    called: Real  # (call, D)
    position: Real  # (L, T, D) after the calls of the way in the period
    arrived: Real  # (H, T, D) what serves in the period of all that is bought
    follows: Real  # (H, D) what serves after the end
    lost: Real  # (H, T, D) demand given up so far


@dataclass(frozen=True)
class WaitingQueue:
    """Demand that waits for a stock."""

    due: Real  # (T, D) so far
    cost_cny: float  # per unit and period late
    wait: int | None  # periods after which a unit is given up


class _Waiting:
    """Who waits for each stock, where demand is given up: first come, first served, the dearest queue first."""

    def __init__(self, queues: tuple[tuple[WaitingQueue, ...], ...], periods: int, draws: int) -> None:
        self.lost = np.zeros((len(queues), periods, draws))
        self._queues = {
            stock: mine for stock, mine in enumerate(queues) if any(queue.wait is not None for queue in mine)
        }
        self._served = {stock: np.zeros((len(mine), draws)) for stock, mine in self._queues.items()}
        self._lost = {stock: np.zeros((len(mine), draws)) for stock, mine in self._queues.items()}

    def given_up(self, period: int) -> Real:
        """(H, D) units given up at the beginning of a period."""
        found = np.zeros(self.lost.shape[::2])
        for stock, mine in self._queues.items():
            lost = self._lost[stock]
            for place, queue in enumerate(mine):
                if queue.wait is not None and period >= queue.wait:
                    so_far = np.maximum(lost[place], queue.due[period - queue.wait] - self._served[stock][place])
                    found[stock] += so_far - lost[place]
                    lost[place] = so_far
            self.lost[stock, period] = lost.sum(axis=0)
        return found

    def serve(self, period: int, arrived: Real) -> None:
        """Serve what waits at the end of a period from all that has come so far, (H, T, D)."""
        for stock, mine in self._queues.items():
            there, served = arrived[stock, : period + 1].sum(axis=0), self._served[stock]
            for place, queue in enumerate(mine):
                waits = queue.due[period] - self._lost[stock][place]
                served[place] = np.maximum(served[place], np.minimum(there, waits))
                there = there - served[place]


def calling(
    facts: Facts,
    orders: Trade,
    calls: Trade,
    instead: Trade,
    plan: Plan,
    lanes: Sequence[int],
    quotas: tuple[Quota, ...] = (),
) -> Calling:
    """What the calls of a plan depend on; `lanes` are the options that call, in their order, `instead` what is ordered
    where routes fail.
    """
    scenario, periods = facts.scenario, facts.periods
    row = _rows(facts, calls, lanes, plan)
    able = (row >= 0).any(axis=1)
    row, chosen = row[able], np.array(lanes, dtype=np.int64)[able]
    stocks = np.unique(_held_by(calls, row))
    before, arrived, follows = (each[stocks] for each in _without_calls(facts, orders, instead, plan))
    available, on = availability(scenario, facts.draws), stopped(scenario, facts.draws)
    placed = _placed(facts, plan, instead)
    of_offer = np.zeros((len(scenario.offers), periods, facts.draws.count))
    of_supplier = np.zeros((len(scenario.suppliers), periods, facts.draws.count))
    for supplier, terms in enumerate(scenario.suppliers):
        first, last = facts.booking_periods(supplier)
        booked, mine = plan.bookings.get(terms.supplier, 0.0), []
        for offer, each in enumerate(scenario.offers):
            if each.supplier == terms.supplier and each.contract == "framework":
                of_offer[offer, first:last] = booked * available[:, offer, first:last].T
                mine.append(offer)
        of_supplier[supplier] = of_offer[mine].max(axis=0, initial=0.0)
        ordered = [placed[offer] for offer, each in enumerate(scenario.offers) if each.supplier == terms.supplier]
        _within(of_supplier[supplier], terms.capacity_per_period, np.sum(ordered, axis=0))
    for offer, each in enumerate(scenario.offers):
        _within(of_offer[offer], each.capacity_per_period, placed[offer])
    offers = _offers(facts, chosen)
    begun = available[:, offers].transpose(1, 2, 0) < 1.0 - SHARE
    state = np.where(
        on[:, offers].transpose(1, 2, 0), STATES.index(OutageState.ON), begun * STATES.index(OutageState.BEGUN)
    )
    return Calling(facts, calls, chosen, stocks, row, before, arrived, follows, state, of_offer, of_supplier, quotas)


def _held_by(calls: Trade, row: Whole) -> Whole:
    """(way,) the stock that calls (way, T) go into."""
    first = np.array([rows[rows >= 0][0] for rows in row], dtype=np.int64)
    return calls.holding[first]


def _offers(facts: Facts, options: Whole) -> Whole:
    """(option,) position of the offer."""
    scenario, landed = facts.scenario, facts.landed
    return np.array([scenario.offer_index[landed.options[option].offer] for option in options.tolist()], dtype=np.int64)


def _within(units: Real, capacity: float | None, placed: Real) -> None:
    """Calls share a capacity with what is ordered in the period, (T, D)."""
    if capacity is not None:
        np.minimum(units, np.maximum(capacity - placed, 0.0), out=units)


def _placed(facts: Facts, plan: Plan, instead: Trade) -> Real:
    """(offer, T, D) units ordered, also where a route fails."""
    found = np.zeros((len(facts.scenario.offers), facts.periods, facts.draws.count))
    for order in plan.orders:
        found[facts.scenario.offer_index[facts.landed.options[order.option].offer], order.period] += order.quantity
    if instead.only is not None:
        units = ordered_instead(facts, plan)[:, None] * instead.only
        np.add.at(found, (instead.purchases.offer, instead.purchases.period), units)
    return found


def _rows(facts: Facts, calls: Trade, lanes: Sequence[int], plan: Plan) -> Whole:
    """(lane, T) the call of a way in a period; -1 where it is not for sale, not qualified, or of no use."""
    scenario, purchases = facts.scenario, calls.purchases
    found = np.full((len(lanes), facts.periods), -1, dtype=np.int64)
    place = {option: lane for lane, option in enumerate(lanes)}
    months = scenario.calendar.months
    useful = most_of_use(facts, calls) > 0
    for row, (option, offer, period) in enumerate(
        zip(purchases.option.tolist(), purchases.offer.tolist(), purchases.period.tolist(), strict=True)
    ):
        if option not in place or not useful[row] or calls.holding[row] < 0:
            continue
        terms = scenario.offers[offer]
        supplier = scenario.supplier_of(terms)
        allowed = (
            (terms.qualified or (terms.offer in plan.qualified_offers), terms.qualification_months, terms.qualified),
            (
                supplier.qualified or (supplier.supplier in plan.qualified_suppliers),
                supplier.qualification_months,
                supplier.qualified,
            ),
        )
        if all(yes and (at_once or period * months >= after - 1e-9) for yes, after, at_once in allowed):
            found[place[option], period] = row
    return found


def _without_calls(facts: Facts, orders: Trade, instead: Trade, plan: Plan) -> tuple[Real, Real, Real]:
    """(H, T, D) positions and arrivals, (H, D) what follows, of what is there at first, signed and ordered, also where
    a route fails.

    All demand counts as due.
    """
    network, periods, draws = facts.network, facts.periods, facts.draws.count
    moved = np.zeros((len(network.stocks), periods + 1, draws))
    arrived = np.zeros((len(network.stocks), periods, draws))
    moved[:, 0] += network.opening[:, None]
    arrived[:, 0] += network.opening[:, None]
    follows = np.zeros((len(network.stocks), draws))
    purchases = orders.purchases
    ordered = units_ordered(facts.scenario, facts.landed, purchases, plan.orders)
    units = np.where(np.isnan(purchases.signed), ordered, purchases.signed)
    for trade, of_rows, signed in (
        (orders, units, False), (orders, units, True), (instead, ordered_instead(facts, plan), False)
    ):  # fmt: skip
        parts = trade.parts(facts, signed=signed)
        amount = np.repeat((of_rows[parts.row] * parts.share)[:, None], draws, axis=1)
        if trade.only is not None:
            amount = amount * trade.only[parts.row]
        stock, period = trade.holding[parts.row], trade.purchases.period[parts.row]
        np.add.at(moved, (stock, np.zeros_like(period) if signed else period), amount)
        part, draw = np.nonzero(parts.comes)
        np.add.at(arrived, (stock[part], parts.serve[part, draw], draw), amount[part, draw])
        np.add.at(follows, stock, amount * parts.follows)
        part, draw = np.nonzero(~parts.comes & ~parts.follows)
        when = np.minimum(np.maximum(parts.serve[part, draw], period[part]), periods)
        np.add.at(moved, (stock[part], when, draw), -amount[part, draw])
    due = facts.due.transpose(1, 2, 0) * network.own_ratio[:, None, None]
    asked = np.zeros((len(network.stocks), periods, draws))
    np.add.at(asked, network.queue_stock, due)
    return np.cumsum(moved[:, :periods] - asked, axis=1), arrived, follows
