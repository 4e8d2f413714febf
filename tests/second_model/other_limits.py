"""Limits on service, tax, booking and the reserve."""

from __future__ import annotations

from collections.abc import Callable

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.limits import Limit
from second_model.bonds import Bond
from second_model.frameworks import Bookings, window
from second_model.linear import Linear, total
from second_model.queues import Queue
from second_model.scope import excess_in_draw, excess_of_plan, item_sets, subjects
from second_model.stocks import Stock
from second_model.world import World

Measure = Callable[[int], Linear]  # draw → what a limit measures, less what is allowed


def write_other_limits(world: World, queues: list[Queue], stocks: list[Stock | Bond], booked: Bookings) -> None:
    """The rows of every limit that is not about the mix of purchases."""
    write = {
        "min_fill_rate": lambda limit: _write_fill_rate(world, limit, queues),
        "max_shortage": lambda limit: _write_shortage(world, limit, queues),
        "max_tax": lambda limit: _write_tax(world, limit),
        "min_booked_capacity": lambda limit: _write_booked(world, limit, booked),
        "max_booking_cost": lambda limit: _write_booking_cost(world, limit, booked),
        "min_reserve": lambda limit: _write_reserve(world, limit, stocks, -1.0),
        "max_reserve": lambda limit: _write_reserve(world, limit, stocks, 1.0),
    }
    for limit in world.scenario.limits:
        if limit.rule in write:
            write[limit.rule](limit)


def _write_below(world: World, limit: Limit, over: Measure) -> None:
    """What is over a limit is nothing, or is paid for: in each draw, or in the mean."""
    if limit.within == "each_draw":
        for draw in world.draws:
            world.program.at_most(over(draw), excess_in_draw(world, limit, draw))
    else:
        mean = total(world.courses[draw].weight * over(draw) for draw in world.draws)
        world.program.at_most(mean, excess_of_plan(world, limit))


def _concerned(world: World, limit: Limit, queues: list[Queue]) -> list[list[Queue]]:
    return [
        [q for q in queues if q.item in items and q.firm in firms and limit.priority in ("all", str(q.priority))]
        for items in item_sets(world, limit)
        for firms in subjects(limit, world.firms)
    ]


def _write_fill_rate(world: World, limit: Limit, queues: list[Queue]) -> None:
    """Of what is due in the interval a share is served in its own period; what is served counts for new needs first."""
    periods = world.timeline.interval(limit.from_day, limit.to_day)
    for there in _concerned(world, limit, queues):
        late = [[_late(world, queue, draw, t) for queue in there for t in periods] for draw in world.draws]

        def over(draw: int, there: list[Queue] = there, late: list[list[Linear]] = late) -> Linear:
            due = sum(queue.due[draw][t] for queue in there for t in periods)
            return total(late[draw]) - (1.0 - limit.value) * due

        _write_below(world, limit, over)


def _late(world: World, queue: Queue, draw: int, period: int) -> Linear:
    late = world.program.column()
    world.program.at_least(late, queue.due[draw][period] - queue.served[draw][period])
    return late


def _write_shortage(world: World, limit: Limit, queues: list[Queue]) -> None:
    for there in _concerned(world, limit, queues):
        for t in world.timeline.interval(limit.from_day, limit.to_day):

            def over(draw: int, t: int = t, there: list[Queue] = there) -> Linear:
                return total(queue.waiting[draw][t] for queue in there) - limit.value

            _write_below(world, limit, over)


def _write_tax(world: World, limit: Limit) -> None:
    """Duty and import VAT paid on arrival in the interval, deductible or not."""
    periods = world.timeline.interval(limit.from_day, limit.to_day)
    payers = [*world.firms, RESERVE] if world.scenario.has_reserve else world.firms
    for who in subjects(limit, payers):

        def over(draw: int, who: list[str] = who) -> Linear:
            return total(world.accounts.tax[draw][payer, t] for payer in who for t in periods) - limit.value

        _write_below(world, limit, over)


def _write_booked(world: World, limit: Limit, booked: Bookings) -> None:
    for sellers in subjects(limit, list(booked)):
        units = total(booked[seller] for seller in sellers)
        world.program.at_least(units + excess_of_plan(world, limit), limit.value)


def _write_booking_cost(world: World, limit: Limit, booked: Bookings) -> None:
    rows = {supplier.supplier: supplier for supplier in world.scenario.suppliers}
    periods = world.timeline.interval(limit.from_day, limit.to_day)
    for sellers in subjects(limit, list(booked)):
        cost = Linear()
        for seller in sellers:
            paid = [t for t in window(world, rows[seller]) if t in periods]
            cost.add(booked[seller], (rows[seller].booking_cost_cny or 0.0) * len(paid))
        world.program.at_most(cost, limit.value + excess_of_plan(world, limit))


def _write_reserve(world: World, limit: Limit, stocks: list[Stock | Bond], sign: float) -> None:
    """Units in the reserve's stock at the end of every period of the interval."""
    for items in item_sets(world, limit):
        own = [stock for stock in stocks if stock.owner == RESERVE and stock.item in items]
        for t in world.timeline.interval(limit.from_day, limit.to_day):

            def over(draw: int, t: int = t, own: list[Stock | Bond] = own) -> Linear:
                return sign * (total(stock.held[draw][t] for stock in own) - limit.value)

            _write_below(world, limit, over)
