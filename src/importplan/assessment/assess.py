"""The assessment of a case: dependence of every item, group and firm, stops of its sources, what falls together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from importplan.assessment.knock_out import FallTogether, KnockOut, falling_together, knock_outs
from importplan.assessment.needs import Coming, Needed
from importplan.assessment.recovery import Recoveries, Stopped
from importplan.assessment.sourcing import SharesBasis, Sourcing, concentration
from importplan.assessment.survival import Survival, Surviving
from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import HOME, RESERVE, Scenario

MONTHS = 12
APART, APART_MONTHS = 2.0, 1.0  # times and months between what a firm says and its stock that are worth a question


@dataclass(frozen=True)
class ItemDependence:
    """On whom an item depends, and how long it lasts without its most dangerous supplier."""

    item: str
    needed: float  # units within the plan
    per_year: float
    value_cny: float  # of a year's need
    rests_on: SharesBasis
    import_share: float
    suppliers: int
    largest: str  # supplier; blank: nobody
    largest_share: float
    country: str  # of origin, the largest
    country_share: float
    hhi: float  # by supplier, 0 to 1
    country_hhi: float
    stock: float
    coming: float  # units of signed orders
    worst: Survival | None  # the stop of one supplier with the largest gap, else the shortest survival

    @property
    def gap_cny(self) -> float:
        """What is short of the worst stop, at the item's value."""
        unit = self.value_cny / self.per_year if self.per_year else 0.0
        return self.worst.gap_units * unit if self.worst else 0.0


@dataclass(frozen=True)
class GroupDependence:
    """Items of a group together, weighted by the value of a year's need."""

    group: str
    items: int
    value_cny: float
    import_share: float
    country: str
    country_share: float
    country_hhi: float
    short: int  # items that last shorter than it takes to recover
    gap_cny: float


@dataclass(frozen=True)
class StatedSurvival:
    """How long a firm says that it lasts without supply, and its stock ÷ its monthly need."""

    firm: str
    item: str
    stated_months: float
    stock: float
    per_month: float

    @property
    def months(self) -> float | None:
        """Months that the stock lasts; None where nothing is needed."""
        return self.stock / self.per_month if self.per_month else None

    @property
    def apart(self) -> bool:
        """Whether the two differ more than twofold and by more than a month."""
        known = self.months
        return (
            known is not None
            and abs(known - self.stated_months) > APART_MONTHS
            and not known / APART <= self.stated_months <= known * APART
        )


