"""Bounds that nobody asked for, floors that nobody can hold, frameworks as one piece, by hand."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.stock import Stock
from second_model.hand import (
    FEBRUARY,
    JANUARY,
    at_home,
    case,
    draws,
    framework,
    from_abroad,
    machine,
    need,
    relief,
)
from second_model.hand_cases import HandCase


def _half(**booking: float) -> Scenario:
    """Ten are needed, half of what is booked can be called: book 20 for 20, call 10 for 100."""
    offer = at_home(unit_price=10.0, contract="framework")
    given = draws({"w": 1.0}, ("w", "availability", "S", None, 0.5))
    return framework(case(offers=(offer,), demand=(need(10.0),), **given), **booking)


def _whole_calls() -> Scenario:
    """Three machines at 10, 20 if late, from capacity that is booked at 3, of which one of two draws leaves half."""
    offer = at_home(unit_price=10.0, contract="framework")
    given = draws({"a": 1.0, "b": 1.0}, ("b", "availability", "S", None, 0.5))
    return framework(case(offers=(offer,), demand=(need(3.0, late=20.0),), **given), cost=3.0)


def _with_quota() -> Scenario:
    """Ten at 100 with 10 % duty, three of them free: 1,000 + 70, and the booking of ten for 10."""
    offer = from_abroad(contract="framework")
    item = machine(catalog_ref="x")
    scenario = case(items=(item,), offers=(offer,), demand=(need(10.0),), qualifications=(relief(quota_units=3.0),))
    return framework(scenario, "E")


def _seen_delay() -> Scenario:
    """Ten are needed in February or none, and must be called in January.

    A delay that January gives for another offer tells the draws apart: book 10 for two months (20), call ten in one
    draw of two (50). Who does not look calls ten in both: 120.
    """
    called = at_home(unit_price=10.0, contract="framework", lead_time_days=31.0)
    other = from_abroad("other", unit_price=1000.0)
    given = draws({"a": 1.0, "b": 1.0}, ("b", "demand", "L", None, 0.0), ("b", "delay_days", "other", JANUARY, 30.0))
    return framework(case(2, offers=(called, other), demand=(need(10.0, FEBRUARY),), **given))


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


def _two_treatments() -> Scenario:
    """Four are needed in January; E sells them at 10 at once, J at 1 for February, exempt within a quota or at 1.10
    taxed; of E at most 0.4. An order of J is of use for four, whatever its treatments: three (3) allow two of E (20),
    and two wait a month (2,000). Six of J, four of them exempt, would allow four of E, for 46.20.
    """
    now = from_abroad(unit_price=1.0, duty_rate=0.0)
    later = from_abroad("j", supplier="J", unit_price=0.1, lead_time_days=31.0, to_day=JANUARY)
    limit = Limit(rule="max_supplier_share", who="E", value=0.4, measure="units")
    return case(2, items=(machine(catalog_ref="x"),), offers=(now, later), demand=(need(4.0),), limits=(limit,),
                qualifications=(relief(quota_units=100.0),))  # fmt: skip


def _booking_cost_of_january() -> Scenario:
    """One a month is needed; booking it costs 1 a month, and no more than 1 may be spent on that in January."""
    offer = at_home(unit_price=10.0, contract="framework")
    lines = (need(1.0, line="a"), need(1.0, FEBRUARY, line="b"))
    limit = Limit(rule="max_booking_cost", value=1.0, from_day=JANUARY, to_day=JANUARY)
    return framework(case(2, offers=(offer,), demand=lines, limits=(limit,)))


def _not_needed() -> Scenario:
    """A part N that nobody needs lies there for three months, at 12 % of 100 a year: 3."""
    part = machine("N", holding_rate=0.12)
    offer = at_home("n", item="N")
    return case(
        3, items=(machine(), part), offers=(at_home(), offer), stock=(Stock(item="N", quantity=1.0),), demand=()
    ).replace(demand=(need(0.0),))


BOUND_CASES: tuple[HandCase, ...] = (
    HandCase("booking_half_free", _half(), 120.0, "20 booked at 1, 10 called at 10"),
    HandCase("booking_half", _half(booking_min=1.0), 120.0, "the same"),
    HandCase("whole_calls", _whole_calls(), 47.0, "4 booked (12), 3 called in a (30); 2 called and 1 late in b (40)"),
    HandCase("quota_call", _with_quota(), 1080.0, "10 x 100 + 7 x 10 + 10 booked at 1"),
    HandCase("seen_delay", _seen_delay(), 70.0, "10 booked twice at 1, 10 called at 10 in one draw of two"),
    HandCase("called_beyond_use", _called_beyond_use(), 3_415.0, "5 + 10 x 1 + 20/3 x 10 + 10/3 x 1,000"),
    HandCase("two_treatments", _two_treatments(), 2_023.0, "2 x 10 + 3 x 1 + 2 x 1,000"),
    HandCase("called_too_late", _called_too_late(), 10_000.0, "10 late at 1,000"),
    HandCase("booking_cost_interval", _booking_cost_of_january(), 22.0, "2 x 10, booked twice at 1"),
    HandCase("not_needed", _not_needed(), 3.0, "3 months of 12 % of 100"),
)
