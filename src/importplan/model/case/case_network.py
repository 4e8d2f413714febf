"""The network of stocks that a case has: what its sheets say of demand, stock and the reserve."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.in_bond import BondedLot, bonded_sites, clearances, clears_own, lots_in_bond
from importplan.customs.cost.table import LandedTable
from importplan.model.case.needs import Needs
from importplan.model.case.network import Flow, FlowKind, Network, Service
from importplan.model.case.purchases import payers_of
from importplan.plan.plan import CustomsStatus, Holding
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
    needs it. Goods in bond are cleared by their firm, or, out of the reserve, by any firm that needs the item, and by
    the reserve itself when their stay ends.
    """
    needed = [(queue.firm, queue.item) for queue in needs.queues]
    made = makings(scenario)
    used = [(making.maker, item) for making in made for item, _ in making.inputs]
    swaps = substitutions(scenario)
    instead = [(each.firm, each.item) for each in swaps]
    wanted = {*needed, *_own(scenario), *used, *instead}
    bonded = _bonded(scenario, landed, wanted)
    out = [(row.owner, row.item) for row in bonded if row.owner != RESERVE]
    every = dict.fromkeys((*needed, *_own(scenario), *used, *out, *instead))
    held = [Holding(firm, item) for firm, item in every]
    firms = {(row.owner, row.item): position for position, row in enumerate(held)}
    held += [*_reserved(scenario, landed), *bonded]
    services = [Service(firms[queue.firm, queue.item], number) for number, queue in enumerate(needs.queues)]
    for each in swaps:
        mine = [n for n, queue in enumerate(needs.queues) if (queue.firm, queue.item) == (each.firm, each.serves)]
        services += [Service(firms[each.firm, each.item], number, each.units) for number in mine]
    stocks = tuple(held)
    flows = (
        *_releases(scenario, landed, stocks),
        *(_made(each, firms) for each in made),
        *_clearances(scenario, landed, stocks),
    )
    return Network(stocks, needs.queues, tuple(services), flows, _opening(scenario, landed, stocks))


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
    kinds |= {
        (row.item, consent_days(scenario.offers[scenario.offer_index[row.offer]]))
        for row in _bonded(scenario, landed, set())
        if row.owner == RESERVE
    }
    for option in landed.options:
        if option.payer == RESERVE:
            offer = scenario.offers[scenario.offer_index[option.offer]]
            if offer.item in bought and may_be_reserved(scenario, offer):
                kinds.add((offer.item, consent_days(offer)))
    ordered = sorted(kinds, key=lambda kind: (scenario.item_index[kind[0]], kind[1]))
    return [Holding(RESERVE, item, days) for item, days in ordered]


def _releases(scenario: Scenario, landed: LandedTable, stocks: tuple[Holding, ...]) -> tuple[Flow, ...]:
    """Every way out of the reserve. A taker pays a share of the item's reference value."""
    share, takers = _release_share(scenario), _takers(scenario, stocks)
    found = []
    for position, row in enumerate(stocks):
        for taker in takers.get(row.item, ()) if row.owner == RESERVE and not row.in_bond else ():
            price = share.get(row.item, 1.0) * float(landed.reference_value_cny[scenario.item_index[row.item]])
            found.append(Flow(FlowKind.RELEASE, ((position, 1.0),), taker, row.release_delay_days, price))
    return tuple(found)


def _release_share(scenario: Scenario) -> dict[str, float]:
    return {row.item: row.release_price_share for row in scenario.reserve_terms}


def _takers(scenario: Scenario, stocks: tuple[Holding, ...]) -> dict[str, list[int]]:
    """Item → stocks of the firms to which the reserve may give it."""
    found: dict[str, list[int]] = {}
    forms = accepted_forms(scenario)
    for position, row in enumerate(stocks):
        if row.owner != RESERVE and not row.in_bond and forms.get((row.owner, row.item), COMPLETE) >= COMPLETE:
            found.setdefault(row.item, []).append(position)
    return found


def _bonded(scenario: Scenario, landed: LandedTable, wanted: set[tuple[str, str]]) -> list[Holding]:
    """Stocks in bond, alike in what they owe: what lies there at the start, and what may be ordered into them.

    Firms order what is `wanted` (firm, item), the reserve what it may buy.
    """
    lots = [holding_of(lot) for lot in lots_in_bond(scenario, landed)]
    pooled, ordered = reservable(scenario), []
    for offer, payer in landed.into_bond:
        row = scenario.offers[scenario.offer_index[offer]]
        reserved = payer == RESERVE and row.item in pooled and may_be_reserved(scenario, row)
        if reserved or (payer, row.item) in wanted:
            ordered.append(bond_of(scenario, row, payer))
    return list(dict.fromkeys((*lots, *ordered)))


def bond_of(scenario: Scenario, offer: Offer, payer: str) -> Holding:
    """The stock that goods of an offer go into when a payer orders them into bond: at its cheapest bonded site."""
    site = bonded_sites(scenario, payer)[0].site
    return Holding(payer, offer.item, 0.0, CustomsStatus.BONDED, site, offer.offer)


def holding_of(lot: BondedLot) -> Holding:
    """The stock of goods in bond that a lot is part of."""
    return Holding(lot.owner, lot.item, 0.0, CustomsStatus.BONDED, lot.site, lot.offer, lot.value_cny)


def _clearances(scenario: Scenario, landed: LandedTable, stocks: tuple[Holding, ...]) -> Iterator[Flow]:
    """Every way out of bond into the home market, under each treatment of who clears.

    A firm that takes from the reserve pays it a share of the customs value, and the tax beside.
    """
    share, takers = _release_share(scenario), _takers(scenario, stocks)
    taxed = {stock: number for number, stock in enumerate(stocks)}
    for position, row in enumerate(stocks):
        if not row.in_bond:
            continue
        days = consent_days(scenario.offers[scenario.offer_index[row.offer]]) if row.owner == RESERVE else 0.0
        own = [taxed[Holding(row.owner, row.item, days)]] if clears_own(scenario, row.owner, row.site) else []
        for target in (*(takers.get(row.item, ()) if row.owner == RESERVE else ()), *own):
            firm = stocks[target].owner != row.owner
            for option in clearances(scenario, landed, row.offer, stocks[target].owner):
                price = share.get(row.item, 1.0) * (row.value_cny or float(landed.customs_value_cny[option]))
                waits, paid = (days, price) if firm else (0.0, 0.0)
                yield Flow(FlowKind.CLEARANCE, ((position, 1.0),), target, waits, paid, tax=option)


def _opening(scenario: Scenario, landed: LandedTable, stocks: tuple[Holding, ...]) -> NDArray[np.float64]:
    """(stock,) units there at the start."""
    position = {stock: number for number, stock in enumerate(stocks)}
    units = np.zeros(len(stocks))
    for lot in lots_in_bond(scenario, landed):
        units[position[holding_of(lot)]] += lot.quantity
    for row in scenario.free_stock:
        found = position.get(Holding(scenario.owner_of(row), row.item))
        if found is not None:
            units[found] += row.quantity
    return units