@dataclass(frozen=True)
class Assessment:
    """All of it, the most urgent first."""

    scenario: Scenario
    items: tuple[ItemDependence, ...]
    groups: tuple[GroupDependence, ...]
    firms: tuple[Survival, ...]  # of each firm and item alone, where it is short
    knock_outs: tuple[KnockOut, ...]
    together: tuple[FallTogether, ...]
    asked_months: float | None
    stated: tuple[StatedSurvival, ...] = ()  # what firms say themselves

    @property
    def short(self) -> tuple[ItemDependence, ...]:
        """Items that last shorter than it takes to recover, by loss."""
        return tuple(item for item in self.items if item.worst is not None and item.worst.short)

    @property
    def assumed(self) -> tuple[str, ...]:
        """Items whose worst stop is as long as is assumed, since no risk of the case says how long."""
        return tuple(item.item for item in self.items if item.worst and item.worst.recovery.rests_on is Stopped.ASSUMED)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Items whose sources are assumed to be the cheapest ones, since nothing is signed."""
        return tuple(item.item for item in self.items if item.rests_on is SharesBasis.CHEAPEST)


def assess(scenario: Scenario, landed: LandedTable, months: float | None = None) -> Assessment:
    """Assess a case without an optimiser.

    Parameters
    ----------
    scenario, landed
        The case and its landed costs.
    months : float, optional
        How long every stop lasts; None: the mean of the risks that hit the source, else an assumption that is told.
    """
    needed = Needed(scenario)
    sourcing = Sourcing(scenario, landed, needed)
    values = dict(zip(scenario.item_index, landed.reference_value_cny.tolist(), strict=True))
    recoveries = Recoveries(scenario, sourcing, months)
    surviving = Surviving(needed, Coming(scenario), sourcing, recoveries, values)
    items = sorted(
        (_item(surviving, item.item) for item in scenario.items if needed.total(item.item) > 0.0), key=_urgency
    )
    return Assessment(
        scenario=scenario,
        items=tuple(items),
        groups=tuple(_groups(surviving, items)),
        firms=tuple(_firms(surviving)),
        knock_outs=knock_outs(surviving),
        together=falling_together(surviving),
        asked_months=months,
        stated=tuple(_stated(needed, surviving.coming)),
    )


def _stated(needed: Needed, coming: Coming) -> Iterator[StatedSurvival]:
    """Answers of firms on how long they last, those that contradict their stock first."""
    scenario, found = needed.scenario, []
    for row in scenario.stock:
        firm = scenario.owner_of(row)
        if row.survives_months is not None and firm != RESERVE:
            per_month = needed.per_year(row.item, firm) / MONTHS
            stock = coming.stock(row.item, firm)
            found.append(StatedSurvival(firm, row.item, row.survives_months, stock, per_month))
    yield from sorted(found, key=lambda each: (not each.apart, each.firm, each.item))


def _urgency(item: ItemDependence) -> tuple[float, float, str]:
    return -(item.worst.loss_cny if item.worst else 0.0), -item.value_cny, item.item


def _item(surviving: Surviving, item: str) -> ItemDependence:
    scenario, needed, sourcing = surviving.needed.scenario, surviving.needed, surviving.sourcing
    offers = sourcing.offers(item)
    shares = sourcing.shares[offers]
    sellers = [scenario.offers[at].supplier for at in offers]
    origins = [scenario.origin_of(scenario.offers[at]) for at in offers]
    seller, seller_share = _largest(shares.tolist(), sellers)
    country, country_share = _largest(shares.tolist(), origins)
    stops = [surviving.stop(item, _offers_of(scenario, item, name)) for name in dict.fromkeys(sellers)]
    return ItemDependence(
        item=item,
        needed=needed.total(item),
        per_year=needed.per_year(item),
        value_cny=needed.per_year(item) * surviving.values[item],
        rests_on=sourcing.basis(item),
        import_share=float(shares @ np.array([origin != HOME for origin in origins], dtype=np.float64)),
        suppliers=len(set(sellers)),
        largest=seller,
        largest_share=seller_share,
        country=country,
        country_share=country_share,
        hhi=concentration(shares, sellers),
        country_hhi=concentration(shares, origins),
        stock=surviving.coming.stock(item),
        coming=sum(scenario.open_orders[at].quantity for at in surviving.coming.signed(item)),
        worst=min(stops, key=_danger, default=None),
    )


def _danger(stop: Survival) -> tuple[float, float, float, float]:
    lasts = np.inf if stop.survive_months is None else stop.survive_months
    return -stop.loss_cny, -stop.gap_units, lasts, -stop.share


def _offers_of(scenario: Scenario, item: str, supplier: str) -> list[int]:
    return [at for at, row in enumerate(scenario.offers) if row.item == item and row.supplier == supplier]


def _largest(shares: list[float], names: list[str]) -> tuple[str, float]:
    of_name: dict[str, float] = {}
    for name, share in zip(names, shares, strict=True):
        of_name[name] = of_name.get(name, 0.0) + share
    return max(of_name.items(), key=lambda each: (each[1], each[0]), default=("", 0.0))


def _groups(surviving: Surviving, items: list[ItemDependence]) -> Iterator[GroupDependence]:
    scenario, sourcing = surviving.needed.scenario, surviving.sourcing
    of_group: dict[str, list[ItemDependence]] = {}
    for row in items:
        of_group.setdefault(scenario.items[scenario.item_index[row.item]].group, []).append(row)
    for group, rows in sorted(of_group.items(), key=lambda each: -sum(row.value_cny for row in each[1])):
        worth: dict[str, float] = {}
        for row in rows:
            for at in sourcing.offers(row.item):
                origin = scenario.origin_of(scenario.offers[at])
                worth[origin] = worth.get(origin, 0.0) + row.value_cny * float(sourcing.shares[at])
        total = sum(worth.values())
        country, most = max(worth.items(), key=lambda each: (each[1], each[0]), default=("", 0.0))
        yield GroupDependence(
            group=group,
            items=len(rows),
            value_cny=sum(row.value_cny for row in rows),
            import_share=1.0 - worth.get(HOME, 0.0) / total if total else 0.0,
            country=country,
            country_share=most / total if total else 0.0,
            country_hhi=concentration(np.array(list(worth.values())), list(worth)),
            short=sum(row.worst is not None and row.worst.short for row in rows),
            gap_cny=sum(row.gap_cny for row in rows),
        )


def _firms(surviving: Surviving) -> Iterator[Survival]:
    """The worst stop of a supplier for each firm alone, by loss; where there is one firm the items say it already."""
    scenario, found = surviving.needed.scenario, []
    if len(scenario.all_firms) < 2:
        return
    pairs = dict.fromkeys((scenario.firm_of(line), line.item) for line in scenario.demand)
    for firm, item in pairs:
        sellers = dict.fromkeys(scenario.offers[at].supplier for at in surviving.sourcing.offers(item))
        stops = [surviving.stop(item, _offers_of(scenario, item, name), firm) for name in sellers]
        worst = min(stops, key=_danger, default=None)
        if worst is not None and worst.short:
            found.append(worst)
    yield from sorted(found, key=lambda stop: (-stop.loss_cny, stop.firm, stop.item))
