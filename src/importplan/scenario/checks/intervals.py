"""Intervals begin before they end, and lie in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from importplan.basics.issues import Issue
from importplan.basics.periods import Periods, add_months
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit

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
            if not getattr(row, "use", True):
                continue  # there for signed contracts only
            first, last = getattr(row, first_name), getattr(row, last_name)
            begins_after = first is not None and periods.index_of(first) >= periods.count
            ends_before = last is not None and periods.index_of(last) < 0
            if begins_after or ends_before:
                at = row.cell(first_key if begins_after else last_key)
                yield Issue.warning("interval-outside-horizon", at, first=first or "…", last=last or "…")


def intervals_are_of_whole_periods(scenario: Scenario) -> Iterator[Issue]:
    """Money and limits count whole periods; an interval that begins or ends within one counts all of it.

    An end written as a quarter or month is its first day and means its last.
    """
    periods = scenario.calendar
    rows: tuple[Budget | Limit, ...] = (*scenario.budgets, *scenario.limits)
    for row in rows:
        first, last = row.from_day, row.to_day
        begins = first is None or first <= periods.start or first == periods.first_day(periods.index_of(first))
        ends = last is None or _ends_one(periods, last)
        if not begins or not ends:
            at = row.cell("to" if begins else "from")
            counted_first = periods.first_day(0 if first is None else max(0, periods.index_of(first)))
            end = periods.count if last is None else periods.index_of(last) + 1
            counted_last = periods.first_day(end) - timedelta(days=1)
            values = {"first": first or "…", "last": last or "…"}
            yield Issue.warning("interval-cuts-period", at, **values, begins=counted_first, ends=counted_last)


def _ends_one(periods: Periods, last: date) -> bool:
    period = periods.index_of(last)
    follows = periods.first_day(period + 1)
    is_last = last in (periods.first_day(period), follows - timedelta(days=1))
    return is_last or period < 0 or period >= periods.count or (last.day == 1 and add_months(last, 1) == follows)


def reliefs_are_in_force(scenario: Scenario) -> Iterator[Issue]:
    """A relief that ended before the plan begins frees nothing."""
    for row in scenario.qualifications:
        if row.valid_to is not None and row.valid_to < scenario.settings.start:
            yield Issue.warning("qualification-expired", row.cell("valid_to"), last=row.valid_to)
