"""What an item is worth: its reference value, and the dearest of what could be bought of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.rules.regimes import ORDINARY
from importplan.customs.cost.rules import CHARGES
from importplan.customs.cost.table import LandedOption
from importplan.scenario.scenario import Scenario


def reference_values(
    scenario: Scenario, options: tuple[LandedOption, ...], unit_cny: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(item,) CNY per unit that holding cost, shortage cost and terminal value are shares of.

    The given value of each item, else the median landed cost of the offers that anybody may buy. An item without such
    an offer has 0.
    """
    per_offer = landed_costs(options, unit_cny)
    values = np.zeros(len(scenario.items))
    of_item: dict[str, list[float]] = {}
    for offer in scenario.offers:
        if offer.offer in per_offer:
            of_item.setdefault(offer.item, []).append(per_offer[offer.offer])
    for position, item in enumerate(scenario.items):
        landed = of_item.get(item.item, [])
        given = item.reference_value_cny
        values[position] = given if given is not None else float(np.median(landed)) if landed else 0.0
    return values


def landed_costs(options: tuple[LandedOption, ...], unit_cny: NDArray[np.float64]) -> dict[str, float]:
    """Offer → CNY per unit, taxed, arriving in period 0, at base prices and rates.

    Deductible VAT is no cost; where payers differ, the cheapest stands for the offer, so that the order of firms does
    not matter.
    """
    costs = [position for position, charge in enumerate(CHARGES) if not charge.deductible]
    per_offer: dict[str, float] = {}
    for position, option in enumerate(options):
        if option.regime == ORDINARY:
            cost = float(unit_cny[position, costs, 0].sum())
            per_offer[option.offer] = min(cost, per_offer.get(option.offer, np.inf))
    return per_offer
