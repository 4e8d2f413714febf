"""Sheet `price_breaks`: each step once, lower than the one before, of an offer that is ordered and can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.contract_price import at_quantity, beside_the_price, offered_price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.price_breaks import PriceBreak


def price_breaks_fall(scenario: Scenario) -> Iterator[Issue]:
    """A larger order costs less per unit; the same quantity twice, or steps from a free price, mean nothing."""
    for offer, rows in _of_offers(scenario):
        base = offered_price(offer).amount
        if base == 0.0:
            yield Issue.error("price-break-of-free-offer", rows[0].cell("unit_price"), offer=offer.offer)
            continue
        before, last = base, -1.0
        for row in rows:
            about = {"offer": offer.offer, "quantity": f"{row.from_quantity:g}"}
            price = offered_price(at_quantity(offer, (row,), row.from_quantity)).amount
            if row.from_quantity == last:
                yield Issue.error("price-break-twice", row.cell("from_quantity"), **about)
            elif price > before:
                values = {"price": f"{price:,g}", "before": f"{before:,g}"}
                yield Issue.warning("price-break-rises", row.cell("unit_price"), **about, **values)
            before, last = price, row.from_quantity


def price_breaks_act(scenario: Scenario) -> Iterator[Issue]:
    """Calls pay the price of the offer; what no order can reach, and sums beside the price, are told."""
    for offer, rows in _of_offers(scenario):
        if offer.contract != "order":
            yield Issue.warning("price-break-of-framework", rows[0].cell("offer"), offer=offer.offer)
            continue
        limits = [offer.capacity_per_period]
        if offer.supplier in scenario.supplier_index:
            limits.append(scenario.supplier_of(offer).capacity_per_period)
        capacity = min((each for each in limits if each is not None), default=None)
        for row in rows:
            if capacity is not None and row.from_quantity > capacity:
                values = {"quantity": f"{row.from_quantity:g}", "capacity": f"{capacity:g}"}
                yield Issue.warning(
                    "price-break-above-capacity", row.cell("from_quantity"), offer=offer.offer, **values
                )
        if beside_the_price(offer):
            yield Issue.warning("price-break-beside", rows[0].cell("unit_price"), offer=offer.offer)


def _of_offers(scenario: Scenario) -> Iterator[tuple[Offer, list[PriceBreak]]]:
    """Offers with price breaks, the smallest quantity first."""
    for offer in scenario.offers:
        rows = [row for row in scenario.price_breaks if row.offer == offer.offer]
        if rows:
            yield offer, sorted(rows, key=lambda row: row.from_quantity)
