"""Purchases under one kind of contract with their dates: what arrives where, when, in which draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.case_network import bond_of, consent_days
from importplan.model.case.dating import Dating, date
from importplan.model.case.facts import Facts
from importplan.model.case.purchases import Purchases, table, table_of
from importplan.model.program.ids import Key
from importplan.scenario.routes import accepted_forms, first_start, form_sold
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.uncertainty.dates.shipments import Shipments, order_allowed
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class ArrivalParts:
    """Parts of purchases that go into a stock."""

    position: Whole  # (part,) position among the decided purchases (or among the signed ones)
    row: Whole  # (part,) purchase
    share: NDArray[np.float64]  # (part,)
    serve: Whole  # (part, D) period
    comes: NDArray[np.bool_]  # (part, D) serves inside the horizon: not lost, not refused
    follows: NDArray[np.bool_]  # (part, D) serves after it
    port_day: NDArray[np.float64]  # (part, D) of arrival


@dataclass(frozen=True)
class Trade:
    """Purchases of a contract kind, dated on the draws and on the schedule without outages.

    Dates are worked out when they are first asked for: of a large case nobody asks for those of all items together.
    """

    purchases: Purchases
    scenario: Scenario
    shipments: Shipments
    draws: DrawSet
    no_outage: DrawSet
    holding: Whole  # (purchase,) the stock it goes into; -1 where nobody waits for it
    only: NDArray[np.bool_] | None = None  # (purchase, D) draws in which it is bought at all; None: all

    @cached_property
    def dating(self) -> Dating:
        """On the draws."""
        return date(self.scenario, self.shipments, self.draws)

    @cached_property
    def planned(self) -> Dating:
        """On the schedule without outages, one draw."""
        return date(self.scenario, self.shipments, self.no_outage)

    def ids(self, facts: Facts) -> list[Key]:
        """(purchase,) offer, payer, treatment, period and later step of the price; signed orders by their own id."""
        bought, option_id = self.purchases, facts.terms.option_id
        rows, first = zip(bought.option, bought.period, bought.step, strict=True), int(np.isnan(bought.signed).sum())
        orders = facts.scenario.open_orders
        return [
            (*option_id(int(option)), int(period), *step_id(step)) if n < first else ("signed", orders[n - first].order)
            for n, (option, period, step) in enumerate(rows)
        ]

    def parts(self, facts: Facts, signed: bool = False) -> ArrivalParts:
        """The parts of decided (or signed) purchases that go into a stock."""
        fixed = ~np.isnan(self.purchases.signed)
        rows = np.flatnonzero(fixed if signed else ~fixed)
        position, consignment = self.dating.consignments_of(self.purchases.shipment[rows])
        kept = self.holding[rows[position]] >= 0
        position, consignment = position[kept], consignment[kept]
        row = rows[position]
        serve = self.dating.serve[consignment]
        lost = self.dating.lost[consignment] | facts.terms.refusals(self.purchases, row, facts.draws)
        if self.only is not None:
            lost = lost | ~self.only[row]
        inside = serve < facts.periods
        share, port_day = self.dating.share[consignment], self.dating.port_day[consignment]
        return ArrivalParts(position, row, share, serve, ~lost & inside, ~lost & ~inside, port_day)

    def signed_arrivals(self, facts: Facts) -> NDArray[np.float64]:
        """(holding, T, D) units of signed orders that serve in each period."""
        units = np.zeros((len(facts.network.stocks), facts.periods, facts.draws.count))
        parts = self.parts(facts, signed=True)
        part, draw = np.nonzero(parts.comes)
        row = parts.row[part]
        amount = self.purchases.signed[row] * parts.share[part]
        np.add.at(units, (self.holding[row], parts.serve[part, draw], draw), amount)
        return units

    def signed_to_follow(self, facts: Facts) -> NDArray[np.float64]:
        """(holding, D) units of signed orders that serve after the end."""
        units = np.zeros((len(facts.network.stocks), facts.draws.count))
        parts = self.parts(facts, signed=True)
        part, draw = np.nonzero(parts.follows)
        row = parts.row[part]
        np.add.at(units, (self.holding[row], draw), self.purchases.signed[row] * parts.share[part])
        return units


def step_id(step: int) -> Key:
    """What the step of its price adds to the id of a purchase: nothing on the first one."""
    return (f"step {step}",) if step else ()


def trade(facts: Facts, contract: str, no_outage: DrawSet, only: Mapping[tuple[int, int], int] | None = None) -> Trade:
    """Purchases of a contract kind with their dates; `only` keeps some (option, period) pairs, each at a step."""
    network = facts.network
    held = frozenset(
        (row.owner, row.item)
        for number, row in enumerate(network.stocks)
        if row.owner == RESERVE or network.exchanges[number] or number in network.serves
    )
    purchases, shipments = table(facts.scenario, facts.landed, contract, held, only)
    return Trade(purchases, facts.scenario, shipments, facts.draws, no_outage, _entered(facts, purchases))


def fallback_orders(facts: Facts) -> tuple[tuple[int, int, int], ...]:
    """What is ordered where a route fails: (flow on a route by number, option, period of the day it is known).

    Of an offer of the item that the firm accepts and that can be ordered, and be qualified, on that day, as everybody
    pays for it who has no relief.
    """
    scenario, landed, network = facts.scenario, facts.landed, facts.network
    allowed, forms, found = order_allowed(scenario), accepted_forms(scenario), []
    for number, position in enumerate(network.on_routes):
        flow = network.flows[position]
        taker, route = network.stocks[flow.gives].owner, scenario.routes[scenario.route_index[flow.route]]
        row, period = scenario.offer_index.get(route.fallback_offer, -1), first_start(scenario, route)
        if row < 0 or period >= facts.periods or not allowed[row, period]:
            continue
        offer = scenario.offers[row]
        option = next(iter(landed.positions.get((offer.offer, taker), ())), None)
        months = period * scenario.calendar.months
        ready = all(
            terms.qualified or months >= terms.qualification_months - 1e-9
            for terms in (offer, scenario.supplier_of(offer))
        )
        taken = offer.item == route.item and form_sold(scenario, offer) in forms[taker, route.item]
        if ready and taken and option is not None:
            found.append((number, option, period))
    return tuple(found)


def fallbacks(facts: Facts, no_outage: DrawSet) -> Trade:
    """What is ordered where routes fail, in those draws alone."""
    network, rows = facts.network, fallback_orders(facts)
    option = np.array([option for _, option, _ in rows], dtype=np.int64)
    period = np.array([period for _, _, period in rows], dtype=np.int64)
    purchases, shipments = table_of(facts.scenario, facts.landed, option, period)
    flows = [network.flows[network.on_routes[number]] for number, _, _ in rows]
    only = np.array([facts.draws.failure(flow.route) for flow in flows], dtype=bool)
    return Trade(
        purchases,
        facts.scenario,
        shipments,
        facts.draws,
        no_outage,
        np.array([flow.gives for flow in flows], dtype=np.int64),
        only.reshape(len(rows), facts.draws.count),
    )


def _entered(facts: Facts, purchases: Purchases) -> Whole:
    """(purchase,) the stock that a purchase goes into; -1 where nobody waits for it."""
    found, stocks = [], {stock: number for number, stock in enumerate(facts.network.stocks)}
    for option, offer in zip(purchases.option, purchases.offer, strict=True):
        payer, row = facts.landed.options[option].payer, facts.scenario.offers[offer]
        if facts.landed.options[option].in_bond:
            found.append(stocks.get(bond_of(facts.scenario, row, payer), -1))
            continue
        days = consent_days(row) if payer == RESERVE else 0.0
        found.append(facts.network.index.get((payer, row.item, days), -1))
    return np.array(found, dtype=np.int64)
