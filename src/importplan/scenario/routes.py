"""Which routes may be used for whom: forms that firms accept, who makes, from when, how much.

A firm takes a form of an item only where every line of its demand that is due within the plan accepts it: goods of an
item lie in one stock of the firm, and who is served from it is not asked what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from importplan.basics.labels import accepted as words_of
from importplan.basics.periods import add_months
from importplan.scenario.scenario import HOME, RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route

MACHINE, DOMESTIC = "machine", "domestic"
FORMS = (MACHINE, DOMESTIC, "skd", "parts")  # of a supply that `demand.accepts` may name
SPECIFICATIONS = ("higher", "lower")  # of a substitute
COMPLETE = frozenset({MACHINE, DOMESTIC})  # what a blank accepts


@dataclass(frozen=True)
class Making:
    """A route that makes an item for a firm in need, and the firm that makes it."""

    route: Route
    maker: str
    taker: str
    inputs: tuple[tuple[str, float], ...]  # item, its units for each unit made

    @property
    def key(self) -> tuple[str, str]:
        """Route and taker."""
        return self.route.route, self.taker


@cache
def _forms() -> Mapping[str, str]:
    return {word.casefold(): form for form in FORMS for word in (form, *words_of(f"supply.form.{form}"))}


@cache
def _specifications() -> Mapping[str, str]:
    return {word.casefold(): name for name in SPECIFICATIONS for word in (name, *words_of(f"supply.form.{name}"))}


def specifications_of(words: Iterable[str]) -> frozenset[str]:
    """Of which specification substitutes may be that a line accepts; none where it names none."""
    found = (_specifications().get(word.strip().casefold()) for word in words)
    return frozenset(name for name in found if name is not None)


def form_of(word: str) -> str | None:
    """The form that a word of `demand.accepts` names; None for offers, origins and forms that do not act yet."""
    return _forms().get(word.strip().casefold())


def forms_of(words: Iterable[str]) -> frozenset[str]:
    """The forms that a line accepts: those it names, complete machines where it names none, or an offer or origin."""
    listed = tuple(words)
    named = frozenset(form for word in listed if (form := form_of(word)) is not None)
    elsewhere = any(form_of(word) is None and not specifications_of((word,)) for word in listed)
    return named | COMPLETE if elsewhere or not named else named


def accepted_forms(scenario: Scenario) -> dict[tuple[str, str], frozenset[str]]:
    """(firm, item) → the forms that every line due within the plan accepts."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for line in scenario.demand:
        if scenario.period_due(line) < scenario.calendar.count:
            key = (scenario.firm_of(line), line.item)
            found[key] = found.get(key, frozenset(FORMS)) & forms_of(line.accepts)
    return found


def form_sold(scenario: Scenario, offer: Offer) -> str:
    """What an offer of an item is: a complete machine from abroad, or one made in China."""
    return DOMESTIC if scenario.origin_of(offer) == HOME else MACHINE


def makings(scenario: Scenario) -> tuple[Making, ...]:
    """Every route for every firm that needs its item and accepts its form, by ids; none where it can never be opened.

    A kit or parts that a route does not name make nothing.
    """
    inputs: dict[str, list[RouteInput]] = {}
    for row in scenario.route_inputs:
        inputs.setdefault(row.route, []).append(row)
    forms = accepted_forms(scenario)
    found = []
    for route in sorted(scenario.routes, key=lambda row: row.route):
        used = inputs.get(route.route, [])
        if (not used and route.kind != DOMESTIC) or opening_period(scenario, route) is None:
            continue
        takes: dict[str, float] = {}
        for row in used:
            takes[row.item] = takes.get(row.item, 0.0) + row.quantity / route.yield_share
        for taker, item in sorted(forms):
            if item == route.item and route.kind in forms[taker, item]:
                found.append(Making(route, route.firm or taker, taker, tuple(takes.items())))
    return tuple(found)


def opening_period(scenario: Scenario, route: Route) -> int | None:
    """The first period of the plan that begins on or after `available_from`; None where there is none."""
    calendar, day = scenario.calendar, route.available_from
    if day is None:
        return 0
    days = (calendar.first_day(period) for period in range(calendar.count))
    return next((period for period, first in enumerate(days) if first >= day), None)


def capacities(scenario: Scenario, route: Route) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(T,) units that can be started at most: nothing before a route is open, then its capacity, which grows."""
    opened, periods = opening_period(scenario, route), np.arange(scenario.calendar.count)
    if opened is None:
        return np.zeros(scenario.calendar.count)
    most = np.inf if route.capacity_per_period is None else route.capacity_per_period
    grown = most * (1.0 + route.capacity_growth) ** np.maximum(periods - opened, 0)
    return np.where(periods >= opened, grown, 0.0)


def first_start(scenario: Scenario, route: Route) -> int:
    """The first period in which anything may start: a route is open, and its validation over. T where there is none."""
    calendar, opened = scenario.calendar, opening_period(scenario, route)
    if opened is None:
        return calendar.count
    proven = add_months(calendar.first_day(opened), int(np.ceil(route.validation_months)))
    days = (calendar.first_day(period) for period in range(opened, calendar.count))
    return next((opened + ahead for ahead, first in enumerate(days) if first >= proven), calendar.count)


def opening_payer(scenario: Scenario, payers: Iterable[str]) -> str:
    """Who pays for opening a route: who pays for what is common."""
    known = tuple(payers)
    return RESERVE if RESERVE in known else min(known)
