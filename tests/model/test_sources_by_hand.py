"""Capacity, qualification, lots, frameworks and storage, worked by hand."""

from dataclasses import replace

import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Q4,
    courses,
    holding,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
    with_supplier,
)

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site

# --- capacity and qualification -----------------------------------------------------------------------------------


def test_capacity_of_an_offer_spreads_orders_over_periods() -> None:
    found = planned(tiny(items=(holding(10.0),), offers=(home_offer(capacity_per_period=1.0),)))
    assert found.objective == pytest.approx(210.0)  # one a quarter early, held over the end of Q1
    assert found.bought == {("h", "firm", 0): 1.0, ("h", "firm", 1): 1.0}


def test_capacity_of_a_supplier_holds_over_all_its_offers() -> None:
    case = tiny(items=(holding(10.0),), offers=(home_offer(), home_offer("h2", 101.0)))
    assert planned(with_supplier(case, "H", capacity_per_period=1.0)).objective == pytest.approx(210.0)


def new_source(cost: float, months: float = 4.0) -> Scenario:
    """Needed in Q3: 2 machines from the known offer at 100, or from one at 60 that must be qualified first."""
    cheap = home_offer("c", 60.0, qualified=False, qualification_cost_cny=cost, qualification_months=months)
    return tiny(offers=(home_offer(), cheap), demand=(need(Q3, 2.0, shortage_cost_cny=80.0),))


@pytest.mark.parametrize(
    ("cost", "expected", "qualified"),
    [(79.0, 199.0, ("c",)), (81.0, 200.0, ())],  # 2 x 60 + cost against 2 x 100
)
def test_a_new_source_is_qualified_where_it_pays(cost: float, expected: float, qualified: tuple[str, ...]) -> None:
    found = planned(new_source(cost))
    assert found.objective == pytest.approx(expected)
    assert found.plan.qualified_offers == qualified


def test_a_qualification_takes_its_time() -> None:
    """Four months are over when Q3 begins; seven only when Q4 does, and a quarter late costs 2 x 80."""
    assert planned(new_source(0.0, months=6.0)).objective == pytest.approx(120.0)
    assert planned(new_source(0.0, months=7.0)).objective == pytest.approx(200.0)


def test_a_supplier_is_qualified_once_for_all_its_offers() -> None:
    case = tiny(
        items=(machine("M"), machine("N")),
        offers=(
            home_offer("m1"),
            home_offer("n1", item="N"),
            home_offer("m2", 70.0, supplier="J"),
            home_offer("n2", 70.0, supplier="J", item="N"),
        ),
        demand=(need(quantity=1.0), need(quantity=1.0, line="L2", item="N")),
    )
    found = planned(with_supplier(case, "J", qualified=False, qualification_cost_cny=50.0))
    assert found.objective == pytest.approx(190.0)  # 2 x 70 + 50 once; twice it would be 240 > 200
    assert found.plan.qualified_suppliers == ("J",)


# --- lots ---------------------------------------------------------------------------------------------------------


def test_a_smallest_order_is_bought_whole() -> None:
    found = planned(tiny(offers=(home_offer(min_order=3.0),), demand=(need(shortage_cost_cny=60.0),)))
    assert found.objective == pytest.approx(300.0)  # three for two; not buying costs 2 x 3 x 60 = 360


def test_orders_are_multiples_of_the_lot() -> None:
    found = planned(tiny(offers=(home_offer(lot_size=2.0),), demand=(need(quantity=3.0),)))
    # Four for three, 400, or two and one missing for three quarters, 200 + 150.
    assert found.objective == pytest.approx(350.0)
    found = planned(tiny(offers=(home_offer(lot_size=2.0),), demand=(need(quantity=3.0, shortage_cost_cny=70.0),)))
    assert found.objective == pytest.approx(400.0)


