"""What is signed in whole pieces, also where it is planned as if they could be divided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from importplan.parsing.units import counts_pieces
from importplan.scenario.scenario import Scenario

FRAMEWORK = "framework"


def whole_items(scenario: Scenario) -> frozenset[str]:
    """Items whose contracts are about whole numbers: planned so, or of a unit that counts.

    What somebody sells in lots of 1.27 is signed in lots: nobody who quotes so counts pieces.
    """
    in_lots = {row.item for row in scenario.offers if row.lot_size is not None and not row.lot_size.is_integer()}
    return frozenset(
        item.item
        for item in scenario.items
        if item.whole_units or (counts_pieces(item.unit) and item.item not in in_lots)
    )


def planned_whole(scenario: Scenario) -> frozenset[str]:
    """Items of which a plan orders, books and calls whole pieces from the beginning."""
    return frozenset(item.item for item in scenario.items if item.whole_units)


def whole_offers(scenario: Scenario) -> set[str]:
    """Offers that are signed in whole pieces."""
    whole = whole_items(scenario)
    return {offer.offer for offer in scenario.offers if offer.item in whole}


def whole_frameworks(scenario: Scenario, items: Collection[str] | None = None) -> set[str]:
    """Suppliers whose frameworks are about pieces alone: what is booked with them is whole.

    `items` are those that count; where none are named, all that are signed in whole pieces.
    """
    counted = whole_items(scenario) if items is None else items
    whole = {offer.offer for offer in scenario.offers if offer.item in counted}
    sold = {row.supplier: set[str]() for row in scenario.offers if row.contract == FRAMEWORK}
    for offer in scenario.offers:
        if offer.contract == FRAMEWORK:
            sold[offer.supplier].add(offer.offer)
    return {supplier for supplier, offers in sold.items() if offers <= whole}


def in_whole(scenario: Scenario) -> Scenario:
    """The case in which everything that counts pieces is planned in whole ones."""
    whole = whole_items(scenario)
    items = tuple(replace(item, whole_units=True) if item.item in whole else item for item in scenario.items)
    return scenario.replace(items=items)


def may_be_rounded(scenario: Scenario) -> bool:
    """Whether a plan of the case may be in parts of what is signed in whole pieces."""
    return not whole_items(scenario) <= planned_whole(scenario)
