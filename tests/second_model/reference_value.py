"""The reference value of an item: as given, else the median landed cost of its offers at the start."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from second_model.courses import schedule
from second_model.parts import parts_of_order
from second_model.payments import Deal, Payments


def reference_value(scenario: Scenario, item: Item) -> float:
    """CNY per unit."""
    if item.reference_value_cny is not None:
        return item.reference_value_cny
    costs = [landed_cost(scenario, offer) for offer in scenario.offers if offer.item == item.item]
    return median(costs) if costs else 0.0


def landed_cost(scenario: Scenario, offer: Offer) -> float:
    """What a unit costs, taxed, at base prices and rates: every charge on goods but deductible VAT, undiscounted.

    What is paid for an order, a shipment or a credit, and what hedging costs, is no part of it.
    """
    course = schedule(scenario)
    plain = scenario.replace(fx=tuple(replace(row, locked_share=0.0) for row in scenario.fx))
    deal = Deal.new(replace(offer, payment="TT"), scenario.all_firms[0].firm, offer.unit_price, None)
    parts = parts_of_order(scenario, offer, 0, course)
    return sum(p.cny for part in parts for p in Payments(plain, deal, course).of(part, freed=False) if p.cost)
