"""Bounds that nobody asked for."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from second_model.hand import JANUARY, at_home, case, framework, from_abroad, machine, need
from second_model.known_differences.difference import Difference


def _called_too_late() -> Scenario:
    """What is called from E comes after the plan, so only S can sell: two suppliers are not to be had, all ten wait."""
    late = from_abroad(unit_price=0.1, contract="framework", lead_time_days=31.0)
    limit = Limit(rule="min_suppliers", value=2.0)
    return framework(case(offers=(at_home(), late), demand=(need(10.0),), limits=(limit,)), "E")


def _called_beyond_use() -> Scenario:
    """Ten are needed in January; abroad they cost 10 at once, at home 1 and come in February; abroad at most 0.4.

    No more than ten of home can be of use: booked for two months at 0.25 (5) and called (10). They allow 20/3 from
    abroad (66.67); 10/3 are late (3,333.33).
    """
    now = from_abroad(unit_price=1.0, duty_rate=0.0)
    later = at_home(unit_price=1.0, contract="framework", lead_time_days=31.0, to_day=JANUARY)
    limit = Limit(rule="max_country_share", value=0.4, measure="units")
    scenario = case(2, items=(machine(whole_units=False),), offers=(now, later), demand=(need(10.0),), limits=(limit,))
    return framework(scenario, cost=0.25)


BOUNDS = (
    Difference("called_beyond_use", _called_beyond_use(), 3_415.0, "calls are not bounded by what can be of use"),
    Difference("called_too_late", _called_too_late(), 10_000.0, "calls that come after the plan fill shares"),
)
