"""The dates again on a second road: a plain walk through the days, part by part of an order."""

import numpy as np
import pytest
from uncertainty_cases import case, draws_with, offer, target

from importplan.uncertainty.dates.timeline import availability, date_shipments, plan_shipments

KINDS = (
    target(),
    target("supplier:S1"),
    target("offer:O1", stops="making"),
    target("country:NL", stops="transport"),
    target("supplier:S1", effect="cancel"),
    target("country:NL", effect="cancel", stops="making"),
)
SEVERITIES = (0.25, 0.5, 1.0)
MAKING, LICENCE, TRANSIT, COUNT = 40, 50, 20, 60


def walk(outages, part, ordered):
    """Port day and loss of one part of an order; `part` is in [0, 1): outages with a larger severity stop it."""

    def on(day, effect, stops):
        return any(
            start <= day < end and severity > part and kind.effect == effect and kind.stops in stops
            for kind, start, end, severity in outages
        )

    lost, day, work = False, ordered, 0
    while work < MAKING:
        lost |= on(day, "cancel", ("making",))
        work += not on(day, "delay", ("making",))
        day += 1
    lost |= on(day, "cancel", ("making",))  # an outage that begins on the day it is made still counts
    ready = max(day, ordered + LICENCE)
    while on(ready, "delay", ("shipping",)):
        ready += 1
    lost |= any(on(day, "cancel", ("shipping", "transport")) for day in range(ordered, ready + 1))
    day, sailed = ready, 0
    while sailed < TRANSIT:
        sailed += not on(day, "delay", ("transport",))
        day += 1
    return day, lost


def random_stops(generator):
    stops = []
    for draw in range(COUNT):
        for number in range(len(KINDS)):
            for _ in range(generator.integers(0, 4)):
                start = int(generator.integers(0, 250))
                length = int(generator.integers(1, 40 if number < 4 else 8))
                stops.append((draw, number, float(start), float(start + length), float(generator.choice(SEVERITIES))))
    return stops


def test_dates_agree_with_a_walk_through_the_days():
    scenario = case(offer(lead_time_days=MAKING, licence_days=LICENCE, transit_days=TRANSIT))
    stops = random_stops(np.random.default_rng(7))
    shipments = plan_shipments(scenario, [0, 0], [0, 1])
    dates = date_shipments(scenario, shipments, draws_with(scenario, list(KINDS), stops, COUNT))
    assert dates.share == pytest.approx([0.25, 0.25, 0.5] * 2)
    for draw in range(COUNT):
        outages = [(KINDS[number], *rest) for own, number, *rest in stops if own == draw]
        for row, part in enumerate([0.1, 0.3, 0.8] * 2):  # a point of each band
            port, lost = walk(outages, part, int(shipments.ordered_day[dates.shipment[row]]))
            assert (dates.port_day[row, draw], dates.lost[row, draw]) == (port, lost)


def test_availability_agrees_with_a_count_of_days():
    """The first quarter has 90 days; each leaves 1 − the largest severity that is on."""
    scenario = case(offer())
    stops = random_stops(np.random.default_rng(8))
    share = availability(scenario, draws_with(scenario, list(KINDS), stops, COUNT))
    for draw in range(COUNT):
        own = [stop for stop in stops if stop[0] == draw and KINDS[stop[1]].stops != "transport"]
        left = [
            1 - max([severity for *_, start, end, severity in own if start <= day < end], default=0)
            for day in range(90)
        ]
        assert share[draw, 0, 0] == pytest.approx(np.mean(left))
