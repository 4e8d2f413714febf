"""What a limit speaks of: sets of items and subjects, each by itself or all together."""

from __future__ import annotations

from importplan.scenario.schema.limits import Limit
from second_model.linear import Linear
from second_model.payments import Payment
from second_model.world import World

Together = list[str]


def item_sets(world: World, limit: Limit) -> list[Together]:
    """The sets of items for each of which a limit holds."""
    if limit.item == "each":
        return [[item] for item in world.items]
    if limit.item == "all":
        return [list(world.items)]
    if limit.item.startswith("group:"):
        return [[item.item for item in world.items.values() if f"group:{item.group}" == limit.item]]
    return [[limit.item]]


def subjects(limit: Limit, everybody: list[str]) -> list[Together]:
    """The sets of firms, suppliers or payers for each of which a limit holds."""
    if limit.who == "each":
        return [[one] for one in everybody]
    return [everybody] if limit.who == "all" else [[limit.who]]


def excess_of_plan(world: World, limit: Limit) -> Linear:
    """How far the plan may go beyond a limit: not at all, or at a price that is known now."""
    if limit.soft_cost_cny is None:
        return Linear()
    excess = world.program.column()
    world.accounts.decided("", [Payment(0.0, limit.soft_cost_cny, cash=False)], excess)
    return excess


def excess_in_draw(world: World, limit: Limit, draw: int) -> Linear:
    """How far a draw may go beyond a limit."""
    if limit.soft_cost_cny is None:
        return Linear()
    excess = world.program.column()
    world.accounts.follows(draw, "", [Payment(0.0, limit.soft_cost_cny, cash=False)], excess)
    return excess
