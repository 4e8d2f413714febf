"""Calls are whole where units are, and what outages do to them, by hand; the auditor notices what is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q1, Q2, Planned, home_offer, machine, need, planned, settings, tiny, with_supplier

from importplan.evaluation.ledger.audit import audit
from importplan.model.search.signing import signed
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk

GIVEN = (Draw(draw="w"),)


def called(line: Demand, draws: tuple[Draw, ...] = GIVEN, **item: bool) -> Scenario:
    """Machines called at 80 CNY from capacity that is booked at 5 CNY for the second quarter."""
    offers = (home_offer("k", 80.0, supplier="J", contract="framework"),)
    case = tiny(items=(machine(**item),), offers=offers, demand=(line,), draws=draws)
    return with_supplier(case, "J", booking_cost_cny=5.0, booking_from=Q2, booking_to=Q2)


def told(found: Planned, plan: Plan, **asked: bool) -> set[tuple[str, ...]]:
    """What the auditor has against a plan in place of the one that was found."""
    ledger = audit(found.scenario, found.landed, found.draws, plan, **asked)
    return {(entry.family, entry.about[0]) for entry in ledger.violations}


@pytest.mark.parametrize(("late", "cost", "units"), [(50.0, 75.0, 0.0), (60.0, 85.0, 1.0)])
def test_who_needs_half_a_machine_calls_one_or_none(late: float, cost: float, units: float) -> None:
    """Half a machine late for three quarters, or one for 80 + 5 CNY; half of one, at 42.5 CNY, nobody sells."""
    found = planned(called(need(quantity=0.5, shortage_cost_cny=late)))
    assert found.solution.objective_cny == pytest.approx(cost)
    assert found.plan.recourse.call_offs.sum() == pytest.approx(units)
    assert found.plan.bookings == ({"J": 1.0} if units else {})
    assert found.ledger is not None and found.ledger.violations == ()


@pytest.mark.parametrize("draws", [GIVEN, ()], ids=["given", "by rule"])
def test_half_a_call_and_half_a_booking_are_noticed(draws: tuple[Draw, ...]) -> None:
    found = planned(called(need(quantity=1.0, shortage_cost_cny=1000.0), draws))
    halves = found.plan.recourse.call_offs / 2.0
    assert halves.max() == 0.5
    recourse = replace(found.plan.recourse, call_offs=halves)
    assert ("whole_units" if draws else "call_rule", "k") in told(found, replace(found.plan, recourse=recourse))
    assert ("whole_units", "J") in told(found, replace(found.plan, bookings={"J": 1.5}))


def test_what_is_planned_in_parts_is_signed_in_whole_calls() -> None:
    """In parts half a machine is booked and called for 42.50; the auditor lets that be planned, and not be signed.

    Signed is one, for 85 CNY, as half of one late would cost 90.
    """
    found = planned(called(need(quantity=0.5, shortage_cost_cny=60.0), whole_units=False))
    assert found.solution.objective_cny == pytest.approx(42.5)
    assert told(found, found.plan) == set()
    assert told(found, found.plan, signed=True) == {("whole_units", "k"), ("whole_units", "J")}
    whole = signed(found.scenario, found.landed, found.draws, found.solution)
    assert (whole.objective_cny, whole.signed_cny) == (pytest.approx(42.5), pytest.approx(85.0))
    assert told(found, whole.plan, signed=True) == set()


def late_stop(start: str) -> Planned:
    """A machine is called on day 0 and built for 60 days; a sampled stop is on from the start, or begins later."""
    case = tiny(
        offers=(home_offer("k", 80.0, supplier="J", contract="framework", lead_time_days=60.0, to_day=Q1),),
        demand=(need(Q1, 1.0),),
        risks=(
            Risk(risk="R", active_until=Q2, starts_per_year=0.0)
            if start == "before"
            else Risk(risk="R", starts_per_year=12.0, mean_months=6.0, distribution="fixed"),
        ),
        risk_targets=(RiskTarget(risk="R", target="supplier:J", severity=0.5),),
        settings=settings(draws=20),
    )
    return planned(with_supplier(case, "J", booking_cost_cny=0.0))


def test_an_outage_that_is_on_when_a_unit_is_called_does_not_split_it_again() -> None:
    """Half of what is booked can be called; one is called, serves in Q1, and nobody is late."""
    found = late_stop("before")
    assert found.plan.bookings["J"] >= 2.0
    assert found.plan.recourse.call_offs[:, 0, 0] == pytest.approx(1.0)
    assert found.plan.recourse.backlog.sum() == pytest.approx(0.0)


def test_an_outage_that_begins_while_a_called_unit_is_built_delays_it_like_an_order() -> None:
    """Where it begins in the first sixty days half of what is called waits: two are called for the one needed."""
    assert late_stop("after").plan.recourse.call_offs[:, 0, 0].max() == pytest.approx(2.0)
