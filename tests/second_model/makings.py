"""Who makes what for whom: forms that firms accept, routes that may be used, when and how much (contract, Routes)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf

from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.routes import Route
from second_model.substituting import substitutions
from second_model.timeline import Timeline, months_later

FORMS = {
    "machine": "machine",
    "domestic": "domestic",
    "skd": "skd",
    "parts": "parts",
    "整机": "machine",
    "国产整机": "domestic",
    "散件组装": "skd",
    "进口零部件制造": "parts",
}
COMPLETE = {"machine", "domestic"}
NOTHING_YET = {"higher", "lower"}


PIECES = frozenset(
    ["台", "套", "台套", "件", "个", "副", "对", "把", "支", "根", "只", "组", "片", "块", "瓶", "桶", "卷", "箱"]
)


@dataclass(frozen=True)
class Making:
    """A route as it serves one firm in need."""

    route: Route
    maker: str
    taker: str
    inputs: tuple[tuple[str, float], ...]  # item, units for each unit made

    @property
    def key(self) -> tuple[str, str]:
        """Routes go in the order of their ids, firms likewise."""
        return self.route.route, self.taker


def accepted(line: Demand) -> set[str]:
    """The forms in which a line takes its item; who names an offer or an origin takes complete machines as well."""
    named = {FORMS[word] for word in line.accepts if word in FORMS}
    elsewhere = any(word not in FORMS and word not in NOTHING_YET for word in line.accepts)
    return named | COMPLETE if elsewhere or not named else named


def accepts(scenario: Scenario, lines: list[Demand], firm: str, item: str, form: str) -> bool:
    """Whether every line of a firm and item takes a form; also where it has none."""
    return all(form in accepted(line) for line in lines if (scenario.firm_of(line), line.item) == (firm, item))


def form_of(scenario: Scenario, offer: Offer) -> str:
    """A complete machine made in China, or another one."""
    return "domestic" if scenario.origin_of(offer) == HOME else "machine"


def makings(scenario: Scenario, lines: list[Demand]) -> list[Making]:
    """Every route for every firm that has a need of its item and takes its form in every line, in order."""
    found = []
    for route in scenario.routes:
        if opening(scenario, route) is None:
            continue
        uses: dict[str, float] = {}
        for row in scenario.route_inputs:
            if row.route == route.route:
                uses[row.item] = uses.get(row.item, 0.0) + row.quantity / route.yield_share
        needy = {scenario.firm_of(line) for line in lines if line.item == route.item}
        instead = {one.firm for one in substitutions(scenario, lines) if one.item == route.item} - needy
        for taker in needy | (instead if route.kind in COMPLETE else set()):
            if accepts(scenario, lines, taker, route.item, route.kind):
                found.append(Making(route, route.firm or taker, taker, tuple(uses.items())))
    return sorted(found, key=lambda making: making.key)


def made_whole(item: Item) -> bool:
    """What counts pieces is started in whole pieces, also where orders of it are planned in fractions."""
    return item.whole_units or item.unit in PIECES


def opening(scenario: Scenario, route: Route) -> int | None:
    """The first period of the plan that begins on or after the day from which a route is to be had."""
    timeline = Timeline.of(scenario.settings)
    if route.available_from is None:
        return 0
    days = [timeline.date_of(timeline.first_day(period)) for period in range(timeline.periods)]
    return next((period for period, day in enumerate(days) if day >= route.available_from), None)


def proven(scenario: Scenario, route: Route, opened: int) -> int:
    """The first period that begins when the months of validation are over; it may lie after the plan."""
    timeline = Timeline.of(scenario.settings)
    over = months_later(timeline.date_of(timeline.first_day(opened)), ceil(route.validation_months))
    period = opened
    while timeline.date_of(timeline.first_day(period)) < over:
        period += 1
    return period


def capacity(route: Route, opened: int, period: int) -> float:
    """Units that may start in a period; the ramp grows with every period since the opening."""
    if route.capacity_per_period is None:
        return inf
    return route.capacity_per_period * (1.0 + route.capacity_growth) ** (period - opened)
