"""Every source stopped one at a time: whom it hits, how long that is borne, what it costs, how often it happens.

A source is a supplier, a maker, a parent of suppliers, a country of origin, a state whose licence is needed, a lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from importplan.assessment.survival import Survival, Surviving
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer

KINDS = ("country", "control", "supplier", "maker", "parent", "lane")


@dataclass(frozen=True)
class KnockOut:
    """A source that stops, and what that does to every item that comes from it."""

    kind: str  # one of KINDS
    who: str
    stops: tuple[Survival, ...]
    depends_cny: float  # value of a year's needs that come from it

    @property
    def short(self) -> tuple[Survival, ...]:
        """Needs that last shorter than it takes to recover."""
        return tuple(stop for stop in self.stops if stop.short)

    @property
    def loss_cny(self) -> float:
        """Loss of waiting for all items, each from its worst day."""
        return sum(stop.loss_cny for stop in self.stops)

    @property
    def per_year(self) -> float:
        """How often it stops, by the risks that hit it; the most of its items."""
        return max((stop.recovery.per_year for stop in self.stops), default=0.0)

    @property
    def loss_per_year_cny(self) -> float:
        """Likelihood × consequence."""
        return self.per_year * self.loss_cny


@dataclass(frozen=True)
class FallTogether:
    """Two suppliers of the same items that one event stops, so that neither stands in for the other."""

    first: str
    second: str
    items: tuple[str, ...]
    why: tuple[tuple[str, str], ...]  # (kind, who): a country, a state, a maker, a parent, a lane, a risk


def sources(scenario: Scenario) -> dict[tuple[str, str], list[int]]:
    """(kind, who) → places of its offers. Goods of this country need nobody's licence and no lane."""
    found: dict[tuple[str, str], list[int]] = {}
    for at, offer in enumerate(scenario.offers):
        for key in _of(scenario, offer):
            found.setdefault(key, []).append(at)
    return found


def _of(scenario: Scenario, offer: Offer) -> Iterator[tuple[str, str]]:
    origin, supplier = scenario.origin_of(offer), scenario.supplier_of(offer)
    if origin != HOME:
        yield "country", origin
        yield from (("control", state) for state in scenario.controllers_of(offer) if state != origin)
    yield "supplier", offer.supplier
    if offer.maker:
        yield "maker", offer.maker
    if supplier.group:
        yield "parent", supplier.group
    if offer.lane:
        yield "lane", offer.lane


def knock_outs(surviving: Surviving) -> tuple[KnockOut, ...]:
    """Every source that something comes from today, the costliest first."""
    scenario, shares = surviving.needed.scenario, surviving.sourcing.shares
    found = []
    for (kind, who), offers in sources(scenario).items():
        by_item: dict[str, list[int]] = {}
        for at in offers:
            by_item.setdefault(scenario.offers[at].item, []).append(at)
        hit = {item: places for item, places in by_item.items() if shares[places].any()}
        if hit:
            stops = tuple(surviving.stop(item, places) for item, places in hit.items())
            worth = (surviving.needed.per_year(stop.item) * surviving.values[stop.item] * stop.share for stop in stops)
            found.append(KnockOut(kind, who, stops, sum(worth)))
    return tuple(sorted(found, key=lambda each: (-each.loss_cny, -each.depends_cny, KINDS.index(each.kind), each.who)))


def falling_together(surviving: Surviving) -> tuple[FallTogether, ...]:
    """Pairs of suppliers that sell the same item and share what may stop them."""
    scenario = surviving.needed.scenario
    traits: dict[str, set[tuple[str, str]]] = {}
    sold: dict[str, set[str]] = {}
    for at, offer in enumerate(scenario.offers):
        own = {key for key in _of(scenario, offer) if key[0] != "supplier"}
        own |= {("risk", risk) for risk in surviving.recoveries.risks_of(at)}
        traits.setdefault(offer.supplier, set()).update(own)
        sold.setdefault(offer.supplier, set()).add(offer.item)
    found = []
    for first, second in combinations(sorted(traits), 2):
        items, why = sold[first] & sold[second], traits[first] & traits[second]
        if items and why:
            order = (*KINDS, "risk")
            told = tuple(sorted(why, key=lambda each: (order.index(each[0]), each[1])))
            found.append(FallTogether(first, second, tuple(sorted(items)), told))
    return tuple(sorted(found, key=lambda each: (-len(each.items), each.first, each.second)))
