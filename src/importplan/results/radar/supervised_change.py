"""Stock under supervision under two catalogs: how long it stays so, and what a transfer would make up.

Goods that were released under a relief keep it: lists and editions are asked on the day of declaration. What a change
can move is the term (that of the day of release), and the rates of what a transfer makes up, where the rules take those
of the day of transfer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.catalog.load import Catalog
from importplan.customs.relief.supervision import MakeUp
from importplan.results.views.supervised import SupervisedLot, in_stock
from importplan.scenario.scenario import Scenario


@dataclass(frozen=True)
class CatalogedCase:
    """A case and one catalog."""

    scenario: Scenario
    catalog: Catalog


@dataclass(frozen=True)
class LotChange:
    """A lot under both catalogs. `day` is the first on which a transfer makes up another sum, else today."""

    before: SupervisedLot
    after: SupervisedLot
    day: date
    was: MakeUp | None  # what a transfer on that day makes up; None where something is not on record
    now: MakeUp | None
    rate_day: str  # whose rates apply under NEW: `transfer` or `release`

    @property
    def change_cny(self) -> Decimal | None:
        """More to make up under NEW, None where one of both is not known."""
        return None if self.was is None or self.now is None else self.now.total_cny - self.was.total_cny

    @property
    def affected(self) -> bool:
        """Whether term or sum differ."""
        return self.before.end != self.after.end or bool(self.change_cny)


def lot_changes(scenario: Scenario, old: Catalog, new: Catalog, today: date) -> tuple[LotChange, ...]:
    """All stock under relief; the change is looked for on every day from today on which a rule changes."""
    sides = [CatalogedCase(scenario, catalog) for catalog in (old, new)]
    pairs = zip(*(in_stock(side) for side in sides), strict=True)
    days = sorted({today} | {day for side in sides for day in side.catalog.change_days() if day > today})
    return tuple(_change(sides, one, two, days) for one, two in pairs)


def _change(sides: list[CatalogedCase], one: SupervisedLot, two: SupervisedLot, days: list[date]) -> LotChange:
    found = list(_on(sides, one, two, days))
    moved = next((change for change in found if change.change_cny), None)
    return moved or found[0]


def _on(sides: list[CatalogedCase], one: SupervisedLot, two: SupervisedLot, days: list[date]) -> Iterator[LotChange]:
    end = max((lot.end for lot in (one, two) if lot.end is not None), default=None)
    for day in days:
        if day > days[0] and (end is None or day >= end):
            return
        of_day = max(day, one.released) if one.released else day
        yield LotChange(
            one,
            two,
            of_day,
            one.transferred(sides[0], of_day),
            two.transferred(sides[1], of_day),
            sides[1].catalog.supervision.rate_day,
        )
