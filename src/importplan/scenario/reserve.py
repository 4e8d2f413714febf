"""What the common reserve may hold: which items, and from which offers."""

from __future__ import annotations

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.substitutes import substitutions


def may_be_reserved(scenario: Scenario, offer: Offer) -> bool:
    """Whether the reserve may buy from an offer: goods of a named end user cannot be pooled; some site must be free."""
    sites = [site for site in scenario.sites if scenario.owner_of(site) == RESERVE]
    room = not sites or any(site.may_build_reserve for site in sites)
    return offer.end_user != "named" and room


def wanted(scenario: Scenario) -> set[str]:
    """Items that a firm needs within the plan, takes in place of one, or that a floor of the reserve asks for."""
    needed = {line.item for line in scenario.demand if scenario.period_due(line) < scenario.calendar.count}
    needed |= {each.item for each in substitutions(scenario)}
    floors = {limit.item for limit in scenario.reserve_floors}
    return needed | {row.item for row in scenario.items if {row.item, f"group:{row.group}", "each", "all"} & floors}


def reservable(scenario: Scenario) -> set[str]:
    """Items that the reserve may buy: wanted, and listed where terms are given.

    Where the sheet `reserve_terms` has rows it lists what is held in reserve, and only government stock and stock held
    for it by a firm (entrusted) is bought by the reserve: firms' own stock, frameworks and capacity are not.
    """
    asked = wanted(scenario)
    if not scenario.reserve_terms:
        return asked
    return asked & {row.item for row in scenario.reserve_terms if row.mode in ("government", "entrusted")}


def holdable(scenario: Scenario) -> set[str]:
    """Items that the reserve can hold: what lies there, what was signed for it, and what it may buy from some offer."""
    there = {row.item for row in scenario.usable_stock if scenario.owner_of(row) == RESERVE}
    signed = {row.offer for row in scenario.open_orders if scenario.owner_of(row) == RESERVE}
    bought = reservable(scenario)
    sold = {
        offer.item
        for offer in scenario.offers
        if offer.item in bought and offer.contract == "order" and may_be_reserved(scenario, offer)
    }
    return there | {offer.item for offer in scenario.offers if offer.offer in signed} | sold
