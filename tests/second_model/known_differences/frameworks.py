"""Frameworks: what may be booked, what may be called, what a call has seen, what it is taxed."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
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
from second_model.known_differences.difference import Difference


def _half(**booking: float) -> Scenario:
    """Ten are needed, half of what is booked can be called: book 20 for 20, call 10 for 100."""
    offer = at_home(unit_price=10.0, contract="framework")
    given = draws({"w": 1.0}, ("w", "availability", "S", None, 0.5))
    return framework(case(offers=(offer,), demand=(need(10.0),), **given), **booking)


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


FRAMEWORKS = (
    Difference("booking_half_free", _half(), 120.0, "availability acts on called units a second time"),
    Difference(
        "booking_half", _half(booking_min=1.0), 120.0, "a booking is bounded by demand, not by demand ÷ available"
    ),
    Difference("quota_call", _with_quota(), 1080.0, "call-offs use no quota"),
    Difference("seen_delay", _seen_delay(), 70.0, "a call does not see delays that are given"),
)
