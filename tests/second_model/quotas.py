"""Quotas of reliefs: what arrives in a year beyond the quota is taxed there, in each draw, at its cost."""

from __future__ import annotations

from collections import defaultdict
from math import inf

from second_model.linear import Linear
from second_model.purchases import Purchase
from second_model.relief import Relief
from second_model.world import World

Key = tuple[int, int | None]  # certificate, year


def write_quotas(world: World, purchases: list[Purchase]) -> None:
    """In each draw units within the quota of each certificate and year are free, all others pay.

    What was cleared before the plan comes first: it has used what it could, and owes nothing beyond it.
    """
    cleared_first = sorted(purchases, key=lambda purchase: not _cleared(purchase))
    for draw in world.draws:
        units: dict[Key, Linear] = defaultdict(Linear)
        value: dict[Key, Linear] = defaultdict(Linear)
        rows: dict[Key, Relief] = {}
        for purchase in cleared_first:
            relief = purchase.relief
            if relief is None or not relief.limited:
                continue
            for part in purchase.parts[draw]:
                if not relief.in_force(world.timeline, part):
                    continue
                key = (world.scenario.qualifications.index(relief.row), relief.quota_year(world.timeline, part))
                arrives = part.share * purchase.units[draw]
                unit_value = purchase.payments[draw].quota_value(part)
                if _cleared(purchase):
                    room = _room(relief, units[key].constant, value[key].constant, unit_value)
                    free = Linear(constant=min(arrives.constant, room))
                else:
                    beyond = world.program.column()
                    world.program.at_most(beyond, arrives)
                    world.accounts.follows(draw, purchase.buyer, purchase.payments[draw].beyond(part), beyond)
                    free = arrives - beyond
                units[key].add(free)
                value[key].add(free, unit_value)
                rows[key] = relief
        for key, relief in rows.items():
            if relief.row.quota_units is not None:
                world.program.at_most(units[key], relief.row.quota_units)
            if relief.row.quota_cny is not None:
                world.program.at_most(value[key], relief.row.quota_cny)


def _cleared(purchase: Purchase) -> bool:
    """Whether it went through customs before the plan."""
    return purchase.payments[0].deal.is_past("cleared")


def _room(relief: Relief, units: float, value: float, unit_value: float) -> float:
    """The units for which a quota has room, of which so many units of so much value have used it."""
    by_units = inf if relief.row.quota_units is None else relief.row.quota_units - units
    by_value = inf if relief.row.quota_cny is None else (relief.row.quota_cny - value) / unit_value
    return max(0.0, min(by_units, by_value))
