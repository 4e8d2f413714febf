"""Which rule calls are to follow under sampled draws: levels found on the planning draws, in all of them at once.

A stock is looked at by itself, with what it costs to hold, to wait, to be open at the end, and what each call costs in
each draw: one run of the rule through the periods prices it. Levels first cover the needs of so many periods ahead,
alike in all periods, then go up and down state by state and period by period, as long as that pays on more than a few
draws (the mean gain is above two of its standard errors): a level that one draw alone asks for is chance. Stocks that
share no supplier, quota or way do not see each other and are searched at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from importplan.model.case.calling import NEVER, STATES, CallCourse, Calling
from importplan.model.families.open_needs import worth_of_open_needs
from importplan.model.program.build import calling_of
from importplan.model.program.frame import Frame
from importplan.model.program.variables import CALL, STOCK
from importplan.plan.plan import Plan
from importplan.running.clock import Clock
from importplan.scenario.counting import whole_frameworks

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
COVERS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 12.0)  # periods ahead
PASSES = 3
SURE = 2.0  # standard errors of the mean gain that levels of single periods must bring
BOOKED = (0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0, 3.0)  # times what is booked


@dataclass(frozen=True, eq=False)
class Ruled:
    """A plan with a rule, and what it costs by the search's own reckoning: what it books and what calls bring about."""

    plan: Plan
    cost: float


def ruled(frame: Frame, plan: Plan, called: Real, weights: Real, clock: Clock) -> list[Plan]:
    """Plans with rules that cost little, each with what it books: the best two, and that as booked now.

    The search sees no limit and no budget, so that more than one is worth settling.

    Parameters
    ----------
    frame
        The program with the plan's decisions of today held.
    plan
        Decisions of today.
    called : (call, D)
        What a program that sees more would call: where levels may begin.
    weights : (D,)
        What each draw counts.
    clock
        The time there is; what has been found when it is over stands.
    """
    best = _for(frame, plan, called, weights, clock)
    found, now = [best], best
    for name, units in _bookings(frame, plan):
        if clock.left() <= 0:
            break
        bookings = best.plan.bookings | {name: units}
        found.append(_for(frame, replace(best.plan, bookings=bookings), called, weights, clock))
        if found[-1].cost < best.cost:
            best = found[-1]
    first = sorted(found, key=lambda each: each.cost)[:2]
    chosen = first if now in first else [*first, now]
    return [each.plan for each in chosen]


def alike(frame: Frame, plan: Plan, called: Real) -> Plan:
    """The plan with the rule whose levels are those at which (call, D) ends in the mean."""
    calling = calling_of(frame, plan, _ways(frame, plan))
    if not len(calling.lanes):
        return replace(plan, call_rule=())
    search = _Levels(frame, calling, frame.draws.weights)
    return replace(plan, call_rule=search.calling.rule(search.like(called)))


def _bookings(frame: Frame, plan: Plan) -> Iterator[tuple[str, float]]:
    """Other amounts to book, supplier by supplier."""
    whole = whole_frameworks(frame.facts.scenario)
    for row in frame.facts.scenario.suppliers:
        now = plan.bookings.get(row.supplier, 0.0)
        if now <= 0 or row.booking_cost_cny is None:
            continue
        most = np.inf if row.booking_max is None else row.booking_max
        tried = {now}
        for times in BOOKED:
            units = float(np.clip(now * times, row.booking_min, most))
            if row.supplier in whole:
                units = float(np.clip(round(units), np.ceil(row.booking_min), np.floor(most)))
            if units > 0 and units not in tried:
                tried.add(units)
                yield row.supplier, units


def _for(frame: Frame, plan: Plan, called: Real, weights: Real, clock: Clock) -> Ruled:
    calling = calling_of(frame, plan, _ways(frame, plan))
    if not len(calling.lanes):
        return Ruled(replace(plan, call_rule=()), _booked(frame, plan))
    search = _Levels(frame, calling, weights)
    levels = search.best(called, clock)
    cost = float(search.costs(levels).sum(axis=0) @ weights) + _booked(frame, plan)
    return Ruled(replace(plan, call_rule=search.calling.rule(levels)), cost)


def _booked(frame: Frame, plan: Plan) -> float:
    """Discounted CNY of what a plan books."""
    facts, total = frame.facts, 0.0
    for position, row in enumerate(facts.scenario.suppliers):
        first, last = facts.booking_periods(position)
        units, cost = plan.bookings.get(row.supplier, 0.0), row.booking_cost_cny or 0.0
        total += units * cost * float(facts.discount[first:last].sum())
    return total


def _in_draws(frame: Frame, columns: Whole) -> Real:
    """(…, D) discounted CNY of a unit of columns (…, D), each in its draw."""
    draw = np.broadcast_to(frame.every_draw, columns.shape).reshape(-1)
    each = frame.draft.draw_coefficients()[draw, columns.reshape(-1)]
    return np.asarray(each).reshape(columns.shape)


