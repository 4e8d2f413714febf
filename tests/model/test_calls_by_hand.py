"""Calls under a framework: what limits them, when they come, what they are worth, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import (
    Q1,
    Q2,
    courses,
    disagreements,
    holding,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_supplier,
)

from importplan.evaluation.ledger.audit import audit
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk


def called_for(name: str = "k", **changes: object) -> Offer:
    """An offer of J at 80 under its framework."""
    return home_offer(name, 80.0, supplier="J", contract="framework", **changes)


def half_available(**booking: object) -> Scenario:
    """Half of a booking can be called in Q2, at 80 and 5 for each unit booked; another maker asks 150."""
    case = tiny(
        items=(holding(100.0),),
        offers=(called_for(), home_offer(unit_price=150.0)),
        demand=(need(quantity=1.0),),
        **courses({"half": 1.0}, ("half", "availability", "supplier:J", Q2, 0.5)),
    )
    terms = {"booking_cost_cny": 5.0, "booking_from": Q2, "booking_to": Q2}
    return with_supplier(case, "J", **(terms | booking))


@pytest.mark.parametrize("booking", [{}, {"booking_min": 1.0}, {"booking_min": 2.0}])
def test_half_of_a_booking_is_called_and_all_of_the_call_comes(booking: dict[str, object]) -> None:
    """Two are booked for 10, one is called for 80; the least booking bounds nothing that is of use."""
    found = planned(half_available(**booking))
    assert found.solution.objective_cny == pytest.approx(90.0)
    assert found.plan.bookings == pytest.approx({"J": 2.0})
    assert disagreements(found) == []


def test_a_call_whose_half_is_said_to_wait_breaks_the_balance() -> None:
    """The auditor has the whole unit in Q2: who lets half of it come in Q3 has a stock that does not follow."""
    found = planned(half_available())
    late = found.plan.recourse.backlog.copy()
    late[0, 0, 1] = 0.5
    spoilt = replace(found.plan, recourse=replace(found.plan.recourse, backlog=late))
    families = {row.family for row in audit(found.scenario, found.landed, found.draws, spoilt).violations}
    assert "balance" in families


def stopped(effect: str) -> Scenario:
    """Sampled: half of J is out from the start to April; a machine is needed in Q1 and takes 60 days to build."""
    case = tiny(
        offers=(called_for(lead_time_days=60.0, to_day=Q1),),
        demand=(need(Q1, 1.0),),
        risks=(Risk(risk="R", active_until=Q2, starts_per_year=0.0, effect=effect),),
        risk_targets=(RiskTarget(risk="R", target="supplier:J", severity=0.5),),
        settings=settings(draws=20),
    )
    return with_supplier(case, "J", booking_cost_cny=0.5)


@pytest.mark.parametrize("effect", ["delay", "cancel"])
def test_an_outage_that_is_on_limits_the_call_once(effect: str) -> None:
    """Two are booked for four quarters at 0.5, one is called: 80 + 4. It comes whole in March."""
    found = planned(stopped(effect))
    assert found.solution.objective_cny == pytest.approx(84.0)
    assert found.plan.recourse.backlog.max() == 0.0
    assert disagreements(found) == []


def test_a_booking_is_of_use_up_to_what_the_scarcest_offer_leaves() -> None:
    """A fifth of a booking can be called as k, half of it as l; one of each is needed: five are booked, 160 + 5."""
    case = tiny(
        items=(machine(), machine("N")),
        offers=(called_for(), called_for("l", item="N")),
        demand=(need(quantity=1.0), need(quantity=1.0, line="L2", item="N")),
        **courses({"w": 1.0}, ("w", "availability", "offer:k", Q2, 0.2), ("w", "availability", "offer:l", Q2, 0.5)),
    )
    found = planned(with_supplier(case, "J", booking_cost_cny=1.0, booking_from=Q2, booking_to=Q2, booking_min=1.0))
    assert found.solution.objective_cny == pytest.approx(165.0)
    assert found.plan.bookings == pytest.approx({"J": 5.0})


def test_a_floor_on_bookings_is_kept_beyond_what_is_of_use() -> None:
    """One is needed, three must be booked for a quarter: 80 + 3 × 5."""
    case = half_available(booking_min=1.0).replace(
        draws=(), draw_values=(), limits=(Limit(rule="min_booked_capacity", item="all", who="J", value=3.0),)
    )
    assert planned(case).solution.objective_cny == pytest.approx(95.0)


def test_a_booking_is_kept_where_less_of_it_is_of_use() -> None:
    """Two were booked where half is available; where all is, one of them is called all the same: 80 + 10."""
    plan = planned(half_available(booking_min=1.0)).plan
    again = planned(half_available(booking_min=1.0).replace(draw_values=()), keep=plan)
    assert again.solution.objective_cny == pytest.approx(90.0)
