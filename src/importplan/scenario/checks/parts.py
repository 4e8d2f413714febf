"""Sheets of the reserve and of parts: terms stand once, usage says how much, nothing is made from itself."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue, told_once
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.reserve_terms import STOCKED
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.spares import told_spares


def reserve_terms_stand_once(scenario: Scenario) -> Iterator[Issue]:
    """An item is released on one set of terms."""
    first: dict[str, str] = {}
    for row in scenario.reserve_terms:
        at = row.cell("item")
        if row.item in first:
            yield Issue.error("reserve-terms-twice", at, item=row.item, first=first[row.item])
        first.setdefault(row.item, at.cell)


def reserve_terms_are_what_they_seem(scenario: Scenario) -> Iterator[Issue]:
    """Interest is subsidised, not more than it; what rotates is not followed lot by lot."""
    rate = scenario.settings.discount_rate
    for row in scenario.reserve_terms:
        if row.interest_subsidy > rate:
            at = row.cell("interest_subsidy")
            yield Issue.warning("subsidy-above-interest", at, item=row.item, share=row.interest_subsidy, rate=rate)
    yield from told_once(
        Issue.warning("reserve-ages-not-followed", row.cell("rotation_months"), also="")
        for row in scenario.reserve_terms
        if row.rotation_months is not None and row.mode in STOCKED
    )


def usage_says_how_much(scenario: Scenario) -> Iterator[Issue]:
    """A part is used up by the year or by the hour."""
    for row in scenario.usage:
        if row.quantity_per_year is None and row.life_hours is None:
            yield Issue.error("usage-without-rate", row.cell("quantity_per_year"))


def needs_follow_from_machines(scenario: Scenario) -> Iterator[Issue]:
    """What installed base and usage add to the needs, and what of them does not act."""
    yield from told_spares(scenario)
    for row in scenario.usage:
        if row.critical and row.shortage_cost_cny is None:
            yield Issue.warning("usage-critical-without-cost", row.cell("shortage_cost_cny"), item=row.item)


def nothing_is_made_from_itself(scenario: Scenario) -> Iterator[Issue]:
    """Routes and what they use form no circle; each circle is told once, at the input that closes it."""
    made = {row.route: row.item for row in scenario.routes}
    uses: dict[str, list[RouteInput]] = {}
    for row in scenario.route_inputs:
        if row.route in made:
            uses.setdefault(made[row.route], []).append(row)
    done: set[str] = set()
    for item in uses:
        yield from _circles(item, uses, made, (), done)


def _circles(
    item: str, uses: dict[str, list[RouteInput]], made: dict[str, str], path: tuple[str, ...], done: set[str]
) -> Iterator[Issue]:
    if item in done:
        return
    for row in uses.get(item, []):
        above = (*path, item)
        if row.item in above:
            circle = " → ".join((*above[above.index(row.item) :], row.item))
            yield Issue.error("route-circle", row.cell("item"), circle=circle)
        else:
            yield from _circles(row.item, uses, made, above, done)
    done.add(item)
