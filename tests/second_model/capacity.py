"""Capacities of offers and suppliers, and qualification: nothing is ordered before it is paid and over."""

from __future__ import annotations

from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier
from second_model.linear import total
from second_model.payments import Payment
from second_model.purchases import Purchase
from second_model.timeline import months_later
from second_model.world import World


def write_capacity(world: World, purchases: list[Purchase]) -> None:
    """Rows of every supplier over all its offers, and of every offer."""
    for supplier in world.scenario.suppliers:
        _write(world, supplier, [p for p in purchases if p.kind != "signed" and p.offer.supplier == supplier.supplier])
    for offer in world.scenario.offers:
        _write(world, offer, [p for p in purchases if p.kind != "signed" and p.offer.offer == offer.offer])


def _write(world: World, source: Supplier | Offer, bought: list[Purchase]) -> None:
    if source.capacity_per_period is not None:
        _write_capacity(world, source.capacity_per_period, bought)
    if not source.qualified:
        _write_qualification(world, source, bought)


def _write_capacity(world: World, most: float, bought: list[Purchase]) -> None:
    for period in world.periods:
        there = [purchase for purchase in bought if purchase.period == period]
        for draw in world.draws:
            world.program.at_most(total(purchase.units[draw] for purchase in there), most)


def _write_qualification(world: World, source: Supplier | Offer, bought: list[Purchase]) -> None:
    """Paid today; its time begins today."""
    qualified = world.program.yes_no()
    world.accounts.decided(world.common_payer, [Payment(0.0, source.qualification_cost_cny)], qualified)
    ready = world.timeline.number(months_later(world.timeline.start, round(source.qualification_months)))
    for purchase in bought:
        too_soon = world.timeline.first_day(purchase.period) < ready
        most = 0.0 if too_soon else purchase.most
        for units in {id(units): units for units in purchase.units}.values():
            world.program.at_most(units, most * qualified)
