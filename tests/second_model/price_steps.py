"""Price breaks: an order pays for all its units the price of the highest quantity that it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf

from importplan.scenario.schema.offers import Offer
from second_model.purchase_sizes import most_of_use, next_size
from second_model.world import World

BELOW_A_STEP = 0.99999  # of its quantity: the largest order by measure that does not reach it


@dataclass(frozen=True)
class Step:
    """Orders of some sizes, and what each of their units costs."""

    price: float  # per unit, in the currency of the offer
    least: float  # units; 0 where nothing but lots and whole units sets it
    most: float


def steps_of(world: World, offer: Offer, buyer: str) -> tuple[Step, ...]:
    """The steps that an order may be at, by size; one without price breaks."""
    of_use = most_of_use(world, offer, buyer)
    rows = sorted(
        (row.from_quantity, row.unit_price) for row in world.scenario.price_breaks if row.offer == offer.offer
    )
    if not rows or offer.contract == "framework":
        return (Step(offer.unit_price, offer.min_order, of_use),)
    if rows[0][0] > 0.0:
        rows.insert(0, (0.0, offer.unit_price))
    found, paid_at_most_of_use = [], next(price for begins, price in reversed(rows) if begins <= of_use * (1 + 1e-9))
    for number, (begins, price) in enumerate(rows):
        last = _last_below(world, offer, rows[number + 1][0]) if number + 1 < len(rows) else inf
        least = next_size(world, offer, max(begins, offer.min_order)) if begins > 0.0 else offer.min_order
        if least <= of_use:
            most = min(last, of_use)
        elif least * price < of_use * paid_at_most_of_use:
            most = min(last, least)  # more than is of use, for less
        else:
            continue
        if least <= most:
            found.append(Step(price, least, most))
    return tuple(found)


def _last_below(world: World, offer: Offer, begins: float) -> float:
    """The largest order that does not reach a step."""
    if offer.lot_size:
        return offer.lot_size * floor((begins - 1e-9) / offer.lot_size)
    return ceil(begins - 1e-9) - 1.0 if world.items[offer.item].whole_units else BELOW_A_STEP * begins