@pytest.mark.parametrize(
    ("quantity", "lot", "whole", "bought"),
    [
        (3.0, 2.0, True, 4.0),  # the second lot is half needed
        (4.0, 2.0, True, 4.0),  # no lot more than what is needed
        (5.0, 4.0, True, 8.0),
        (0.6, 0.2, False, 0.6),  # 0.6 / 0.2 is a little less than 3 on a computer
        (0.3, 0.1, False, 0.3),  # and 0.3 / 0.1 too
        (2.5, 1.0, False, 3.0),
    ],
)
def test_the_last_lot_of_an_order_may_be_ordered(quantity: float, lot: float, whole: bool, bought: float) -> None:
    """The bound of an order is what could be of use, in whole lots: where being late is dear all of it is bought.

    It can be ordered in 2027Q2 only, so that no other order makes up for what is missing.
    """
    offer, demand = (
        home_offer(lot_size=lot, from_day=Q2, to_day=Q2),
        (need(quantity=quantity, shortage_cost_cny=900.0),),
    )
    found = planned(tiny(items=(machine(whole_units=whole),), offers=(offer,), demand=demand))
    assert sum(found.bought.values()) == pytest.approx(bought)
    assert found.objective == pytest.approx(100.0 * bought)


def test_a_smallest_order_may_be_larger_than_all_that_is_needed_in_whole_lots() -> None:
    """Lots of 2 and at least 6: six for one."""
    offer = home_offer(lot_size=2.0, min_order=6.0, from_day=Q2, to_day=Q2)
    found = planned(tiny(offers=(offer,), demand=(need(quantity=1.0, shortage_cost_cny=900.0),)))
    assert found.bought == {("h", "firm", 1): 6.0}


def test_where_only_a_part_of_an_order_ships_more_than_the_demand_may_be_ordered() -> None:
    """A stop lets half of the machines through, for good: four are ordered for two, 400 < 200 + 3 quarters x 900."""
    stop = courses({"only": 1.0}, *(("only", "availability", "supplier:H", day, 0.5) for day in (Q1, Q2, Q3, Q4)))
    offer = home_offer(from_day=Q2, to_day=Q2)
    case = tiny(offers=(offer,), demand=(need(shortage_cost_cny=900.0),), **stop)
    assert sum(planned(case).bought.values()) == pytest.approx(4.0)


@pytest.mark.parametrize(("fee", "expected", "orders"), [(5.0, 210.0, 2), (25.0, 235.0, 1)])
def test_a_cost_per_order_joins_orders_when_holding_is_cheaper(fee: float, expected: float, orders: int) -> None:
    """One machine in Q2 and one in Q3; together one is held over the end of Q2 for 10."""
    case = tiny(
        items=(holding(10.0),),
        offers=(home_offer(order_cost_cny=fee),),
        demand=(need(quantity=1.0), need(Q3, 1.0, "L2", shortage_cost_cny=80.0)),
    )
    found = planned(case)
    assert found.objective == pytest.approx(expected)
    assert len(found.bought) == orders


def test_the_clearance_of_a_shipment_is_paid_once_for_all_units() -> None:
    found = planned(tiny(offers=(home_offer(clearance_cost_cny=7.0),)))
    assert found.objective == pytest.approx(207.0)


def test_empty_orders_are_impossible_even_where_their_fees_fall_away_in_bad_draws() -> None:
    """Only the tail counts, and in the bad draw a stop moves clearance out of the discounting: no fee for nothing.

    An order that ships at the end of a stop pays its clearance later, so the cost of that draw is lower than planned.
    Placing orders without goods would lower the worst draw without end.
    """
    case = tiny(
        settings=settings(discount_rate=0.5, goal="min_cvar", risk_level=1.0),
        offers=(home_offer(clearance_cost_cny=1000.0),),
        **courses({"stop": 1.0}, ("stop", "availability", "supplier:H", Q1, 0.0)),
    )
    found = planned(case)
    assert min(found.bought.values(), default=1.0) >= 1.0
    assert all(order.quantity >= 1.0 for order in found.plan.orders)


