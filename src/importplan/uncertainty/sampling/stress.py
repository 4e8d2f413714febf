"""Stress events as draws: one draw for each, the course without surprises beside them; nothing is left to chance.

An event that may begin in any period has a draw for each. Events stop goods like outages do; where the target is a
currency, its rate is `severity` higher in every period that the event touches. Risks that are on at the start stay on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from importplan.basics.periods import MONTH_DAYS
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.events import Event
from importplan.scenario.target import CURRENCY, split_target
from importplan.uncertainty.sampling.base_course import LIKELY, base_course
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages, OutageTarget
from importplan.uncertainty.sources.exchange_rates import at_todays_rates
from importplan.uncertainty.sources.outages import ON_BEFORE_START_DAY

CALM = ""  # the draw without any event, the first one


@dataclass(frozen=True, slots=True)
class StressCourse:
    """What happens in one draw: an event from its first day on; without a day, nothing."""

    event: str
    first: date | None = None
    last: date | None = None  # of its longest row

    @property
    def first_day(self) -> str | None:
        """ISO text of the first day."""
        return None if self.first is None else self.first.isoformat()


def courses(scenario: Scenario) -> tuple[StressCourse, ...]:
    """The course without an event, then every event in every period in which it may begin."""
    found = [StressCourse(CALM)]
    for event in dict.fromkeys(row.event for row in scenario.events):
        rows = [row for row in scenario.events if row.event == event]
        for first in _starts(scenario, rows):
            own = [_days(scenario, row, first) for row in rows]
            found.append(StressCourse(event, min(day for day, _ in own), max(day for _, day in own)))
    return tuple(found)


def stress_draws(scenario: Scenario, chosen: tuple[StressCourse, ...]) -> DrawSet:
    """One draw of equal weight for each course."""
    count = len(chosen)
    ids = tuple(f"{course.event}@{course.first}" if course.first else "calm" for course in chosen)
    draws = at_todays_rates(base_course(scenario, ids, np.full(count, 1.0 / count)), scenario)
    stopping = [row for row in scenario.events if split_target(row.target)[0] != CURRENCY]
    known = tuple(_on_at_start(scenario))
    targets = tuple(OutageTarget(row.target, row.tag, row.effect, row.stops) for row in stopping)
    targets += tuple(target for target, _, _ in known)
    hits: list[tuple[int, int, date | None, date, float]] = [
        (draw, len(stopping) + number, None, until, severity)
        for draw in range(count)
        for number, (_, until, severity) in enumerate(known)
    ]
    hits += [
        (draw, position, *_days(scenario, row, course.first), row.severity)
        for draw, course in enumerate(chosen)
        for position, row in enumerate(stopping)
        if course.first is not None and row.event == course.event and row.severity > 0.0
    ]
    hits.sort(key=lambda hit: (hit[1], hit[0]))
    long_ago = ON_BEFORE_START_DAY
    day_number = scenario.calendar.day_number
    outages = Outages(
        draw=np.array([hit[0] for hit in hits], dtype=np.int64),
        target=np.array([hit[1] for hit in hits], dtype=np.int64),
        start_day=np.array([long_ago if hit[2] is None else day_number(hit[2]) for hit in hits], dtype=np.float64),
        end_day=np.array([day_number(hit[3]) + 1 for hit in hits], dtype=np.float64),
        severity=np.array([hit[4] for hit in hits], dtype=np.float64),
    )
    factor = draws.fx_factor.copy()
    begins = scenario.calendar.first_day_numbers[:-1]
    for draw, course in enumerate(chosen):
        for row in scenario.events:
            kind, currency = split_target(row.target)
            if course.first is None or row.event != course.event or kind != CURRENCY:
                continue
            first, last = (day_number(day) for day in _days(scenario, row, course.first))
            on = (first < begins + np.diff(scenario.calendar.first_day_numbers)) & (begins <= last)
            if currency in draws.currency_index:
                factor[draw, draws.currency_index[currency], on] *= 1.0 + row.severity
    return replace(draws, targets=targets, outages=outages, fx_factor=factor)


def _on_at_start(scenario: Scenario) -> Iterator[tuple[OutageTarget, date, float]]:
    """What risks that are on at the start stop, until when, and how much of it; those that hit more likely than not."""
    risks = {risk.risk: risk for risk in scenario.risks}
    for row in scenario.risk_targets:
        risk = risks[row.risk]
        until = risk.active_until
        if (
            until is not None
            and until >= scenario.settings.start
            and row.severity > 0.0
            and row.hit_probability >= LIKELY
        ):
            yield OutageTarget(row.target, row.tag, risk.effect, risk.stops), until, row.severity


def _starts(scenario: Scenario, rows: list[Event]) -> Iterator[date | None]:
    """Where rows without a day begin: in every period; where all have one, or last to the end, in one course alone."""
    calendar = scenario.calendar
    if all(row.from_day is not None or _to_the_end(row) for row in rows):
        yield calendar.start
        return
    yield from (calendar.first_day(period) for period in range(calendar.count))


def _to_the_end(row: Event) -> bool:
    return row.months is None and row.to_day is None


def _days(scenario: Scenario, row: Event, moving: date | None) -> tuple[date, date]:
    """First and last day of a row; `moving`: where it begins if it does not say."""
    end = scenario.calendar.end - timedelta(days=1)
    first = row.from_day or moving or scenario.settings.start
    if row.to_day is not None:
        return first, row.to_day
    return first, end if row.months is None else first + timedelta(days=max(0, round(row.months * MONTH_DAYS) - 1))
