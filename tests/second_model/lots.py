"""Orders as they are placed: smallest order, steps of price, lots, a fee for each order and its clearance."""

from __future__ import annotations

from itertools import groupby

from second_model.linear import Linear, total
from second_model.payments import Payment
from second_model.purchases import Purchase
from second_model.world import World


def write_lots(world: World, purchases: list[Purchase]) -> None:
    """One order per offer, buyer and period, over all tax treatments; what is signed is one shipment each."""
    orders = [purchase for purchase in purchases if purchase.kind == "order"]
    for _, group in groupby(orders, key=lambda order: (order.offer.offer, order.buyer, order.period)):
        _write_order(world, list(group))
    for signed in [purchase for purchase in purchases if purchase.kind == "signed"]:
        _write_clearance(world, signed, 1.0)


def _write_order(world: World, treatments: list[Purchase]) -> None:
    first, units = treatments[0], total(order.units[0] for order in treatments)
    offer, steps = first.offer, list(dict.fromkeys(order.step for order in treatments if order.step))
    if offer.lot_size:
        most = round(max(step.most for step in steps) / offer.lot_size)
        world.program.equal(units, offer.lot_size * world.program.column(0.0, most, whole=True))
    fee = offer.order_cost_cny > 0.0 or offer.clearance_cost_cny > 0.0
    if not fee and offer.min_order == 0.0 and len(steps) == 1 and steps[0].least == 0.0:
        return
    placed = []
    for step in steps:
        at = total(order.units[0] for order in treatments if order.step == step)
        placed.append(world.program.yes_no())
        world.program.at_most(at, step.most * placed[-1])
        least = max(step.least, 1.0 if world.items[offer.item].whole_units else 0.0)
        world.program.at_least(at, least * placed[-1])
    world.program.at_most(total(placed), 1.0)
    if fee:
        _write_fees(world, first, total(placed))


def _write_fees(world: World, order: Purchase, placed: Linear) -> None:
    """The fee on the day of the order, and clearance."""
    day = world.timeline.first_day(order.period)
    world.accounts.decided(order.buyer, [Payment(day, order.offer.order_cost_cny)], placed)
    _write_clearance(world, order, placed)


def _write_clearance(world: World, order: Purchase, shipments: Linear | float) -> None:
    """Clearance where goods arrive: the cost follows the draw, the cash is that of the schedule in every draw."""
    accounts = world.accounts
    planned = [order.payments[0].clearance(part) for part in order.planned]
    accounts.scheduled(order.buyer, planned, shipments)
    for draw in world.draws:
        cash = [payment._replace(cost=False) for payment in planned]
        cost = [order.payments[draw].clearance(part)._replace(cash=False) for part in order.parts[draw]]
        accounts.happens(draw, order.buyer, cash + cost, shipments)
