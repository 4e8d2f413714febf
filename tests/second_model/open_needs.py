"""Needs that are open at the end: what still comes is for them, the rest costs a share of its value ("Sharpened")."""

from __future__ import annotations

from math import inf

from importplan.scenario.scenario import RESERVE
from second_model.bonds import Bond
from second_model.linear import Linear, total
from second_model.makings import COMPLETE
from second_model.payments import Payment
from second_model.purchases import OPEN_NEED_SHARE, may_order
from second_model.queues import Queue
from second_model.reference_value import landed_cost, reference_value
from second_model.stocks import Stock
from second_model.world import World


def write_open_needs(world: World, stocks: list[Stock | Bond], queues: list[Queue]) -> None:
    """In each draw what waits at the end is promised something that still comes, or is open."""
    share = getattr(world.scenario.settings, OPEN_NEED_SHARE, 0.0)
    if share == 0.0:
        return
    for item in world.items:
        there = [queue for queue in queues if queue.item == item]
        for draw in world.draws:
            _write(world, share * _worth(world, item), draw, there, [stock for stock in stocks if stock.item == item])


def _write(world: World, cny: float, draw: int, queues: list[Queue], stocks: list[Stock | Bond]) -> None:
    last = world.timeline.first_day(world.timeline.periods - 1)
    from_reserve: list[Linear] = []
    from_firm: dict[str, list[Linear]] = {}
    for queue in queues:
        released = all(world.takes(queue.firm, queue.item, form) for form in COMPLETE)
        own, pooled = world.program.column(), world.program.column(0.0, inf if released else 0.0)
        from_firm.setdefault(queue.firm, []).append(own)
        from_reserve.append(pooled)
        still_open = world.program.column()
        world.program.at_least(still_open, queue.waiting[draw][-1] - own - pooled)
        world.accounts.follows(draw, queue.firm, [Payment(last, cny, cash=False)], still_open)
    for firm, promised in from_firm.items():
        world.program.at_most(total(promised), _still_comes(world, draw, firm, stocks))
    world.program.at_most(total(from_reserve), _still_comes(world, draw, RESERVE, stocks))


def _still_comes(world: World, draw: int, owner: str, stocks: list[Stock | Bond]) -> Linear:
    """What comes after the plan in a draw: bought, or released by the reserve and held up by consent."""
    return total(
        units
        for stock in stocks
        if stock.owner == owner
        for period, units in stock.comes[draw].items()
        if period >= world.timeline.periods
    )


def _worth(world: World, item: str) -> float:
    """The larger of the reference value and the dearest landed cost of what can be bought within the plan."""
    usable = [
        offer
        for offer in world.scenario.offers
        if offer.item == item and any(may_order(world, offer, period) for period in world.periods)
    ]
    dearest = max((landed_cost(world.scenario, offer) for offer in usable), default=0.0)
    return max(reference_value(world.scenario, world.items[item]), dearest)
