"""Routes: what is opened and made is decided today; what starts in a draw is the smaller of planned and there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from math import inf, isfinite

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.routes import Route
from second_model.linear import Linear, total
from second_model.makings import Making, capacity, form_of, made_whole, opening, proven
from second_model.payments import Payment
from second_model.purchases import Purchase, bought_by_draw, may_order
from second_model.stocks import Key, Stock
from second_model.world import World

Input = tuple[str, str]  # maker, item


@dataclass
class Lane:
    """A route for a firm in need: planned today; started and waiting by draw and period."""

    making: Making
    opened: int
    make: list[Linear]
    started: list[list[Linear]] = field(default_factory=list)

    @property
    def inputs(self) -> Iterator[tuple[Input, float]]:
        """What a unit uses, of its maker's stocks."""
        return (((self.making.maker, item), units) for item, units in self.making.inputs)


def write_lanes(world: World) -> list[Lane]:
    """Openings and planned starts, within the capacity of every route."""
    found: list[Lane] = []
    for route, group in groupby(world.makings, key=lambda making: making.route):
        opened = opening(world.scenario, route) or 0
        is_open = world.program.yes_no()
        day = world.timeline.first_day(opened)
        payer = route.firm or world.common_payer
        world.accounts.decided(payer, [Payment(day, route.opening_cost_cny)], is_open)
        lanes = [_lane(world, making, opened, is_open) for making in group]
        for period in world.periods:
            most = capacity(route, opened, period)
            if isfinite(most):
                world.program.at_most(total(lane.make[period] for lane in lanes), most)
        found += lanes
    return found


def _lane(world: World, making: Making, opened: int, is_open: Linear) -> Lane:
    """Nothing starts before validation is over, nor beyond the largest need."""
    most, begins = world.most_made(making), proven(world.scenario, making.route, opened)
    whole = made_whole(world.items[making.route.item])
    make = [world.program.column(0.0, most if t >= begins else 0.0, whole=whole) for t in world.periods]
    world.program.at_most(total(make), most * is_open)
    for period, units in enumerate(make):
        world.accounts.scheduled(making.maker, _local(world, making.route, period), units)
    return Lane(making, opened, make)


def _local(world: World, route: Route, period: int) -> list[Payment]:
    return [Payment(world.timeline.first_day(period), route.local_cost_cny)]


def write_fall_backs(world: World, lanes: list[Lane], purchases: list[Purchase]) -> list[Purchase]:
    """What a route that fails was to make is ordered on the day that is known: by draw, taxed, one order."""
    found: list[Purchase] = []
    for lane in lanes:
        if _fails(world, lane.making.route) and lane.making.route.fallback_offer:
            purchase = _fall_back(world, lane, [*purchases, *found])
            found += [] if purchase is None else [purchase]
    return found


def _fall_back(world: World, lane: Lane, before: list[Purchase]) -> Purchase | None:
    """Nothing where the offer does not stand on that day, or sells what the firm in need does not take."""
    scenario, making = world.scenario, lane.making
    offer = next((row for row in scenario.offers if row.offer == making.route.fallback_offer), None)
    period = proven(scenario, making.route, lane.opened)
    if offer is None or offer.item != making.route.item or period >= world.timeline.periods:
        return None
    if not may_order(world, offer, period) or not world.takes(making.taker, offer.item, form_of(scenario, offer)):
        return None
    units = _within_capacity(world, lane, offer, period, before)
    bought = bought_by_draw(world, offer, making.taker, period, units)
    if offer.order_cost_cny > 0.0 or offer.clearance_cost_cny > 0.0:
        placed = world.program.yes_no()
        world.program.at_most(units, world.most_made(making) * placed)
        _write_fees(world, bought, placed)
    return bought