def _ways(frame: Frame, plan: Plan) -> list[int]:
    """Options of suppliers that are booked: for whom waiting costs most first, the cheapest first."""
    facts, calls, scenario = frame.facts, frame.calls, frame.facts.scenario
    dear = np.zeros(len(facts.network.stocks))
    np.maximum.at(dear, facts.network.queue_stock, [queue.shortage_cost_cny for queue in facts.network.queues])
    each = _in_draws(frame, frame.draft.names[CALL]) @ frame.draws.weights
    price: dict[int, float] = {}
    waits: dict[int, float] = {}
    for row, option in enumerate(calls.purchases.option.tolist()):
        supplier = scenario.offers[calls.purchases.offer[row]].supplier
        if calls.holding[row] >= 0 and plan.bookings.get(supplier, 0.0) > 0:
            price[option] = min(price.get(option, np.inf), float(each[row]))
            waits[option] = float(dear[calls.holding[row]])
    return sorted(price, key=lambda option: (-waits[option], price[option], option))


class _Levels:
    """The search for the levels of one plan."""

    def __init__(self, frame: Frame, calling: Calling, weights: Real) -> None:
        self.frame, self.calling, self.weights = frame, calling, weights
        facts, names = frame.facts, frame.draft.names
        self._each_call = _in_draws(frame, names[CALL])
        self._to_hold = _in_draws(frame, names[STOCK][calling.stocks])
        self._open = worth_of_open_needs(facts)[facts.stock_item[calling.stocks]]
        nothing = np.zeros((facts.periods, frame.draws.count))  # parts and substitutes: no queue waits for them
        self._due = [np.sum([nothing, *(queue.due for queue in mine)], axis=0) for mine in calling.queues]
        needed = np.diff(np.stack(self._due), axis=1, prepend=0.0) @ frame.draws.weights
        self._needed = needed[calling.stock]  # (L, T)
        serves = np.array([self._first_serves(rows) for rows in calling.row], dtype=np.int64)
        self._ahead = serves.reshape(len(calling.lanes))

    def _first_serves(self, rows: Whole) -> int:
        """Periods from a call until it serves, if nothing is stopped."""
        row = int(rows[rows >= 0][0])
        trade = self.calling.calls
        _, part = trade.planned.consignments_of(trade.purchases.shipment[[row]])
        return max(0, int(trade.planned.serve[part].min()) - int(trade.purchases.period[row]))

    @cached_property
    def _part_of(self) -> Whole:
        """(L,) number of the ways that see each other: of one stock, supplier or quota."""
        calling, count = self.calling, len(self.calling.lanes)
        marks = [calling.stock, calling.supplier + len(calling.before)]
        first = len(calling.before) + len(self.frame.facts.scenario.suppliers)
        for number, quota in enumerate(calling.quotas):
            under = np.array([any(int(row) in quota.use for row in rows) for rows in calling.row], dtype=bool)
            marks.append(np.where(under, first + number, calling.stock))
        nodes = first + len(calling.quotas)
        ways = np.tile(np.arange(count), len(marks)) + nodes
        joined = coo_matrix((np.ones(len(ways)), (ways, np.concatenate(marks))), shape=(nodes + count,) * 2)
        label = connected_components(joined, directed=False)[1][nodes:]
        found: Whole = np.unique(label, return_inverse=True)[1].reshape(-1).astype(np.int64)
        return found

    def costs(self, levels: Real) -> Real:
        """(part, D) discounted cost of what levels bring about."""
        return self._priced(self.calling.course(levels))

    def _priced(self, course: CallCourse) -> Real:
        calling = self.calling
        found = np.zeros((int(self._part_of.max(initial=-1)) + 1, self.frame.draws.count))
        used, lane = calling.row >= 0, np.broadcast_to(np.arange(len(calling.lanes))[:, None], calling.row.shape)
        rows = calling.row[used]
        np.add.at(found, self._part_of[lane[used]], course.called[rows] * self._each_call[rows])
        discount = self.frame.facts.discount[: self.frame.facts.periods, None]
        part_of = dict(zip(calling.stock.tolist(), self._part_of.tolist(), strict=True))
        for stock, mine in enumerate(calling.queues):
            net = np.cumsum(course.arrived[stock], axis=0) - self._due[stock] + course.lost[stock]
            cost = (np.maximum(net, 0.0) * self._to_hold[stock]).sum(axis=0)
            late = np.maximum(-net, 0.0)
            cost += np.maximum(late[-1] - course.follows[stock], 0.0) * self._open[stock]
            for queue in reversed(mine):  # who is missed least waits first
                waits = np.minimum(late, queue.due)
                late = late - waits
                cost += (waits * discount).sum(axis=0) * queue.cost_cny
            found[part_of[stock]] += cost
        return found

    # --- the search ----------------------------------------------------------------------------------------------

    def best(self, called: Real, clock: Clock) -> Real:
        """(L, T, state) the best levels found."""
        self._levels = self._covering(0.0)
        self._costs = self.costs(self._levels)
        for cover in COVERS[1:]:
            if clock.left() > 0:
                self._try(self._covering(cover))
        # Levels that differ by period must be worth it: those of a program that sees more are full of chance.
        self._try(self.like(called), SURE)
        rank = self._rank()
        for _ in range(PASSES):
            before = float((self._costs @ self.weights).sum())
            for number in range(int(rank.max(initial=-1)) + 1):
                for state in range(len(STATES)):
                    if clock.left() <= 0:
                        return self._levels
                    self._state_by_state(rank == number, state)
                    self._period_by_period(rank == number, state, clock)
            if float((self._costs @ self.weights).sum()) >= before - 1e-9 * abs(before):
                break
        return self._levels

    def _rank(self) -> Whole:
        """(L,) the number of a way within its part."""
        found = np.zeros(len(self._part_of), dtype=np.int64)
        for part in range(int(self._part_of.max(initial=-1)) + 1):
            mine = np.flatnonzero(self._part_of == part)
            found[mine] = np.arange(len(mine))
        return found

    def like(self, called: Real) -> Real:
        """Levels at which calls end in the mean, where a program that sees more calls."""
        calling = self.calling
        after, found = calling.positions_after(called), self._covering(0.0)
        units = np.where((calling.row >= 0)[:, :, None], called[calling.row], 0.0)
        for state in range(len(STATES)):
            weight = np.where((calling.state == state) & (units > 0), self.frame.draws.weights, 0.0)
            total = weight.sum(axis=2)
            mean = np.divide(
                (np.maximum(after, 0.0) * weight).sum(axis=2), total, out=found[:, :, state].copy(), where=total > 0
            )
            found[:, :, state] = self._in_units(mean)
        return found

    def _covering(self, periods: float) -> Real:
        """(L, T, state) what is needed in so many periods beyond those until a call serves."""
        ahead = np.concatenate([np.zeros((len(self._needed), 1)), np.cumsum(self._needed, axis=1)], axis=1)
        last = self._needed.shape[1]
        period = np.arange(last)
        to = np.minimum(period + 1 + self._ahead[:, None] + int(periods), last)
        level = np.take_along_axis(ahead, to, axis=1) - ahead[:, 1:]
        return np.repeat(self._in_units(level)[:, :, None], len(STATES), axis=2)

    @cached_property
    def _unit(self) -> Real:
        """(L, 1) what levels are multiples of: a piece, or a power of ten, a tenth of a period's need at most."""
        mean = np.maximum(self._needed.mean(axis=1), 1e-6)
        tenth = 10.0 ** np.floor(np.log10(mean) - 1.0 + 1e-9)
        return np.where(self.calling.whole, 1.0, tenth)[:, None]

    def _in_units(self, levels: Real) -> Real:
        found: Real = np.round(np.round(levels / self._unit) * self._unit, 12)
        return found

    def _try(self, levels: Real, sure: float = 0.0) -> bool:
        """Take levels, part by part, where they are better; whether any were."""
        costs = self.costs(levels)
        gain = self._costs - costs
        mean = gain @ self.weights
        error = np.sqrt(((gain - mean[:, None]) ** 2) @ self.weights**2)
        better = mean > sure * error + 1e-9 * np.maximum(1.0, np.abs(self._costs @ self.weights))
        mine = better[self._part_of]
        self._levels = np.where(mine[:, None, None], levels, self._levels)
        self._costs = np.where(better[:, None], costs, self._costs)
        return bool(better.any())

    def _state_by_state(self, ways: NDArray[np.bool_], state: int) -> None:
        """Never, or so many periods ahead, in all periods."""
        for covered in (None, *(self._covering(cover) for cover in COVERS)):
            levels = self._levels.copy()
            levels[ways, :, state] = NEVER if covered is None else covered[ways, :, state]
            self._try(levels)

    def _period_by_period(self, ways: NDArray[np.bool_], state: int, clock: Clock) -> None:
        """A step up or down in one period, the last first: a unit, or what a period needs."""
        half = self._needed.mean(axis=1, keepdims=True) / 2
        step = np.maximum(self._in_units(half), self._unit)[:, 0]
        for period in reversed(range(self._needed.shape[1])):
            if not ((self.calling.state[:, period] == state) & (self.calling.row[:, period] >= 0)[:, None]).any():
                continue
            for way in (-1.0, 1.0):
                moved = True
                while moved and clock.left() > 0:
                    levels = self._levels.copy()
                    levels[ways, period, state] = _stepped(levels[ways, period, state], way * step[ways])
                    moved = self._try(levels, SURE)


def _stepped(level: Real, step: Real) -> Real:
    """A step up or down; below nothing a way does not call, and from there the first step up is to nothing."""
    if (step > 0).all():
        return np.where(np.isfinite(level), level + step, 0.0)
    return np.where(level <= 0.0, NEVER, np.maximum(level + step, 0.0))
