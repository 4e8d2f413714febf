"""Queues: who is lost, and what was due before the plan."""

from __future__ import annotations

from datetime import date

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from second_model.hand import FEBRUARY, JANUARY, at_home, case, need
from second_model.known_differences.difference import Difference


def _lost_after_one() -> Scenario:
    """Five in each of two months, lost when they have been late for one, at 2,000: buy all ten at 1,600."""
    lines = tuple(need(5.0, day, 2000.0, line, lost_after_periods=1) for line, day in (("a", JANUARY), ("b", FEBRUARY)))
    return case(2, offers=(at_home(unit_price=1600.0),), demand=lines)


def _first_come() -> Scenario:
    """One needed in January, one in February, and a single one to be had, in February, for nothing.

    First come, first served: January's is late once (10); February's is late twice and lost (20). Serving February's
    first would cost 10 less: January's would be late twice and lost.
    """
    lines = tuple(need(1.0, day, 10.0, line, lost_after_periods=2) for line, day in (("a", JANUARY), ("b", FEBRUARY)))
    only = at_home(unit_price=0.0, capacity_per_period=1.0, from_day=FEBRUARY, to_day=FEBRUARY)
    return case(4, offers=(only,), demand=lines)


def _overdue() -> Scenario:
    """Two that were due in November are bought in January."""
    return case(offers=(at_home(),), demand=(need(2.0, date(2026, 11, 1)),))


def _on_time_later() -> Scenario:
    """Two were due in January and two are in February, when nothing may be late.

    Two are bought in February and count as those of February: 200, and two late for two months at 10.
    """
    limit = Limit(rule="min_fill_rate", value=1.0, from_day=FEBRUARY, to_day=FEBRUARY)
    lines = (need(2.0, late=10.0, line="a"), need(2.0, FEBRUARY, 10.0, "b"))
    return case(2, demand=lines, limits=(limit,))


QUEUES = (
    Difference("lost", _lost_after_one(), 16_000.0, "units are lost that have not waited themselves"),
    Difference("first_come", _first_come(), 30.0, "who came first need not be served first where demand is lost"),
    Difference("on_time_later", _on_time_later(), 240.0, "a fill rate is met by serving less than nothing before"),
    Difference("overdue", _overdue(), 200.0, "needs that were due before the plan are dropped"),
)
