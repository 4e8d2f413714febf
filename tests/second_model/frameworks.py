"""Frameworks: capacity that is booked today and called later, within what is available."""

from __future__ import annotations

from importplan.scenario.schema.suppliers import Supplier
from second_model.linear import Linear, total
from second_model.payments import Payment
from second_model.purchase_sizes import most_of_use
from second_model.purchases import Purchase
from second_model.world import World

Bookings = dict[str, Linear]  # supplier → units per period


def window(world: World, supplier: Supplier) -> range:
    """The periods of a framework."""
    return world.timeline.interval(supplier.booking_from, supplier.booking_to)


def write_frameworks(world: World, purchases: list[Purchase]) -> Bookings:
    """A booking for every supplier that offers one, and the calls within it."""
    found = {}
    for supplier in world.scenario.suppliers:
        if supplier.booking_cost_cny is not None:
            called = [p for p in purchases if p.kind == "call" and p.offer.supplier == supplier.supplier]
            found[supplier.supplier] = _write_booking(world, supplier, called)
    return found


def _write_booking(world: World, supplier: Supplier, called: list[Purchase]) -> Linear:
    most = _most(world, supplier, called)
    sold = [row for row in world.scenario.offers if (row.supplier, row.contract) == (supplier.supplier, "framework")]
    whole = bool(sold) and all(world.items[row.item].whole_units for row in sold)
    booked, signed = world.program.column(0.0, most, whole=whole), world.program.yes_no()
    world.program.at_least(booked, supplier.booking_min * signed)
    world.program.at_most(booked, most * signed)
    days = [world.timeline.first_day(period) for period in window(world, supplier)]
    world.accounts.decided(world.common_payer, [Payment(day, supplier.booking_cost_cny or 0.0) for day in days], booked)
    for period in world.periods:
        for draw in world.draws:
            _write_calls(world, supplier, booked, [call for call in called if call.period == period], draw)
    return booked


def _write_calls(world: World, supplier: Supplier, booked: Linear, calls: list[Purchase], draw: int) -> None:
    """Each offer within its own available share of the booking, and all together within the best one."""
    if not calls:
        return
    period = calls[0].period
    inside, best = period in window(world, supplier), 0.0
    for offer in {call.offer.offer for call in calls}:
        share = world.courses[draw].ships(offer, period) if inside else 0.0
        best = max(best, share)
        own = total(call.units[draw] for call in calls if call.offer.offer == offer)
        world.program.at_most(own, share * booked)
    world.program.at_most(total(call.units[draw] for call in calls), best * booked)


def _most(world: World, supplier: Supplier, called: list[Purchase]) -> float:
    """More than could ever be of use, so that it never binds: all that may be called, were little of it available."""
    if supplier.booking_max is not None:
        return supplier.booking_max
    shares = {world.courses[d].ships(c.offer.offer, c.period) for c in called for d in world.draws} - {0.0}
    of_use = sum(most_of_use(world, *key) for key in {(call.offer, call.buyer) for call in called})
    asked = sum(row.value for row in world.scenario.limits if row.rule == "min_booked_capacity")
    return max(of_use / min(shares, default=1.0), supplier.booking_min, asked) + 1.0
