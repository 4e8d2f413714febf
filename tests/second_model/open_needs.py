"""Needs that are open at the end: what nobody has ordered costs a share of its value (section "Sharpened")."""

from __future__ import annotations

from importplan.scenario.scenario import RESERVE
from second_model.linear import Linear, total
from second_model.payments import Payment
from second_model.purchases import OPEN_NEED_SHARE, Purchase, may_order
from second_model.queues import Queue
from second_model.reference_value import landed_cost, reference_value
from second_model.world import World


def write_open_needs(world: World, purchases: list[Purchase], queues: list[Queue]) -> None:
    """In each draw what waits at the end is promised something that still comes, or is open."""
    share = getattr(world.scenario.settings, OPEN_NEED_SHARE, 0.0)
    if share == 0.0:
        return
    for item in world.items:
        there = [queue for queue in queues if queue.item == item]
        for draw in world.draws:
            _write(world, share * _worth(world, item), draw, there, [p for p in purchases if p.offer.item == item])


def _write(world: World, cny: float, draw: int, queues: list[Queue], purchases: list[Purchase]) -> None:
    last = world.timeline.first_day(world.timeline.periods - 1)
    from_reserve: list[Linear] = []
    from_firm: dict[str, list[Linear]] = {}
    for queue in queues:
        own, pooled = world.program.column(), world.program.column()
        from_firm.setdefault(queue.firm, []).append(own)
        from_reserve.append(pooled)
        still_open = world.program.column()
        world.program.at_least(still_open, queue.waiting[draw][-1] - own - pooled)
        world.accounts.follows(draw, queue.firm, [Payment(last, cny, cash=False)], still_open)
    for firm, promised in from_firm.items():
        world.program.at_most(total(promised), _still_comes(world, draw, firm, purchases))
    world.program.at_most(total(from_reserve), _still_comes(world, draw, RESERVE, purchases))


def _still_comes(world: World, draw: int, buyer: str, purchases: list[Purchase]) -> Linear:
    """What has been bought and arrives after the plan in a draw."""
    return total(
        part.share * purchase.units[draw]
        for purchase in purchases
        if purchase.buyer == buyer
        for part in purchase.parts[draw]
        if part.period(world.timeline) >= world.timeline.periods
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
