"""The amounts of one shipment as documents show them: every line with base, rate, rule, source and confidence."""

from __future__ import annotations

from importplan.catalog.load import Catalog
from importplan.customs.cost import amounts
from importplan.customs.cost.pricing import Pricing, gather
from importplan.customs.cost.rules import levies
from importplan.customs.cost.table import ChargeLine, LandedOption, LandedTable
from importplan.scenario.scenario import Scenario


def lines(
    scenario: Scenario, catalog: Catalog, table: LandedTable, option: int, period: int, quantity: float = 1.0
) -> tuple[ChargeLine, ...]:
    """The traced lines of a shipment.

    Parameters
    ----------
    option
        Position in `table.options`.
    period
        Period of arrival at the port; earlier ones count as the first, later ones as the last of the table.
    quantity
        Units in the shipment. Clearance is charged once, whatever the quantity.
    """
    chosen = table.options[option]
    offer = scenario.offers[scenario.offer_index[chosen.offer]]
    return of_option(gather(scenario.replace(offers=(offer,)), catalog), chosen, period, quantity)


def of_option(pricing: Pricing, option: LandedOption, period: int, quantity: float = 1.0) -> tuple[ChargeLine, ...]:
    """The same from a case that is ready for pricing."""
    arrival = pricing.arrivals.position(period)
    terms = pricing.terms(option, arrival, pricing.relieved(option, arrival))
    return amounts.lines(terms, levies(terms), quantity)
