"""Intervals begin before they end, and lie in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from importplan.basics.issues import Issue
from importplan.basics.periods import Periods
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
WHOLE_PERIODS = ("budgets", "limits", "suppliers")


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
    """Money, limits and bookings count whole periods; an interval that begins or ends within one counts all of it."""
    periods = scenario.calendar
    for sheet, first_name, last_name, first_key, last_key, planned in INTERVALS:
        if sheet not in WHOLE_PERIODS or not planned:
            continue
        for row in getattr(scenario, sheet):
            first, last = getattr(row, first_name), getattr(row, last_name)
            begins, ends = _begins_one(periods, first), _ends_one(periods, last)
            if begins and ends:
                continue
            inside = range(0 if first is None else max(0, periods.index_of(first)), _after(periods, last))
            counted_first, counted_last = periods.whole_days(inside)
            values = _words(first, last, counted_first, counted_last)
            yield Issue.warning("interval-cuts-period", row.cell(last_key if begins else first_key), **values)


def offers_are_open_on_days_of_order(scenario: Scenario) -> Iterator[Issue]:
    """Orders are placed on the first day of a period: an offer that opens or closes within one is told what that means.

    An end on such a day lets the order of that day pass, as the contract says of `to`.
    """
    periods = scenario.calendar
    for offer in scenario.offers:
        first, last = offer.from_day, offer.to_day
        opens = _begins_one(periods, first)
        closes = last is None or _ends_one(periods, last) or _begins_one(periods, last)
        if opens and closes:
            continue
        earliest = 0 if first is None else max(0, periods.index_of(first) + (not opens))
        latest = _after(periods, last) - 1
        if earliest <= latest:
            code, values = (
                "offer-cuts-period",
                _words(first, last, periods.first_day(earliest), periods.first_day(latest)),
            )
        else:
            code, values = "offer-open-on-no-day-of-order", _words(first, last, first, last)
        yield Issue.warning(code, offer.cell("to" if opens else "from"), **values)


def _words(first: date | None, last: date | None, begins: date | None, ends: date | None) -> dict[str, str]:
    days = {"first": first, "last": last, "begins": begins, "ends": ends}
    return {name: "…" if day is None else day.isoformat() for name, day in days.items()}


def _after(periods: Periods, last: date | None) -> int:
    return periods.count if last is None else min(periods.count, periods.index_of(last) + 1)


def _begins_one(periods: Periods, first: date | None) -> bool:
    return first is None or first <= periods.start or first == periods.first_day(periods.index_of(first))


def _ends_one(periods: Periods, last: date | None) -> bool:
    return (
        last is None or last >= periods.end or last + timedelta(days=1) == periods.first_day(periods.index_of(last) + 1)
    )


def reliefs_cover_whole_periods(scenario: Scenario) -> Iterator[Issue]:
    """Goods are free that arrive in a period all of whose days a certificate covers; one that ends within is told."""
    periods = scenario.calendar
    for row in scenario.qualifications:
        first, last = row.valid_from, row.valid_to
        begins, ends = _begins_one(periods, first), _ends_one(periods, last)
        if (begins and ends) or (last is not None and last < periods.start):
            continue
        earliest = periods.start if first is None else periods.first_day(periods.index_of(first) + (not begins))
        latest = None if last is None else periods.first_day(periods.index_of(last) + ends) - timedelta(days=1)
        values = _words(first, last, earliest, latest)
        yield Issue.warning("qualification-cuts-period", row.cell("valid_to" if begins else "valid_from"), **values)


def reliefs_are_in_force(scenario: Scenario) -> Iterator[Issue]:
    """A relief that ended before the plan begins frees nothing."""
    for row in scenario.qualifications:
        if row.valid_to is not None and row.valid_to < scenario.settings.start:
            yield Issue.warning("qualification-expired", row.cell("valid_to"), last=row.valid_to)
