"""Needs that are open at the end cost 1.2 of their value: by hand, in the second model and in the product."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.open_orders import OpenOrder
from second_model.agreement import agree
from second_model.hand import JANUARY, MARCH, at_home, case, need, settings
from second_model.optimum import optimum
from second_model.product import planned


def _priced(scenario: Scenario) -> Scenario:
    """The case with open needs priced at 1.2 of their value."""
    return scenario.replace(settings=replace(scenario.settings, open_need_share=1.2))


LATE_OFFER = at_home(lead_time_days=60.0)


@pytest.mark.parametrize(
    ("scenario", "value"),
    [
        # Late two cost 10 each, bought 100, left open 120 more.
        (case(demand=(need(2.0, late=10.0),)), 200.0),
        # What is ordered comes after the end: late all the same, with its full price.
        (case(offers=(LATE_OFFER,), demand=(need(2.0, late=10.0),)), 220.0),
        # At 130 it is cheaper to leave them open, at the dearer of 100 and 130 times 1.2: 156. So they are bought.
        (case(offers=(at_home(unit_price=130.0),), demand=(need(2.0, late=10.0),)), 260.0),
        # Nobody may buy the only offer, which has no capacity: late, and open at 120.
        (case(offers=(at_home(capacity_per_period=0.0),), demand=(need(2.0, late=10.0),)), 260.0),
        # Lost units cost nothing at the end: late once for 10 each, then lost.
        (case(2, demand=(need(2.0, late=10.0, lost_after_periods=1),)), 20.0),
    ],
    ids=["bought", "comes_later", "dearer_than_its_value", "not_to_be_had", "lost"],
)
def test_what_is_open_at_the_end_costs_its_value(scenario: Scenario, value: float) -> None:
    assert agree(optimum(_priced(scenario)), value)
    assert agree(planned(_priced(scenario)), value)


def test_what_the_pool_still_gets_counts_once() -> None:
    """Two are open; one that has been paid for comes to the reserve in March: one open at 120, two late at 10."""
    row = OpenOrder(
        order="O", offer="h", firm=RESERVE, quantity=1.0, ordered=JANUARY - timedelta(days=9), due=MARCH, paid_share=1.0
    )
    scenario = case(
        settings=settings(owner="bureau"),
        offers=(at_home(capacity_per_period=0.0),),
        demand=(need(1.0, late=10.0, line="a"), need(1.0, late=10.0, line="b")),
        open_orders=(row,),
    )
    assert agree(optimum(_priced(scenario)), 20.0 + 120.0)
    assert agree(planned(_priced(scenario)), 20.0 + 120.0)


def test_what_is_released_and_waits_for_consent_is_not_open() -> None:
    """One comes to the reserve in January, is released and serves 40 days later: late at 10 and not open at 120."""
    offer = at_home(end_user="retransfer", retransfer_days=40.0, capacity_per_period=0.0)
    row = OpenOrder(
        order="O", offer="h", firm=RESERVE, quantity=1.0, ordered=JANUARY - timedelta(days=9), due=JANUARY,
        paid_share=1.0,
    )  # fmt: skip
    bureau, line = settings(owner="bureau"), need(1.0, late=10.0)
    scenario = case(settings=bureau, offers=(offer,), demand=(line,), open_orders=(row,))
    assert agree(optimum(_priced(scenario)), 10.0)
    assert agree(planned(_priced(scenario)), 10.0)
