"""Dates of shipments under outages, worked by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from uncertainty_cases import MONTH, START, case, draws_with, offer, target

from importplan.scenario.schema.items import Item
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.dates.timeline import (
    availability,
    date_shipments,
    order_allowed,
    plan_shipments,
    signed_shipments,
)
from importplan.uncertainty.sampling.sample import nominal


def dates_of_first_order(scenario, targets, stops, period=0):
    draws = draws_with(scenario, targets, stops)
    return date_shipments(scenario, plan_shipments(scenario, [0], [period]), draws)


def test_without_outages_the_legs_follow_one_another():
    """Ready after the longer of making 300 and licence 400; +45 sea, +5 clearance, +60 installing, +30 acceptance."""
    scenario = case(
        offer(
            lead_time_days=300,
            licence_days=400,
            transit_days=45,
            clearance_days=5,
            install_days=60,
            acceptance_days=30,
        )
    )
    dates = date_shipments(scenario, plan_shipments(scenario, [0, 0], [0, 1]), nominal(scenario))
    # 2027-04-01 is day 90.
    assert dates.ship_day.tolist() == [[400], [490]]
    assert dates.port_day.tolist() == [[445], [535]]
    assert dates.serve_day.tolist() == [[510], [600]]
    assert dates.accept_day.tolist() == [[540], [630]]
    assert dates.share.tolist() == [1.0, 1.0]
    assert not dates.lost.any()


def test_a_stop_catches_what_is_still_being_built():
    """Built in 14 months, ordered before a stop of months 10 to 16: it ships in month 16, not before."""
    scenario = case(offer(lead_time_days=14 * MONTH))
    dates = dates_of_first_order(scenario, [target()], [(0, 0, 10 * MONTH, 16 * MONTH, 1.0)])
    assert dates.ship_day.tolist() == [[16 * MONTH]]


def test_a_stop_after_shipping_has_no_effect():
    scenario = case(offer(lead_time_days=100, transit_days=45))
    dates = dates_of_first_order(scenario, [target()], [(0, 0, 101.0, 400.0, 1.0)])
    assert dates.port_day.tolist() == [[145]]


def test_a_stop_that_begins_on_the_shipping_day_stops_and_its_end_day_is_free():
    scenario = case(offer(lead_time_days=100))
    begins = dates_of_first_order(scenario, [target()], [(0, 0, 100.0, 130.0, 1.0)])
    ends = dates_of_first_order(scenario, [target()], [(0, 0, 50.0, 100.0, 1.0)])
    assert (begins.ship_day.item(), ends.ship_day.item()) == (130, 100)


def test_overlapping_and_touching_outages_are_one():
    """Ready on day 100: [90, 120) and [110, 150) of another target overlap, [150, 160) touches: it ships on day 160."""
    scenario = case(offer(lead_time_days=100))
    stops = [(0, 1, 110.0, 150.0, 1.0), (0, 0, 150.0, 160.0, 1.0), (0, 0, 90.0, 120.0, 1.0), (0, 0, 95.0, 99.0, 1.0)]
    dates = dates_of_first_order(scenario, [target(), target("supplier:S1")], stops)
    assert dates.ship_day.tolist() == [[160]]


def test_only_offers_of_the_target_and_tag_are_hit():
    """The stop hits controlled goods of Dutch origin: not the Dutch pump, not the Japanese grinder."""
    scenario = case(
        offer("O1"),
        offer("O2", item="pump"),
        offer("O3", supplier="S2"),
        offer("O4", supplier="S2", origin="NL"),
    )
    draws = draws_with(scenario, [target(tag="controlled")], [(0, 0, 0.0, 50.0, 1.0)])
    dates = date_shipments(scenario, plan_shipments(scenario, [0, 1, 2, 3], [0] * 4), draws)
    assert dates.ship_day[:, 0].tolist() == [50, 0, 0, 50]


@pytest.mark.parametrize("name", ["supplier:S1", "lane:Suez", "offer:O1", "country：nl", "country:NL"])
def test_every_kind_of_target_is_understood(name):
    scenario = case(offer(lane="Suez"))
    assert dates_of_first_order(scenario, [target(name)], [(0, 0, 0.0, 7.0, 1.0)]).ship_day.item() == 7


def test_an_unknown_kind_of_target_is_our_mistake():
    with pytest.raises(ValueError, match="planet:X"):
        dates_of_first_order(case(), [target("planet:X")], [(0, 0, 0.0, 7.0, 1.0)])


def test_a_partial_stop_lets_the_rest_of_the_order_ship():
    """Severity 0.4 over days 0-100 and 1 over days 50-200; the levels are 0.4 and 1, so the bands are 0.4 and 0.6.

    Ready on day 10: 0.6 ships on day 10; 0.4 waits to day 100, when all is stopped, so until 200.
    Ready on day 90 (second order): nothing ships before day 200.
    """
    scenario = case(offer())
    stops = [(0, 0, 0.0, 100.0, 0.4), (0, 1, 50.0, 200.0, 1.0)]
    draws = draws_with(scenario, [target(), target("supplier:S1")], stops)
    shipments = replace(plan_shipments(scenario, [0, 0], [0, 0]), ready_day=np.array([10.0, 90.0]))
    dates = date_shipments(scenario, shipments, draws)
    assert dates.shipment.tolist() == [0, 0, 1, 1]
    assert dates.share == pytest.approx([0.4, 0.6, 0.4, 0.6])
    assert dates.ship_day[:, 0].tolist() == [200, 10, 200, 200]


def test_the_part_above_the_largest_severity_is_never_stopped():
    """Severities 0.3 and 0.5 in different draws: bands 0.3, 0.2 and 0.5; the last one ships at once in both."""
    scenario = case(offer())
    stops = [(0, 0, 0.0, 60.0, 0.3), (1, 0, 0.0, 60.0, 0.5)]
    draws = draws_with(scenario, [target()], stops, count=2)
    dates = date_shipments(scenario, plan_shipments(scenario, [0], [0]), draws)
    assert dates.share == pytest.approx([0.3, 0.2, 0.5])
    assert dates.ship_day.tolist() == [[60, 60], [0, 60], [0, 0]]


def test_of_an_order_one_minus_severity_ships_while_an_outage_is_on():
    """The rule of the planning model, for three severities at once: shares shipped by day 0 are 1 − σ."""
    scenario = case(offer())
    severities = [0.15, 0.6, 0.85]
    stops = [(number, 0, 0.0, 10.0, severity) for number, severity in enumerate(severities)]
    draws = draws_with(scenario, [target()], stops, count=3)
    dates = date_shipments(scenario, plan_shipments(scenario, [0], [0]), draws)
    shipped = (dates.share[:, None] * (dates.ship_day < 10)).sum(axis=0)
    assert shipped == pytest.approx([0.85, 0.4, 0.15])


def test_cancel_loses_what_has_not_shipped():
    """Ordered on day 0, ships on day 100: a cancelling outage of days 99-110 takes it, one of days 101-110 does not."""
    scenario = case(offer(lead_time_days=100))
    kind = [target(effect="cancel")]
    assert dates_of_first_order(scenario, kind, [(0, 0, 99.0, 110.0, 1.0)]).lost.item()
    assert not dates_of_first_order(scenario, kind, [(0, 0, 101.0, 110.0, 1.0)]).lost.item()


def test_an_order_placed_while_a_cancelling_outage_is_on_is_lost_and_after_it_is_not():
    """Second period begins on day 90."""
    scenario = case(offer(lead_time_days=100))
    kind = [target(effect="cancel")]
    assert dates_of_first_order(scenario, kind, [(0, 0, 80.0, 91.0, 1.0)], period=1).lost.item()
    assert not dates_of_first_order(scenario, kind, [(0, 0, 80.0, 90.0, 1.0)], period=1).lost.item()


def test_a_delay_can_keep_goods_until_a_cancelling_outage_takes_them():
    scenario = case(offer(lead_time_days=100))
    kinds = [target(), target("supplier:S1", effect="cancel")]
    stops = [(0, 0, 90.0, 150.0, 1.0), (0, 1, 140.0, 145.0, 1.0)]
    assert dates_of_first_order(scenario, kinds, stops).lost.item()
    assert not dates_of_first_order(scenario, kinds, stops[1:]).lost.item()


def test_a_partial_cancel_takes_its_share():
    scenario = case(offer(lead_time_days=100))
    dates = dates_of_first_order(scenario, [target(effect="cancel")], [(0, 0, 50.0, 60.0, 0.25)])
    assert dates.share == pytest.approx([0.25, 0.75])
    assert dates.lost[:, 0].tolist() == [True, False]


def test_cancelled_making_loses_what_is_not_made():
    """Made on day 100, the licence comes on day 200: an outage of the works on day 150 comes too late to matter."""
    scenario = case(offer(lead_time_days=100, licence_days=200))
    kind = [target(effect="cancel", stops="making")]
    assert dates_of_first_order(scenario, kind, [(0, 0, 95.0, 110.0, 1.0)]).lost.item()
    assert not dates_of_first_order(scenario, kind, [(0, 0, 150.0, 160.0, 1.0)]).lost.item()


def test_a_stop_of_making_adds_to_making():
    """100 days of making from day 0, stopped on days 40-70 and 120-125 (30 + 5): 100 → 130 → 135."""
    scenario = case(offer(lead_time_days=100))
    stops = [(0, 0, 40.0, 70.0, 1.0), (0, 0, 120.0, 125.0, 1.0), (0, 0, 135.0, 500.0, 1.0)]
    dates = dates_of_first_order(scenario, [target(stops="making")], stops)
    assert dates.ship_day.item() == 135


def test_a_stop_of_making_on_at_the_order_counts_from_the_order():
    """Ordered on day 90 with the works closed until day 120: 30 days added to 100."""
    scenario = case(offer(lead_time_days=100))
    dates = dates_of_first_order(scenario, [target(stops="making")], [(0, 0, 20.0, 120.0, 1.0)], period=1)
    assert dates.ship_day.item() == 90 + 30 + 100


def test_the_licence_runs_on_while_making_is_stopped():
    """Making 100 + 30 days stopped = 130, licence 120: ready on day 130; with a licence of 150 days on day 150."""
    stops = [(0, 0, 40.0, 70.0, 1.0)]
    short = case(offer(lead_time_days=100, licence_days=120))
    long = case(offer(lead_time_days=100, licence_days=150))
    assert dates_of_first_order(short, [target(stops="making")], stops).ship_day.item() == 130
    assert dates_of_first_order(long, [target(stops="making")], stops).ship_day.item() == 150


def test_a_stop_of_transport_adds_to_the_voyage():
    """Ships on day 100, 45 days at sea, the strait closed on days 90-110 and 120-130: 145 + 10 + 10 = 165."""
    scenario = case(offer(lead_time_days=100, transit_days=45))
    stops = [(0, 0, 90.0, 110.0, 1.0), (0, 0, 120.0, 130.0, 1.0), (0, 0, 165.0, 200.0, 1.0)]
    dates = dates_of_first_order(scenario, [target(stops="transport")], stops)
    assert dates.ship_day.item() == 100
    assert dates.port_day.item() == 165


def test_clearance_waits_for_the_import_permit_except_at_home():
    """Port on day 10; permit on day 30, then 5 days of clearance. A domestic purchase needs no import permit."""
    items = (Item(item="grinder", hs_code="84602100", permit_days=30),)
    imported = case(offer(transit_days=10, clearance_days=5), items=items)
    domestic = case(offer(transit_days=10, clearance_days=5, incoterm="domestic"), items=items)
    for scenario, serve in ((imported, 35), (domestic, 15)):
        dates = date_shipments(scenario, plan_shipments(scenario, [0], [0]), nominal(scenario))
        assert dates.serve_day.item() == serve


def test_delay_days_of_a_draw_come_before_shipping():
    """Ready on day 100, 20 days of delay, a stop on days 110-150: ships on day 150; without the delay on day 100."""
    scenario = case(offer(lead_time_days=100))
    draws = draws_with(scenario, [target()], [(0, 0, 110.0, 150.0, 1.0)])
    delay = np.zeros((1, 1, 12))
    delay[0, 0, 0] = 20
    shipments = plan_shipments(scenario, [0, 0], [0, 1])
    dates = date_shipments(scenario, shipments, replace(draws, delay_days=delay))
    assert dates.ship_day[:, 0].tolist() == [150, 190]


def open_order(**terms):
    return OpenOrder(order="P1", offer="O1", quantity=1.0, **{"due": date(2027, 6, 1), **terms})


def test_a_signed_order_ships_its_transit_before_it_is_due():
    """2027-06-01 is day 151; 45 days at sea: ships on day 106; ordered its lead time of 200 days before that."""
    scenario = case(offer(transit_days=45, lead_time_days=200), open_orders=(open_order(),))
    signed = signed_shipments(scenario)
    assert (signed.ready_day.item(), signed.ordered_day.item(), signed.period.item()) == (106, -94, 0)
    assert signed.exposed.item()
    assert date_shipments(scenario, signed, nominal(scenario)).port_day.item() == 151


def test_a_signed_order_is_exposed_like_any_other():
    scenario = case(offer(transit_days=45, lead_time_days=200), open_orders=(open_order(),))
    draws = draws_with(scenario, [target()], [(0, 0, 50.0, 130.0, 1.0)])
    assert date_shipments(scenario, signed_shipments(scenario), draws).port_day.item() == 130 + 45


def test_closed_works_delay_a_signed_order_only_from_the_start_of_the_plan_on():
    """The contract date knows what was closed before: an outage from day -50 to day 30 adds 30 days."""
    scenario = case(offer(lead_time_days=200), open_orders=(open_order(ordered=date(2026, 9, 1)),))
    draws = draws_with(scenario, [target(stops="making")], [(0, 0, -50.0, 30.0, 1.0)])
    assert date_shipments(scenario, signed_shipments(scenario), draws).ship_day.item() == 151 + 30


def test_shipped_goods_only_wait_for_transport():
    """At sea from day 106 to 151: stops of shipping and making mean nothing, a closed strait 10 days."""
    scenario = case(offer(transit_days=45), open_orders=(open_order(stage="shipped"),))
    kinds = [
        target(),
        target("supplier:S1", effect="cancel"),
        target("offer:O1", stops="making"),
        target("country:NL", stops="transport"),
    ]
    stops = [(0, 0, 0.0, 900.0, 1.0), (0, 1, 0.0, 900.0, 1.0), (0, 2, 0.0, 900.0, 1.0), (0, 3, 110.0, 120.0, 1.0)]
    signed = signed_shipments(scenario)
    dates = date_shipments(scenario, signed, draws_with(scenario, kinds, stops))
    assert not signed.exposed.item()
    assert not dates.lost.any()
    assert (dates.ship_day.item(), dates.port_day.item()) == (106, 161)


@pytest.mark.parametrize(
    ("stage", "serve", "accept"),
    # Due on day 151 at the port; 5 clearance, 60 installing, 30 acceptance, less what is done.
    [
        ("signed", 216, 246),
        ("arrived", 216, 246),
        ("cleared", 211, 241),
        ("installed", 151, 181),
        ("accepted", 151, 151),
    ],
)
def test_steps_that_are_done_take_no_more_time(stage, serve, accept):
    scenario = case(
        offer(transit_days=45, clearance_days=5, install_days=60, acceptance_days=30),
        open_orders=(open_order(stage=stage),),
    )
    dates = date_shipments(scenario, signed_shipments(scenario), nominal(scenario))
    assert (dates.serve_day.item(), dates.accept_day.item()) == (serve, accept)


def test_orders_are_allowed_from_to_and_after_procurement():
    """Quarters begin on days 0, 90, 181, 273. Procurement of 91 days leaves the third quarter as the first one."""
    scenario = case(
        offer("any"),
        offer("tender", procurement_days=91),
        offer("window", from_day=date(2027, 4, 1), to_day=date(2027, 7, 1)),
        offer("mid", from_day=date(2027, 2, 15)),
        settings=Settings(start=START, periods=4),
    )
    assert order_allowed(scenario).tolist() == [
        [True, True, True, True],
        [False, False, True, True],
        [False, True, True, False],
        [False, True, True, True],
    ]


def test_availability_is_the_mean_of_what_the_worst_outage_leaves():
    """First quarter, 90 days: 0.4 stopped on days 0-45, all on days 30-60. Mean stopped (30·0.4 + 30·1) / 90 = 7/15."""
    scenario = case(offer())
    stops = [(0, 0, 0.0, 45.0, 0.4), (0, 1, 30.0, 60.0, 1.0)]
    draws = draws_with(scenario, [target(), target("supplier:S1", stops="making")], stops, count=2)
    share = availability(scenario, draws)
    assert share[0, 0, 0] == pytest.approx(8 / 15)
    assert share[0, 0, 1:] == pytest.approx(np.ones(11))
    assert share[1] == pytest.approx(np.ones((1, 12)))


def test_a_closed_strait_leaves_the_capacity():
    draws = draws_with(case(), [target(stops="transport")], [(0, 0, 0.0, 90.0, 1.0)])
    assert availability(case(), draws).min() == 1.0


def test_nothing_to_date_is_no_fault():
    scenario = case(demand=())
    empty = scenario.replace(offers=(), suppliers=())
    assert date_shipments(scenario, plan_shipments(scenario, [], []), nominal(scenario)).ship_day.shape == (0, 1)
    assert signed_shipments(empty).offer.shape == (0,)
    assert order_allowed(empty).shape == (0, 12)
    assert availability(empty, nominal(empty)).shape == (1, 0, 12)
