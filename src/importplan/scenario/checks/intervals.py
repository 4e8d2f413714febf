"""Intervals begin before they end, and lie in the plan."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario

# Sheet → attributes and column keys of its interval, and whether one outside the plan has no effect.
INTERVALS = (
    ("budgets", "from_day", "to_day", "from", "to", True),
    ("limits", "from_day", "to_day", "from", "to", True),
    ("offers", "from_day", "to_day", "from", "to", True),
    ("events", "from_day", "to_day", "from", "to", True),
    ("suppliers", "booking_from", "booking_to", "booking_from", "booking_to", True),
    ("qualifications", "valid_from", "valid_to", "valid_from", "valid_to", False),
)


def intervals_run_forward(scenario: Scenario) -> Iterator[Issue]:
    """The first day of an interval is not after its last."""
    for sheet, first_name, last_name, first_key, _last_key, _planned in INTERVALS:
        for row in getattr(scenario, sheet):
            first, last = getattr(row, first_name), getattr(row, last_name)
            if first is not None and last is not None and first > last:
                yield Issue.error("interval-reversed", row.cell(first_key), first=first, last=last)


def intervals_touch_the_plan(scenario: Scenario) -> Iterator[Issue]:
    """An interval in other years than the plan has no effect; usually the year is a slip."""
    periods = scenario.calendar
    for sheet, first_name, last_name, first_key, last_key, planned in INTERVALS:
        for row in getattr(scenario, sheet) if planned else ():
            first, last = getattr(row, first_name), getattr(row, last_name)
            begins_after = first is not None and periods.index_of(first) >= periods.count
            ends_before = last is not None and periods.index_of(last) < 0
            if begins_after or ends_before:
                at = row.cell(first_key if begins_after else last_key)
                yield Issue.warning("interval-outside-horizon", at, first=first or "…", last=last or "…")


def reliefs_are_in_force(scenario: Scenario) -> Iterator[Issue]:
    """A relief that ended before the plan begins frees nothing."""
    for row in scenario.qualifications:
        if row.valid_to is not None and row.valid_to < scenario.settings.start:
            yield Issue.warning("qualification-expired", row.cell("valid_to"), last=row.valid_to)
