"""Quotas of reliefs: what arrives in a year beyond the quota is taxed there, in each draw, at its cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import inf

from second_model.bonds import Clearance
from second_model.linear import Linear
from second_model.purchases import Purchase
from second_model.relief import Relief
from second_model.world import World

Key = tuple[int, int | None]  # certificate, year


def write_quotas(world: World, purchases: list[Purchase], clearances: list[Clearance]) -> None:
    """In each draw units within the quota of each certificate and year are free, all others pay.

    What leaves bond under a certificate is within its quota; the rest leaves the ordinary way.

    What was cleared before the plan comes first: it has used what it could, and owes nothing beyond it.
    """
    cleared_first = sorted(purchases, key=lambda purchase: not _cleared(purchase))
    for draw in world.draws:
        used = _Used()
        for purchase in cleared_first:
            if purchase.relief is not None and purchase.relief.limited:
                _put_arrivals(world, used, purchase, purchase.relief, draw)
        for one in clearances:
            if one.draw == draw and one.relief is not None and one.relief.limited:
                day = world.timeline.first_day(one.period)
                used.add(_key(world, one.relief, day), one.relief, one.units, one.unit_value)
        for key, relief in used.rows.items():
            if relief.row.quota_units is not None:
                world.program.at_most(used.units[key], relief.row.quota_units)
            if relief.row.quota_cny is not None:
                world.program.at_most(used.value[key], relief.row.quota_cny)


@dataclass
class _Used:
    """What a draw takes of each quota."""

    units: dict[Key, Linear] = field(default_factory=lambda: defaultdict(Linear))
    value: dict[Key, Linear] = field(default_factory=lambda: defaultdict(Linear))
    rows: dict[Key, Relief] = field(default_factory=dict)

    def add(self, key: Key, relief: Relief, free: Linear, unit_value: float) -> None:
        """Units that are free, each of so much customs value."""
        self.units[key].add(free)
        self.value[key].add(free, unit_value)
        self.rows[key] = relief


def _key(world: World, relief: Relief, day: float) -> Key:
    return world.scenario.qualifications.index(relief.row), relief.quota_year(world.timeline, day)


def _put_arrivals(world: World, used: _Used, purchase: Purchase, relief: Relief, draw: int) -> None:
    for part in purchase.parts[draw]:
        if not relief.in_force(world.timeline, part):
            continue
        key = _key(world, relief, part.port)
        arrives = part.share * purchase.units[draw]
        unit_value = purchase.payments[draw].quota_value(part)
        if _cleared(purchase):
            room = _room(relief, used.units[key].constant, used.value[key].constant, unit_value)
            free = Linear(constant=min(arrives.constant, room))
        else:
            beyond = world.program.column()
            world.program.at_most(beyond, arrives)
            world.accounts.follows(draw, purchase.buyer, purchase.payments[draw].beyond(part), beyond)
            free = arrives - beyond
        used.add(key, relief, free, unit_value)


def _cleared(purchase: Purchase) -> bool:
    """Whether it went through customs before the plan."""
    return purchase.payments[0].deal.is_past("cleared")


def _room(relief: Relief, units: float, value: float, unit_value: float) -> float:
    """The units for which a quota has room, of which so many units of so much value have used it."""
    by_units = inf if relief.row.quota_units is None else relief.row.quota_units - units
    by_value = inf if relief.row.quota_cny is None else (relief.row.quota_cny - value) / unit_value
    return max(0.0, min(by_units, by_value))
