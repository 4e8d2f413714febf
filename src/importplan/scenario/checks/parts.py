"""Sheets of the reserve and of parts: terms stand once, usage says how much."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario


def reserve_terms_stand_once(scenario: Scenario) -> Iterator[Issue]:
    """An item is released on one set of terms."""
    first: dict[str, str] = {}
    for row in scenario.reserve_terms:
        at = row.cell("item")
        if row.item in first:
            yield Issue.error("reserve-terms-twice", at, item=row.item, first=first[row.item])
        first.setdefault(row.item, at.cell)


def usage_says_how_much(scenario: Scenario) -> Iterator[Issue]:
    """A part is used up by the year or by the hour."""
    for row in scenario.usage:
        if row.quantity_per_year is None and row.life_hours is None:
            yield Issue.error("usage-without-rate", row.cell("quantity_per_year"))
