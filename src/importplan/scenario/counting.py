"""What is signed in whole pieces, also where it is planned as if they could be divided."""

from __future__ import annotations

from dataclasses import replace

from importplan.parsing.units import counts_pieces
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item

FRAMEWORK = "framework"


def signed_whole(item: Item) -> bool:
    """Whether contracts about an item are about whole numbers: it is planned so, or its unit counts."""
    return item.whole_units or counts_pieces(item.unit)


def whole_offers(scenario: Scenario) -> set[str]:
    """Offers that are signed in whole pieces."""
    return {offer.offer for offer in scenario.offers if signed_whole(scenario.item_of(offer))}


def whole_frameworks(scenario: Scenario) -> set[str]:
    """Suppliers whose frameworks are about pieces alone: what is booked with them is whole."""
    whole = whole_offers(scenario)
    sold = {row.supplier: set[str]() for row in scenario.offers if row.contract == FRAMEWORK}
    for offer in scenario.offers:
        if offer.contract == FRAMEWORK:
            sold[offer.supplier].add(offer.offer)
    return {supplier for supplier, offers in sold.items() if offers <= whole}


def in_whole(scenario: Scenario) -> Scenario:
    """The case in which everything that counts pieces is planned in whole ones."""
    items = tuple(replace(item, whole_units=True) if signed_whole(item) else item for item in scenario.items)
    return scenario.replace(items=items)


def may_be_rounded(scenario: Scenario) -> bool:
    """Whether a plan of the case may be in parts of what is signed in whole pieces."""
    return bool(whole_frameworks(scenario)) or any(
        signed_whole(item) and not item.whole_units for item in scenario.items
    )
