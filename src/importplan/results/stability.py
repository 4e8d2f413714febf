"""How stable an advice is: the case planned again on other draws, and in how many of the plans each order stands.

An order is the same where item, buyer and source are; its units in a plan are those of all its orders there. What at
least nine plans of ten order is **common**: it does not hang on the draws and may be signed. The rest is held until
more is known. Where no source of an item has it in nine of ten, several are equally good: the draws decide between
them, not the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.plan.plan import DUST
from importplan.results.differing import Ordered

Real = NDArray[np.float64]
Key = tuple[str, str, str]  # item, buyer, offer
COMMON = 0.9  # of the plans


@dataclass(frozen=True)
class OrderStability:
    """Orders of an item, buyer and source over all plans, the advised one first."""

    item: str
    buyer: str
    offer: str
    units: Real  # (plan,)
    first: tuple[date | None, ...]  # (plan,) first contract day

    @property
    def advised(self) -> float:
        """Units of the advised plan."""
        return float(self.units[0])

    @property
    def plans(self) -> int:
        """In how many plans it stands."""
        return int((self.units > DUST).sum())

    @property
    def common(self) -> float:
        """Units that at least nine plans of ten order, of those that are advised."""
        ordered = np.sort(self.units)
        at = int(np.floor((1.0 - COMMON) * len(ordered) + 1e-9))
        return float(min(self.advised, ordered[at]))

    @property
    def held(self) -> float:
        """Advised units that are not common."""
        return self.advised - self.common

    @property
    def earliest(self) -> date | None:
        """The first contract day of the advised plan; that of others where it has none."""
        return self.first[0] or min((day for day in self.first if day), default=None)


@dataclass(frozen=True)
class EquallyGood:
    """Sources of an item and buyer none of which stands in nine plans of ten, with in how many each does."""

    item: str
    buyer: str
    sources: tuple[tuple[str, int], ...]  # (offer, plans), the most frequent first


@dataclass(frozen=True)
class Stability:
    """All plans, the advised one first."""

    plans: tuple[dict[Key, Ordered], ...]
    objectives: tuple[float, ...]  # CNY, each on its own draws
    seeds: tuple[int, ...]
    draws: int
    lost: int  # plans that were not found in time

    @property
    def count(self) -> int:
        """How many plans there are."""
        return len(self.plans)

    @cached_property
    def orders(self) -> tuple[OrderStability, ...]:
        """Every source of every item and buyer: those to be signed first come first."""
        keys = dict.fromkeys(key for plan in self.plans for key in plan)
        found = [
            OrderStability(
                *key,
                np.array([plan.get(key, Ordered()).units for plan in self.plans]),
                tuple(plan.get(key, Ordered()).first for plan in self.plans),
            )
            for key in keys
        ]

        def standing(row: OrderStability) -> tuple[bool, date, str, str]:
            return not row.advised, row.earliest or date.max, row.item, row.offer

        return tuple(sorted(found, key=standing))

    @cached_property
    def equally_good(self) -> tuple[EquallyGood, ...]:
        """Items for which the draws decide from whom to buy."""
        of_item: dict[tuple[str, str], list[OrderStability]] = {}
        for row in self.orders:
            of_item.setdefault((row.item, row.buyer), []).append(row)
        found = []
        for (item, buyer), rows in of_item.items():
            often = sorted(((row.offer, row.plans) for row in rows), key=lambda each: (-each[1], each[0]))
            unsure = [row for row in rows if row.advised and row.common <= DUST]
            if unsure and len(often) > 1:
                found.append(EquallyGood(item, buyer, tuple(often)))
        return tuple(found)

    @property
    def stable(self) -> bool:
        """Whether all that is advised is common."""
        return all(row.held <= DUST for row in self.orders)


def share_common(orders: Sequence[OrderStability], worth: dict[Key, float]) -> float:
    """Share of the advised value that is common; `worth` is CNY of a unit."""
    total = sum(row.advised * worth.get((row.item, row.buyer, row.offer), 0.0) for row in orders)
    common = sum(row.common * worth.get((row.item, row.buyer, row.offer), 0.0) for row in orders)
    return common / total if total else 1.0
