"""Sizes in which an offer is sold, and the most that an order of it could be of use."""

from __future__ import annotations

from math import ceil

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from second_model.world import World


def next_size(world: World, offer: Offer, units: float) -> float:
    """The next size that is sold: lots, whole units."""
    if offer.lot_size:
        return offer.lot_size * ceil(units / offer.lot_size - 1e-9)
    return float(ceil(units - 1e-9)) if world.items[offer.item].whole_units else units


def most_of_use(world: World, offer: Offer, buyer: str) -> float:
    """The most that an order could be of use in some draw, up to the next lot and the smallest order."""
    needed = world.most_needed(buyer, offer.item)
    if buyer == RESERVE:
        needed += world.floor_of_reserve(offer.item)
    shares = {course.ships(offer.offer, t) for course in world.courses for t in world.periods} - {0.0}
    return next_size(world, offer, max(needed / min(shares, default=1.0), offer.min_order))
