"""The network of stocks that a case has: what its sheets say of demand, stock and the reserve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.needs import Needs
from importplan.model.case.network import Flow, FlowKind, Network, Service
from importplan.model.case.purchases import payers_of
from importplan.plan.plan import Holding
from importplan.scenario.reserve import may_be_reserved, reservable
from importplan.scenario.routes import COMPLETE, Making, accepted_forms, makings
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.substitutes import substitutions


def network_of(scenario: Scenario, landed: LandedTable, needs: Needs) -> Network:
    """The network of a case: a stock for each firm and item that it needs or has; the reserve's, by item and consent.

    Every queue is served by its firm's stock of the item, and by those of substitutes that the firm accepts; from each
    stock of the reserve goods are released to each firm that needs the item. Relieved goods lie with the taxed ones of
    their firm, whom alone they serve. Makers have a stock of all that their routes use; what they make goes to who
    needs it.
    """
    needed = [(queue.firm, queue.item) for queue in needs.queues]
    made = makings(scenario)
    used = [(making.maker, item) for making in made for item, _ in making.inputs]
    swaps = substitutions(scenario)
    instead = [(each.firm, each.item) for each in swaps]
    held = [Holding(firm, item) for firm, item in dict.fromkeys((*needed, *_own(scenario), *used, *instead))]
    firms = {(row.owner, row.item): position for position, row in enumerate(held)}
    held += _reserved(scenario, landed)
    services = [Service(firms[queue.firm, queue.item], number) for number, queue in enumerate(needs.queues)]
    for each in swaps:
        mine = [n for n, queue in enumerate(needs.queues) if (queue.firm, queue.item) == (each.firm, each.serves)]
        services += [Service(firms[each.firm, each.item], number, each.units) for number in mine]
    stocks = tuple(held)
    flows = (*_releases(scenario, landed, stocks), *(_made(each, firms) for each in made))
    return Network(stocks, needs.queues, tuple(services), flows, _opening(scenario, stocks))


def _made(making: Making, firms: dict[tuple[str, str], int]) -> Flow:
    """Goods of the maker that become one of the taker."""
    route, maker = making.route, making.maker
    return Flow(
        FlowKind.ASSEMBLY,
        takes=tuple((firms[maker, item], units) for item, units in making.inputs),
        gives=firms[making.taker, route.item],
        delay_days=route.lead_time_days,
        route=route.route,
        maker=maker,
        local_cny=route.local_cost_cny,
    )


def _own(scenario: Scenario) -> list[tuple[str, str]]:
    """Firms and items of what is there or signed, whether anybody needs it or not: it is stored, insured and ages."""
    there = [(scenario.owner_of(row), row.item) for row in scenario.free_stock]
    signed = [
        (scenario.owner_of(row), scenario.offers[scenario.offer_index[row.offer]].item) for row in scenario.open_orders
    ]
    return [(owner, item) for owner, item in (*there, *signed) if owner != RESERVE]


def consent_days(offer: Offer) -> float:
    """Days that a taker waits for consent when goods of this offer leave the reserve."""
    return offer.retransfer_days if offer.end_user == "retransfer" else 0.0


def _reserved(scenario: Scenario, landed: LandedTable) -> list[Holding]:
    """Stocks of the reserve: what lies there of items that are wanted, and what it may buy."""
    if RESERVE not in payers_of(scenario):
        return []
    bought = reservable(scenario)
    kinds = {(row.item, 0.0) for row in scenario.free_stock if scenario.owner_of(row) == RESERVE}
    for option in landed.options:
        if option.payer == RESERVE:
            offer = scenario.offers[scenario.offer_index[option.offer]]
            if offer.item in bought and may_be_reserved(scenario, offer):
                kinds.add((offer.item, consent_days(offer)))
    ordered = sorted(kinds, key=lambda kind: (scenario.item_index[kind[0]], kind[1]))
    return [Holding(RESERVE, item, days) for item, days in ordered]


def _releases(scenario: Scenario, landed: LandedTable, stocks: tuple[Holding, ...]) -> tuple[Flow, ...]:
    """Every way out of the reserve. A taker pays a share of the item's reference value."""
    share = {row.item: row.release_price_share for row in scenario.reserve_terms}
    takers: dict[str, list[int]] = {}
    forms = accepted_forms(scenario)
    for position, row in enumerate(stocks):
        if row.owner != RESERVE and forms.get((row.owner, row.item), COMPLETE) >= COMPLETE:
            takers.setdefault(row.item, []).append(position)
    found = []
    for position, row in enumerate(stocks):
        for taker in takers.get(row.item, ()) if row.owner == RESERVE else ():
            price = share.get(row.item, 1.0) * float(landed.reference_value_cny[scenario.item_index[row.item]])
            found.append(Flow(FlowKind.RELEASE, ((position, 1.0),), taker, row.release_delay_days, price))
    return tuple(found)


def _opening(scenario: Scenario, stocks: tuple[Holding, ...]) -> NDArray[np.float64]:
    """(stock,) units there at the start."""
    position = {stock: number for number, stock in enumerate(stocks)}
    units = np.zeros(len(stocks))
    for row in scenario.free_stock:
        found = position.get(Holding(scenario.owner_of(row), row.item))
        if found is not None:
            units[found] += row.quantity
    return units