def _within_capacity(world: World, lane: Lane, offer: Offer, period: int, before: list[Purchase]) -> Linear:
    """What is planned, or what orders of the plan and earlier routes leave of the capacities of that period."""
    supplier = world.scenario.supplier_of(offer)
    if not (offer.qualified and supplier.qualified):
        raise ValueError(f"who must be qualified first is no fall-back in this model: {offer.offer}")
    there = [p for p in before if p.period == period and p.kind in ("order", "fall_back")]
    limits, planned = [], total(lane.make)
    if offer.capacity_per_period is not None:
        own = total(p.units[0] for p in there if p.offer.offer == offer.offer)
        limits.append(Linear(constant=offer.capacity_per_period) - own)
    if supplier.capacity_per_period is not None:
        own = total(p.units[0] for p in there if p.offer.supplier == offer.supplier)
        limits.append(Linear(constant=supplier.capacity_per_period) - own)
    if not limits:
        return planned
    whole, most = made_whole(world.items[offer.item]), world.most_made(lane.making)
    most += sum(limit.constant for limit in limits)
    units = world.program.column(0.0, most, whole=whole)
    _write_start(world, units, [planned, *limits], most, 1.0 - 1e-6 if whole else 0.0)
    return units


def _write_fees(world: World, bought: Purchase, placed: Linear) -> None:
    """One order and one shipment: a fee on the day of the order, clearance as it comes; all of it in the draw."""
    fee = Payment(world.timeline.first_day(bought.period), bought.offer.order_cost_cny)
    for draw in world.draws:
        cleared = [bought.payments[draw].clearance(part) for part in bought.parts[draw]]
        world.accounts.follows(draw, bought.buyer, [fee, *cleared], placed)


def write_starts(world: World, lanes: list[Lane], stocks: dict[Key, Stock], purchases: list[Purchase]) -> None:
    """What starts in each draw: it takes inputs, costs local work, and serves after the assembly."""
    shared = _shared(world, lanes, purchases)
    settled = _settled_freely(lanes, shared)
    _write_schedule(world, lanes, purchases, shared)
    most = _most_there(world, lanes, purchases)
    for draw in world.draws:
        late = _may_be_late(world, lanes, purchases, draw)
        for lane in lanes:
            lane.started.append([])
        waiting = {lane.making.key: Linear() for lane in lanes}
        for period in world.periods:
            for lane in lanes:
                if _fails(world, lane.making.route):
                    _put(world, lane, stocks, draw, period, Linear())
                    continue
                want = waiting[lane.making.key] + lane.make[period]
                free = lane.making.key in settled
                start = world.program.column() if free or late else lane.make[period]
                if free or late:
                    limits = [want, *_there(lane, stocks, draw, period), *_left(lanes, lane, draw, period)]
                    _write_start(world, start, limits, None if free else most)
                waiting[lane.making.key] = want - start
                _put(world, lane, stocks, draw, period, start)


def _fails(world: World, route: Route) -> bool:
    """In draws of the workbook every route succeeds; of sampled ones it is known only where it never does."""
    if world.scenario.draws or route.success_probability == 1.0:
        return False
    if route.success_probability > 0.0:
        raise ValueError(f"sampled draws are not in this model: {route.route} may fail in some")
    return True


def _put(world: World, lane: Lane, stocks: dict[Key, Stock], draw: int, period: int, start: Linear) -> None:
    making, timeline = lane.making, world.timeline
    lane.started[draw].append(start)
    for (maker, item), units in lane.inputs:
        stocks[maker, item, 0.0].goes[draw][period].add(start, units)
    serves = timeline.period_of(timeline.first_day(period) + making.route.lead_time_days)
    stocks[making.taker, making.route.item, 0.0].comes[draw][serves].add(start)
    world.accounts.happens(draw, making.maker, _local(world, making.route, period), start)


def _there(lane: Lane, stocks: dict[Key, Stock], draw: int, period: int) -> list[Linear]:
    """Units that the inputs suffice for, after what earlier lanes have taken in the period."""
    found = []
    for (maker, item), units in lane.inputs:
        stock = stocks[maker, item, 0.0]
        before = stock.held[draw][period - 1] if period else Linear()
        found.append((before + stock.comes[draw][period] - stock.goes[draw][period]) * (1.0 / units))
    return found


def _left(lanes: list[Lane], lane: Lane, draw: int, period: int) -> list[Linear]:
    """What earlier lanes leave of the capacity of a route."""
    most = capacity(lane.making.route, lane.opened, period)
    if not isfinite(most):
        return []
    same = [other for other in lanes if other.making.route is lane.making.route]
    before = total(other.started[draw][period] for other in same[: same.index(lane)])
    return [Linear(constant=most) - before]


