"""Budgets and limits: where they end, and what they count until then."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from second_model.hand import FEBRUARY, JANUARY, at_home, case, framework, need
from second_model.known_differences.difference import Difference


def _booking_cost_of_january() -> Scenario:
    """One a month is needed; booking it costs 1 a month, and no more than 1 may be spent on that in January."""
    offer = at_home(unit_price=10.0, contract="framework")
    lines = (need(1.0, line="a"), need(1.0, FEBRUARY, line="b"))
    limit = Limit(rule="max_booking_cost", value=1.0, from_day=JANUARY, to_day=JANUARY)
    return framework(case(2, offers=(offer,), demand=lines, limits=(limit,)))


ENDS = (Difference("booking_cost_interval", _booking_cost_of_january(), 22.0, "max_booking_cost ignores its interval"),)