# --- framework ----------------------------------------------------------------------------------------------------


def framework(**terms: object) -> Scenario:
    """Booked capacity at 5 a unit and quarter, called at 80; the ordinary offer sells at 110. Holding is very dear."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"), home_offer(unit_price=110.0)),
        demand=(need(quantity=1.0),),
    )
    given: dict[str, object] = {"booking_cost_cny": 5.0}
    return with_supplier(case, "J", **(given | terms))


def test_booked_capacity_is_paid_in_every_period_and_called_when_needed() -> None:
    found = planned(framework())
    assert found.objective == pytest.approx(4 * 5.0 + 80.0)
    assert found.plan.bookings == {"J": pytest.approx(1.0)}


def test_calls_and_orders_share_the_capacity_of_a_supplier() -> None:
    """Of the two needed in Q2 it makes one: called for 5 and 80, and then its own 90 is sold out as well."""
    case = framework(booking_from=Q2, booking_to=Q2, capacity_per_period=1.0)
    offers = (*case.offers, home_offer("s", 90.0, supplier="J"))
    case = case.replace(offers=offers, demand=(need(quantity=2.0),), **courses({"seen": 1.0}))
    assert planned(case).objective == pytest.approx(85.0 + 110.0)
    assert planned(with_supplier(case, "J", capacity_per_period=None)).objective == pytest.approx(2 * 85.0)


def test_booking_for_the_periods_of_the_framework_only() -> None:
    assert planned(framework(booking_from=Q2, booking_to=Q2)).objective == pytest.approx(85.0)


def test_a_framework_dearer_than_an_order_is_not_signed() -> None:
    assert planned(framework(booking_cost_cny=8.0)).objective == pytest.approx(110.0)


def test_a_smallest_booking_is_booked_whole_or_not_at_all() -> None:
    # Two units for four quarters: 40 + 80 = 120 > 110.
    assert planned(framework(booking_min=2.0)).plan.bookings == {}
    assert planned(framework(booking_min=1.4)).plan.bookings == {}
    in_kg = framework(booking_min=1.4).replace(items=(machine(whole_units=False),))
    assert planned(in_kg).objective == pytest.approx(4 * 1.4 * 5.0 + 80.0)


def test_only_the_share_of_the_booking_that_a_stop_leaves_can_be_called() -> None:
    """In the one draw there is, half of the capacity is available in Q2: two units must be booked for one call."""
    case = framework(booking_from=Q2, booking_to=Q2)
    case = case.replace(offers=(case.offers[0], home_offer(unit_price=150.0)))
    half = case.replace(**courses({"half": 1.0}, ("half", "availability", "supplier:J", Q2, 0.5)))
    # Two booked for Q2 (10), one called (80): the stop limits the call and does not split what is called again.
    # One booked and half a unit called: 5 + 40, the other half bought for 75 or missing for three quarters for 75.
    assert planned(half).objective == pytest.approx(90.0)


def foresight(shortage: float) -> Scenario:
    """A call takes 100 days; whether the machine of Q3 is needed shows only in Q3. Booking is free."""
    case = tiny(
        offers=(home_offer("k", 100.0, supplier="J", contract="framework", lead_time_days=100.0),),
        demand=(need(Q3, 1.0, shortage_cost_cny=shortage),),
        **courses({"comes": 1.0, "not": 1.0}, ("not", "demand", "L1", None, 0.0)),
    )
    return with_supplier(case, "J", booking_cost_cny=0.0)


def test_call_offs_cannot_see_the_demand_that_will_come() -> None:
    """Knowing the draw, one would call in Q2 only where the demand comes: 50 in the mean. That is not to be had.

    Call in Q2 in any case: 100. Wait and see: the call of Q3 serves in Q4, so (150 + 100) / 2 = 125. Never: 150.
    """
    found = planned(foresight(150.0))
    assert found.objective == pytest.approx(100.0)
    calls = found.plan.recourse.call_offs[:, 0]
    assert calls[:, :2].sum(axis=1).tolist() == [1.0, 1.0]  # the same in both draws, before anything was seen


def test_call_offs_do_use_what_has_been_seen() -> None:
    """A shortage of 80 a quarter makes waiting worth while: (80 + 100) / 2 = 90 < 100; never calling (160) / 2 = 80."""
    assert planned(foresight(80.0)).objective == pytest.approx(80.0)
    # 110: never 110; call blindly 100; wait and see (110 + 100) / 2 = 105. With 98: never 98, wait and see 99.
    assert planned(foresight(110.0)).objective == pytest.approx(100.0)
    dear = with_settings(foresight(110.0), periods=6)
    # With two quarters more, never calling costs 4 x 110 / 2; wait and see still 105, blind 100.
    assert planned(dear).objective == pytest.approx(100.0)
    cheap = with_settings(foresight(90.0), periods=6)
    # Wait and see (90 + 100) / 2 = 95 beats blind 100 and never 180.
    found = planned(cheap)
    assert found.objective == pytest.approx(95.0)
    calls = found.plan.recourse.call_offs[:, 0].sum(axis=1)
    assert calls.tolist() == [1.0, 0.0]


def test_call_offs_know_no_lots_and_are_whole_where_units_are() -> None:
    case = framework().replace(items=(replace(holding(100.0), whole_units=False),), demand=(need(quantity=0.5),))
    offers = (replace(case.offers[0], min_order=3.0, lot_size=3.0, order_cost_cny=40.0), case.offers[1])
    case = case.replace(offers=offers)
    assert planned(case).objective == pytest.approx(0.5 * (20.0 + 80.0))
    # A whole machine for half a need: 20 + 80 and 100 for holding the other half for three quarters; late is 0.5 x 150.
    assert planned(case.replace(items=(holding(100.0),))).objective == pytest.approx(75.0)


# --- storage ------------------------------------------------------------------------------------------------------


def stored(*sites: Site, quantity: float = 3.0) -> Scenario:
    """Machines of 1 m3 that can only be bought in Q1 and are needed in Q2."""
    return tiny(
        items=(machine(volume_m3=1.0),),
        offers=(home_offer(to_day=Q1),),
        demand=(need(quantity=quantity),),
        sites=sites,
    )


def test_stock_goes_to_the_cheapest_site_with_room() -> None:
    sites = (
        Site(site="dear", cost_cny_per_m3_month=4.0),
        Site(site="near", capacity_m3=2.0, cost_cny_per_m3_month=1.0),
    )
    found = planned(stored(*sites))
    assert found.line("storage") == pytest.approx(2 * 1.0 * 3 + 1 * 4.0 * 3)  # over the three months of Q1
    assert found.objective == pytest.approx(318.0)


def test_what_finds_no_room_is_not_bought() -> None:
    found = planned(stored(Site(site="near", capacity_m3=2.0, cost_cny_per_m3_month=1.0)))
    assert found.objective == pytest.approx(200.0 + 6.0 + 150.0)  # the third machine is missing for three quarters


def test_an_owner_without_sites_stores_free() -> None:
    assert planned(stored()).objective == pytest.approx(300.0)


def test_two_items_share_the_room_of_their_owner() -> None:
    case = stored(Site(site="near", capacity_m3=3.0, cost_cny_per_m3_month=1.0), quantity=2.0)
    second = replace(case.offers[0], offer="n", item="N")
    both = case.replace(
        items=(*case.items, machine("N", volume_m3=1.0)),
        offers=(*case.offers, second),
        demand=(*case.demand, need(line="L2", item="N")),
    )
    assert planned(both).objective == pytest.approx(3 * 100.0 + 3 * 3.0 + 150.0)
