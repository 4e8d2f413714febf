"""Quotas of reliefs: what arrives in a year beyond the quota is taxed there, in each draw, at its cost."""

from __future__ import annotations

from collections import defaultdict

from second_model.linear import Linear
from second_model.purchases import Purchase
from second_model.relief import Relief
from second_model.world import World

Key = tuple[int, int | None]  # certificate, year


def write_quotas(world: World, purchases: list[Purchase]) -> None:
    """In each draw units within the quota of each certificate and year are free, all others pay."""
    for draw in world.draws:
        units: dict[Key, Linear] = defaultdict(Linear)
        value: dict[Key, Linear] = defaultdict(Linear)
        rows: dict[Key, Relief] = {}
        for purchase in purchases:
            relief = purchase.relief
            if relief is None or not relief.limited:
                continue
            for part in purchase.parts[draw]:
                if not relief.in_force(world.timeline, part):
                    continue
                key = (world.scenario.qualifications.index(relief.row), relief.quota_year(world.timeline, part))
                beyond = world.program.column()
                arrives = part.share * purchase.units[draw]
                world.program.at_most(beyond, arrives)
                world.accounts.follows(draw, purchase.buyer, purchase.payments[draw].beyond(part), beyond)
                free = arrives - beyond
                units[key].add(free)
                value[key].add(free, purchase.payments[draw].quota_value(part))
                rows[key] = relief
        for key, relief in rows.items():
            if relief.row.quota_units is not None:
                world.program.at_most(units[key], relief.row.quota_units)
            if relief.row.quota_cny is not None:
                world.program.at_most(value[key], relief.row.quota_cny)