def _write_start(world: World, start: Linear, limits: list[Linear], most: float | None, rounded: float = 0.0) -> None:
    """The least of some amounts, of which none is above `most`; without it no more than that: an allocation.

    `rounded`: less than so much may be left of them.
    """
    program = world.program
    for limit in limits:
        program.at_most(start, limit)
    if most is None:
        return
    binds = [program.yes_no() for _ in limits]
    program.equal(total(binds), 1.0)
    for limit, bind in zip(limits, binds, strict=True):
        program.at_least(start, limit - most * (1.0 - bind) - rounded)


def _most_there(world: World, lanes: list[Lane], purchases: list[Purchase]) -> float:
    """More than any limit of a start can come to: all that is planned, and all that its inputs may suffice for."""
    used = {key for lane in lanes for key, _ in lane.inputs}
    least = min((units for lane in lanes for _, units in lane.inputs), default=1.0)
    bought = [p.units[0] for p in purchases if (p.buyer, p.offer.item) in used]
    there = sum(row.quantity for row in world.scenario.stock)
    there += sum(units.constant + sum(world.program.highs[column] for column in units.terms) for units in bought)
    steps = [capacity(lane.making.route, lane.opened, world.timeline.periods) for lane in lanes]
    planned = sum(world.most_made(lane.making) for lane in lanes)
    return planned + there / least + sum(step for step in steps if isfinite(step)) + 1.0


def _shared(world: World, lanes: list[Lane], purchases: list[Purchase]) -> set[Input]:
    """Inputs that something else uses as well: a need of the maker, its calls, releases, what lies in bond."""
    used = {key for lane in lanes for key, _ in lane.inputs}
    needs = {(world.scenario.firm_of(line), line.item) for line in world.lines}
    calls = {(p.buyer, p.offer.item) for p in purchases if p.kind == "call"}
    pooled = {p.offer.item for p in purchases if p.buyer == RESERVE}
    pooled |= {row.item for row in world.scenario.stock if world.scenario.owner_of(row) == RESERVE}
    instead = {(one.firm, one.item) for one in world.substitutions}
    lots = [row for row in world.scenario.stock if row.customs_status == "bonded"]
    bonded = {(world.scenario.owner_of(row), row.item) for row in lots}
    bonded |= {(p.buyer, p.offer.item) for p in purchases if p.bonded}
    return {key for key in used if key in needs | calls | instead | bonded or key[1] in pooled}


def _settled_freely(lanes: list[Lane], shared: set[Input]) -> set[tuple[str, str]]:
    """Lanes that are settled with the whole draw in view: of shared inputs, and what is tied to such lanes."""
    free: set[tuple[str, str]] = set()
    while True:
        inputs = shared | {key for lane in lanes if lane.making.key in free for key, _ in lane.inputs}
        routes = {route for route, _ in free}
        more = {
            lane.making.key
            for lane in lanes
            if lane.making.route.route in routes or any(key in inputs for key, _ in lane.inputs)
        }
        if more == free:
            return free
        free = more


def _write_schedule(world: World, lanes: list[Lane], purchases: list[Purchase], shared: set[Input]) -> None:
    """On the schedule without outages what is planned so far has its inputs."""
    for maker, item in {key for lane in lanes for key, _ in lane.inputs} - shared:
        has = [p for p in purchases if (p.buyer, p.offer.item) == (maker, item)]
        stock = [row for row in world.scenario.stock if (world.scenario.owner_of(row), row.item) == (maker, item)]
        for period in world.periods:
            there = total(row.quantity for row in stock)
            for purchase in has:
                come = sum(part.share for part in purchase.planned if part.period(world.timeline) <= period)
                there.add(purchase.units[0], come)
            uses = Linear()
            for lane in lanes:
                units = dict(lane.inputs).get((maker, item), 0.0)
                uses.add(total(lane.make[: period + 1]), units)
            world.program.at_most(uses, there)


def _may_be_late(world: World, lanes: list[Lane], purchases: list[Purchase], draw: int) -> bool:
    """Whether an input may come later in a draw than on the schedule; else all starts as it is planned."""
    used = {key for lane in lanes for key, _ in lane.inputs}

    def latest(purchase: Purchase, parts: int | None) -> float:
        there = purchase.planned if parts is None else purchase.parts[parts]
        return max((part.period(world.timeline) for part in there), default=-inf)

    return any(
        (purchase.buyer, purchase.offer.item) in used and latest(purchase, draw) > latest(purchase, None)
        for purchase in purchases
    )
