"""What the contract asks for and today's model does otherwise: until the model is mended.

Each case is planned by the model and worked out by hand as the contract has it (planning model, Sharpened). The ledger
tells the difference as a reading of the contract and keeps the money as the plan has it. When the model is mended, its
case here finds nothing any more: then the reading goes, and the case becomes one of the model's tests.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hand_cases import (
    Q1,
    Q2,
    Planned,
    home_offer,
    need,
    planned,
    settings,
    tiny,
    with_supplier,
)

from importplan.basics.labels import known
from importplan.evaluation.ledger.violation import CONTRACT, READINGS, Violation
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.stock import Stock


def half_called() -> Scenario:
    """Half a machine is needed, booked and called."""
    case = tiny(
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"),),
        demand=(need(quantity=0.5),),
        draws=(Draw(draw="w"),),
    )
    return with_supplier(case, "J", booking_cost_cny=5.0, booking_from=Q2, booking_to=Q2)


# Reading → a case, what it is told about, and by how much.
CASES: dict[str, tuple[Callable[[], Scenario], tuple[str, ...], float]] = {
    "whole_calls": (half_called, ("k",), 0.5),
}


def test_every_reading_has_a_case_and_words() -> None:
    assert CASES.keys() == READINGS.keys()
    assert all(known(f"result.contract.{reading}") for reading in READINGS)


@pytest.mark.parametrize("reading", READINGS)
def test_until_the_model_is_mended_the_ledger_tells_it_and_holds_nothing_against_the_plan(reading: str) -> None:
    case, about, excess = CASES[reading]
    found = planned(case())
    assert told(found)[0] == (reading, *about)
    assert {entry[0] for entry in told(found)} == {reading}
    assert found.ledger is not None
    assert found.ledger.contract[0].excess == pytest.approx(excess)
    assert found.ledger.violations == ()


def told(found: Planned) -> list[tuple[str, ...]]:
    """What is told of the contract."""
    assert found.ledger is not None
    assert {entry.family for entry in found.ledger.contract} <= {CONTRACT}
    return [entry.about for entry in found.ledger.contract]


def test_a_reading_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="moonlight"):
        Violation(CONTRACT, ("moonlight",), 1.0)


# --- where the contract is kept, nothing is told ------------------------------------------------------------------


def test_who_has_waited_may_be_given_up() -> None:
    """Alone in its queue the unit of Q2 waits one quarter and is given up in Q3."""
    assert told(planned(tiny(demand=(need(quantity=1.0, lost_after_periods=1),)))) == []


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


def test_stock_that_is_needed_is_a_stock_of_the_plan() -> None:
    assert told(planned(tiny(stock=(Stock(item="M", quantity=1.0),)))) == []
