"""From whom each item comes today: what is signed; where nothing is, the cheapest offers that may be bought from.

    share of an offer = its signed units / all signed units of the item
    nothing signed    the yearly need goes to the cheapest offer that is qualified and open today, what is beyond its
                      capacity to the next

Signed contracts are facts; the other is an assumption, and is told as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.assessment.needs import Needed
from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]


class SharesBasis(Enum):
    """What shares of sources rest on."""

    SIGNED = "signed"
    CHEAPEST = "cheapest"
    NONE = "none"  # nobody may sell it today


@dataclass(frozen=True)
class Sourcing:
    """Shares of the offers in what is needed of each item."""

    scenario: Scenario
    landed: LandedTable
    needed: Needed

    @cached_property
    def shares(self) -> Real:
        """(offer,) share of the item's need; those of an item add up to 1 at most."""
        found = np.zeros(len(self.scenario.offers))
        for item in self.scenario.items:
            for offer, share in self._of(item.item):
                found[self.scenario.offer_index[offer.offer]] = share
        return found

    def basis(self, item: str) -> SharesBasis:
        """What the shares of an item rest on."""
        if self._signed(item):
            return SharesBasis.SIGNED
        return SharesBasis.CHEAPEST if any(True for _ in self._cheapest(item)) else SharesBasis.NONE

    def offers(self, item: str) -> list[int]:
        """Places of the offers of an item from which it comes."""
        return [at for at, offer in enumerate(self.scenario.offers) if offer.item == item and self.shares[at] > 0.0]

    def _of(self, item: str) -> Iterator[tuple[Offer, float]]:
        signed = self._signed(item)
        total = sum(units for _, units in signed)
        yield from ((offer, units / total) for offer, units in signed) if signed else self._cheapest(item)

    def _signed(self, item: str) -> list[tuple[Offer, float]]:
        units: dict[str, float] = {}
        for row in self.scenario.open_orders:
            units[row.offer] = units.get(row.offer, 0.0) + row.quantity
        return [(offer, units[offer.offer]) for offer in self._sold(item) if units.get(offer.offer, 0.0) > 0.0]

    def _cheapest(self, item: str) -> Iterator[tuple[Offer, float]]:
        need = self.needed.per_year(item)
        left = 1.0
        for offer in sorted(self._open_today(item), key=lambda each: (self._cost[each.offer], each.offer)):
            capacity = self.yearly_capacity(offer)
            share = min(left, capacity / need) if need > 0.0 else left
            if share > 0.0:
                yield offer, share
            left -= share
            if left <= 0.0:
                break

    def yearly_capacity(self, offer: Offer) -> float:
        """Units a year that an offer, and its supplier, can sell; infinite where neither says."""
        limits = (offer.capacity_per_period, self.scenario.supplier_of(offer).capacity_per_period)
        per_period = min((limit for limit in limits if limit is not None), default=np.inf)
        return per_period * self.scenario.calendar.per_year

    def _open_today(self, item: str) -> Iterator[Offer]:
        for offer in self._sold(item):
            qualified = offer.qualified and self.scenario.supplier_of(offer).qualified
            start = self.scenario.settings.start
            begins = offer.from_day is None or offer.from_day <= start
            if qualified and begins and offer.offer in self._cost:
                yield offer

    def _sold(self, item: str) -> Iterator[Offer]:
        return (offer for offer in self.scenario.offers if offer.item == item)

    @cached_property
    def _cost(self) -> dict[str, float]:
        """Offer → CNY of a unit for who pays least, at the start."""
        found: dict[str, float] = {}
        for option, cost in zip(self.landed.options, self.landed.cost_cny()[:, 0].tolist(), strict=True):
            if not option.in_bond:
                found[option.offer] = min(cost, found.get(option.offer, cost))
        return found


def concentration(shares: Real, names: list[str]) -> float:
    """Herfindahl-Hirschman index, 0 to 1, of shares (n,) by name; 0 where there are none."""
    of_name: dict[str, float] = {}
    for name, share in zip(names, shares.tolist(), strict=True):
        of_name[name] = of_name.get(name, 0.0) + share
    total = sum(of_name.values())
    return sum((share / total) ** 2 for share in of_name.values()) if total > 0.0 else 0.0
