"""Items can be supplied, are needed, and their workarounds can act."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer


def needed_items_have_a_source(scenario: Scenario) -> Iterator[Issue]:
    """An item that is needed and has no offer, stock or order on the way is short from the first day."""
    offered = {offer.item for offer in scenario.offers}
    supplied = offered | {row.item for row in scenario.stock} | {route.item for route in scenario.routes}
    needed = {line.item for line in scenario.demand}
    held = {limit.item for limit in scenario.reserve_floors}
    installed = {row.item for row in scenario.installed_base} | {row.item for row in scenario.usage}
    inputs = {row.item for row in scenario.route_inputs} | {row.item for row in scenario.substitutes}
    wanted = needed | held | installed | inputs | {row.item for row in scenario.reserve_terms}
    for item in scenario.items:
        if item.item in needed and item.item not in supplied:
            yield Issue.warning("item-without-source", item.cell("item"), item=item.item)
        own = [offer for offer in scenario.offers if offer.item == item.item]
        elsewhere = supplied - offered | {order.offer for order in scenario.open_orders}
        closed = (
            all(_is_closed(scenario, offer) for offer in own) and not {item.item, *(o.offer for o in own)} & elsewhere
        )
        if item.item in needed and own and closed:
            names = ", ".join(offer.offer for offer in own)
            yield Issue.warning("item-only-closed-offers", item.cell("item"), item=item.item, offers=names)
        if item.item not in wanted and not held & {"each", "all", f"group:{item.group}"}:
            yield Issue.warning("item-unused", item.cell("item"), item=item.item)


def _is_closed(scenario: Scenario, offer: Offer) -> bool:
    """Whether an offer can be ordered in no period of the plan."""
    periods = scenario.calendar
    ends_before = offer.to_day is not None and periods.index_of(offer.to_day) < 0
    return ends_before or (offer.from_day is not None and periods.index_of(offer.from_day) >= periods.count)


def workarounds_can_act(scenario: Scenario) -> Iterator[Issue]:
    """A workaround that costs something but is limited to nothing never helps."""
    for item in scenario.items:
        if item.workaround_cost_cny > 0.0 and item.workaround_limit == 0.0:
            yield Issue.warning("workaround-without-limit", item.cell("workaround_limit"))
