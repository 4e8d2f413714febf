"""Why this offer and not the cheaper one, in one sentence made of facts: cost, time, origin, availability."""

from __future__ import annotations

from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import COSTS, OrderLine, arrival_period, units_for_the_price
from importplan.scenario.contract_price import break_reached
from importplan.scenario.schema.offers import Offer

TIE = 5e-4  # of landed cost: less is not seen in the share that is told


def reason(result: PlanResult, names: Names, line: OrderLine) -> str:
    """One sentence on an order: its rank by landed cost among the offers of the item, and what speaks for it."""
    costs = landed_cost_by_offer(result, line)
    own = costs.pop(line.offer.offer)
    if line.price_ratio != 1.0:
        own = sum(line.charges[charge] for charge in COSTS) / line.order.quantity
    if not costs:
        return names.word("result.reason.only")
    cheapest = min(costs, key=lambda offer: costs[offer])
    other = result.scenario.offers[result.scenario.offer_index[cheapest]]
    if own <= costs[cheapest]:
        share = costs[cheapest] / own - 1.0 if own else 0.0
        if share < TIE:
            return names.word("result.reason.tie", other=names.source(other))
        return names.word("result.reason.cheapest", other=names.source(other), share=share)
    words = [names.word("result.reason.dearer", other=names.source(other), share=own / (costs[cheapest] or own) - 1.0)]
    return names.word("result.reason.join").join(words + advantages(result, names, line, other))


def price_words(result: PlanResult, names: Names, line: OrderLine) -> str:
    """Which price break an order reaches, and how many units are bought for it alone; empty where it reaches none."""
    reached = break_reached(line.offer, result.scenario.price_breaks, line.together)
    if reached is None:
        return ""
    more = units_for_the_price(result, line)
    key = "result.reason.more_for_break" if more else "result.reason.price_break"
    return names.word(key, reached=reached.from_quantity, more=more, unit=names.unit(line.item.item))


def landed_cost_by_offer(result: PlanResult, line: OrderLine) -> dict[str, float]:
    """Offer → least landed cost per unit to the same payer, for the arrival period of the order."""
    arrival, payer, landed = arrival_period(result, line.dates), line.option.payer, result.landed
    unit = landed.cost_cny()[:, arrival]
    offers = (offer.offer for offer in result.scenario.offers if offer.item == line.item.item)
    return {
        offer: float(unit[landed.positions[offer, payer]].min())
        for offer in offers
        if (offer, payer) in landed.positions
    }


def days_to_use(offer: Offer) -> float:
    """Days from the contract to the first day of use on the schedule without outages."""
    making = max(offer.lead_time_days, offer.licence_days)
    return making + offer.transit_days + offer.cleared_in_days + offer.install_days


def advantages(result: PlanResult, names: Names, line: OrderLine, other: Offer) -> list[str]:
    """What an order has over the cheapest other offer: it can be ordered, is there sooner, comes from elsewhere."""
    found = []
    if not can_be_ordered(result, line, other):
        found.append(names.word("result.reason.not_available"))
    days = days_to_use(other) - days_to_use(line.offer)
    if days >= 1:
        found.append(names.word("result.reason.sooner", days=days))
    if result.scenario.origin_of(other) != line.origin:
        found.append(names.word("result.reason.other_origin", country=names.country(line.origin)))
    return found or [names.word("result.reason.spread")]


def can_be_ordered(result: PlanResult, line: OrderLine, offer: Offer) -> bool:
    """Whether an offer is open for orders in the period of an order."""
    day = result.scenario.calendar.first_day(line.order.period)
    return (offer.from_day is None or offer.from_day <= day) and (offer.to_day is None or day <= offer.to_day)
