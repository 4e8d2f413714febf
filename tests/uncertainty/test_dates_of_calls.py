"""Dates of what is called under a framework: an outage that has limited the call does not stop it again.

Called on day 90 (2027-04-01), built for 60 days: ready on day 150, at the port on day 160.
"""

from __future__ import annotations

import numpy as np
import pytest
from uncertainty_cases import case, draws_with, offer, target

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.uncertainty.dates.timeline import Timeline, availability, date_shipments, plan_shipments
from importplan.uncertainty.sampling.draw_set import OutageTarget
from importplan.uncertainty.sampling.sample import sample

CALLED = case(offer(contract="framework", lead_time_days=60.0, transit_days=10.0))
ORDERED = case(offer(lead_time_days=60.0, transit_days=10.0))


def dates(scenario: Scenario, hit: OutageTarget, *stops: tuple[float, float, float]) -> Timeline:
    """Of one call or order in the second quarter, in a draw with these outages (first day, free day, severity)."""
    draws = draws_with(scenario, [hit], [(0, 0, *stop) for stop in stops])
    called = scenario.offers[0].contract == "framework"
    return date_shipments(scenario, plan_shipments(scenario, [0], [1], called), draws)


@pytest.mark.parametrize("stops", ["making", "shipping"])
def test_an_outage_that_is_on_at_the_call_does_not_delay_it(stops: str) -> None:
    """On from day 10, 60 or 90 to day 300: half can be called then, and all of it ships on day 150."""
    for first in (10.0, 60.0, 90.0):
        called = dates(CALLED, target(stops=stops), (first, 300.0, 0.5))
        assert (called.ship_day == 150.0).all()
        assert dates(ORDERED, target(stops=stops), (first, 300.0, 0.5)).ship_day.max() >= 300.0


@pytest.mark.parametrize("stops", ["making", "shipping"])
def test_an_outage_that_begins_later_delays_it_like_an_order(stops: str) -> None:
    for first in (91.0, 149.0):
        called, ordered = (dates(each, target(stops=stops), (first, 300.0, 0.5)) for each in (CALLED, ORDERED))
        assert called.ship_day.tolist() == ordered.ship_day.tolist()
        assert called.ship_day.max() >= 300.0


def test_of_two_outages_at_once_only_the_one_that_is_on_at_the_call_has_limited_it() -> None:
    """The first is on from day 0 to 170, the second begins on day 100: half of what is called waits for the second."""
    called = dates(CALLED, target(), (0.0, 170.0, 1.0), (100.0, 200.0, 0.5))
    assert called.share.tolist() == [0.5, 0.5]
    assert called.ship_day[:, 0].tolist() == [200.0, 150.0]


def test_a_cancelling_outage_takes_nothing_of_what_was_called_while_it_was_on() -> None:
    assert not dates(CALLED, target(effect="cancel"), (80.0, 100.0, 1.0)).lost.any()
    assert dates(CALLED, target(effect="cancel"), (91.0, 100.0, 1.0)).lost.all()
    assert dates(ORDERED, target(effect="cancel"), (80.0, 100.0, 1.0)).lost.all()


def test_transport_limits_no_call_and_stops_what_sails() -> None:
    """Stopped from day 80 to 155: the voyage of days 150 to 160 waits five days."""
    called = dates(CALLED, target(stops="transport"), (80.0, 155.0, 1.0))
    assert called.port_day[:, 0].tolist() == [165.0]


def test_availability_that_is_given_limits_calls_and_nothing_else() -> None:
    """Half is available in every period: half of a booking can be called, and it comes as if nothing were."""
    given = CALLED.replace(
        draws=(Draw(draw="w", weight=1.0),),
        draw_values=(DrawValue(draw="w", what="availability", id="S1", period=None, value=0.5),),
    )
    draws = sample(given, count=1, base_rate={"EUR": 8.0})
    found = date_shipments(given, plan_shipments(given, [0], [1], called=True), draws)
    assert (found.share.tolist(), found.ship_day.tolist()) == ([1.0], [[150.0]])
    assert (availability(given, draws) == np.full((1, 1, given.settings.periods), 0.5)).all()
