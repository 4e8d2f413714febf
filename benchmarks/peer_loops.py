"""The peer: the same extensive form written the obvious way, one object for every column, row and term.

A loop over purchase x draw, stock x period x draw, with MathOpt's Python objects, as the tutorials of modelling
languages teach it. It knows what `compressor_maker` needs and no more: one firm, orders (no frameworks), lots,
qualification, supplier capacity, total quotas in dollars, budgets on the plan, country shares by value, needs
open at the end, one site, workaround, shortage and CVaR; outages of severity 1 that delay.

Solved to the end, the package and the peer must have the same optimum: the second use of this file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from ortools.math_opt.python import mathopt

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.items import Item
from importplan.uncertainty.sampling.draw_set import DrawSet
from peer_purchases import ARRIVES, RECOVERED, SERVES, Purchase, payments, purchases

MILLION = 1e6  # money in the peer
Terms = list[Any]


@dataclass
class Peer:
    """A model under construction. Costs of a draw and cash of a period are lists of terms in millions."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    bought: list[Purchase] = field(default_factory=list)
    order: list[Any] = field(default_factory=list)  # of every purchase a column; a number where it is signed
    most: dict[str, float] = field(default_factory=dict)  # item → units that are ever needed
    cost: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))
    cash: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))
    model: mathopt.Model = field(default_factory=lambda: mathopt.Model(name="peer"))

    def row(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Add low <= sum of terms <= high."""
        self.model.add_linear_constraint(lb=low, ub=high, expr=mathopt.fast_sum(terms))

    @property
    def last(self) -> int:
        """The last period of the landed-cost table; later arrivals pay its charges, later cash counts in it."""
        return int(self.landed.unit_cny.shape[2]) - 1

    def discount(self, period: int) -> float:
        """To the first day of a period."""
        years = period / self.scenario.calendar.per_year
        return float((1.0 + self.scenario.settings.discount_rate) ** -years)

    def rate(self, currency: str, period: int, draw: int) -> float:
        """Exchange rate of a draw over the base rate."""
        if currency not in self.draws.currencies:
            return 1.0
        position = self.draws.currencies.index(currency)
        return float(self.draws.fx_factor[draw, position, min(period, self.scenario.settings.periods - 1)])

    def refused(self, bought: Purchase, draw: int) -> bool:
        """Whether the export licence is refused."""
        group = self.scenario.licence_group_of(bought.offer, self.landed.options[bought.option].payer)
        if bought.offer.licence_refusal == 0.0 or group not in self.draws.licence_groups:
            return False
        return bool(self.draws.refused[draw, self.draws.licence_groups.index(group)])

    def most_of(self, offer: Any) -> float:
        """The largest order of use: all that is ever needed of the item, in whole lots, within capacity."""
        lot = offer.lot_size or 1.0
        most = max(np.ceil(self.most[offer.item] / lot) * lot, offer.min_order)
        return float(min(most, offer.capacity_per_period or np.inf))


def build(scenario: Scenario, landed: LandedTable, draws: DrawSet) -> Peer:
    """The whole model."""
    peer = Peer(scenario, landed, draws)
    for item in scenario.items:
        needed = [
            sum(draws.demand[draw, row] for row, line in enumerate(scenario.demand) if line.item == item.item)
            for draw in range(draws.count)
        ]
        peer.most[item.item] = float(max(needed))
    _orders(peer)
    _lots(peer)
    _qualification(peer)
    _quotas(peer)
    for draw in range(draws.count):
        for item in scenario.items:
            if peer.most[item.item] > 0:
                _one_stock(peer, draw, item)
    _budgets(peer)
    _country_shares(peer)
    _objective(peer)
    return peer


def solve(peer: Peer, gap: float, time_limit_s: float) -> mathopt.SolveResult:
    """Solve with HiGHS."""
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=time_limit_s), relative_gap_tolerance=gap, absolute_gap_tolerance=min(1e-9, gap)
    )
    return mathopt.solve(peer.model, mathopt.SolverType.HIGHS, params=parameters)


def _orders(peer: Peer) -> None:
    peer.bought = purchases(peer.scenario, peer.landed, peer.draws)
    for bought in peer.bought:
        column: Any = bought.units
        if bought.units is None:
            column = peer.model.add_variable(lb=0.0, is_integer=peer.scenario.item_of(bought.offer).whole_units)
        peer.order.append(column)
        for draw in range(peer.draws.count):
            cost = 0.0
            for paid in payments(peer.landed, bought, bought.periods[draw], peer.refused(bought, draw)):
                if paid.cost:
                    rate = peer.rate(bought.offer.currency, paid.rate_period, draw) if paid.charge.ad_valorem else 1.0
                    cost += paid.cny * rate * peer.discount(paid.period)
            peer.cost[draw].append(cost / MILLION * column)
        for paid in payments(peer.landed, bought, bought.planned, False):
            peer.cash[min(paid.period, peer.last)].append(paid.cny / MILLION * column)


def _lots(peer: Peer) -> None:
    together: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, bought in enumerate(peer.bought):
        if bought.units is None:
            together[bought.offer.offer, bought.period].append(row)
    for rows in together.values():
        bought = peer.bought[rows[0]]
        offer = bought.offer
        placed = peer.model.add_binary_variable()
        units = [peer.order[row] for row in rows]
        peer.row([*units, -peer.most_of(offer) * placed], high=0.0)
        if offer.min_order:
            peer.row([*units, -offer.min_order * placed], low=0.0)
        if offer.lot_size:
            peer.row([*units, -offer.lot_size * peer.model.add_integer_variable(lb=0.0)], low=0.0, high=0.0)
        for draw in range(peer.draws.count):
            fee = offer.order_cost_cny * peer.discount(bought.period)
            if not peer.refused(bought, draw):
                fee += offer.clearance_cost_cny * peer.discount(bought.periods[draw][ARRIVES])
            peer.cost[draw].append(fee / MILLION * placed)
        peer.cash[bought.period].append(offer.order_cost_cny / MILLION * placed)
        peer.cash[min(bought.planned[ARRIVES], peer.last)].append(offer.clearance_cost_cny / MILLION * placed)


def _qualification(peer: Peer) -> None:
    for supplier in peer.scenario.suppliers:
        qualify: Any = 1.0
        if not supplier.qualified:
            qualify = peer.model.add_binary_variable()
            cost = supplier.qualification_cost_cny / MILLION * qualify
            peer.cash[0].append(cost)
            for draw in range(peer.draws.count):
                peer.cost[draw].append(cost)
        ready = int(np.ceil(supplier.qualification_months / peer.scenario.calendar.months - 1e-9))
        by_period: dict[int, Terms] = defaultdict(list)
        for bought, order in zip(peer.bought, peer.order, strict=True):
            if bought.offer.supplier == supplier.supplier and bought.units is None:
                by_period[bought.period].append(order)
                if not supplier.qualified:
                    most = peer.most_of(bought.offer) if bought.period >= ready else 0.0
                    peer.row([order, -most * qualify], high=0.0)
        if supplier.capacity_per_period is not None:
            for units in by_period.values():
                peer.row([*units, -supplier.capacity_per_period * qualify], high=0.0)


def _quotas(peer: Peer) -> None:
    """Exempt units beyond a total quota in dollars, at the rates of their day, are taxed in that draw."""
    for position, certificate in enumerate(peer.scenario.qualifications):
        rows = [
            row for row, bought in enumerate(peer.bought)
            if peer.landed.options[bought.option].qualification == position
        ]  # fmt: skip
        if certificate.quota_usd is None or not rows:
            continue
        limit = certificate.quota_usd * peer.landed.base_rate["USD"] / MILLION
        for draw in range(peer.draws.count):
            used: Terms = []
            for row in rows:
                bought, order = peer.bought[row], peer.order[row]
                if not peer.refused(bought, draw):
                    value = float(peer.landed.customs_value_cny[bought.option]) / MILLION
                    port = bought.periods[draw][ARRIVES]
                    value *= peer.rate(bought.offer.currency, port, draw) / peer.rate("USD", port, draw)
                    beyond = peer.model.add_variable(lb=0.0)
                    peer.row([beyond, -1.0 * order], high=0.0)
                    used += [value * order, -value * beyond]
                    _tax_beyond(peer, bought, draw, beyond)
            if used:
                peer.row(used, high=limit)


def _tax_beyond(peer: Peer, bought: Purchase, draw: int, beyond: Any) -> None:
    ordinary, dates = int(peer.landed.ordinary[bought.option]), bought.periods[draw]
    port = min(dates[ARRIVES], peer.last)
    rate = peer.rate(bought.offer.currency, dates[ARRIVES], draw)
    weight = float(peer.draws.weights[draw])
    for charge in TAXES:
        both = peer.landed.unit_cny[[ordinary, bought.option], CHARGE_INDEX[charge], port]
        tax = float(both[0] - both[1]) * rate
        peer.cash[port].append(weight * tax / MILLION * beyond)
        if not charge.deductible:
            peer.cost[draw].append(tax * peer.discount(dates[ARRIVES]) / MILLION * beyond)
        elif charge is VAT_CASH:
            peer.cash[min(dates[RECOVERED], peer.last)].append(-weight * tax / MILLION * beyond)


def _one_stock(peer: Peer, draw: int, item: Item) -> None:
    """Stock, backlog and workaround of an item in every period of a draw, with their costs."""
    scenario = peer.scenario
    arrivals: dict[int, Terms] = defaultdict(list)
    for bought, order in zip(peer.bought, peer.order, strict=True):
        if bought.offer.item == item.item and not peer.refused(bought, draw):
            arrivals[bought.periods[draw][SERVES]].append(order)
    due: dict[int, float] = defaultdict(float)
    lines = [(row, line) for row, line in enumerate(scenario.demand) if line.item == item.item]
    for row, line in lines:
        due[scenario.calendar.index_of(line.period.last)] += float(peer.draws.demand[draw, row])
    before: Any = sum(row.quantity for row in scenario.stock if row.item == item.item)
    late_before: Any = 0.0
    for period in range(scenario.settings.periods):
        stock, late = peer.model.add_variable(lb=0.0), peer.model.add_variable(lb=0.0)
        came = [-1.0 * units for units in arrivals[period]]
        peer.row([stock, -1.0 * late, -1.0 * before, late_before, *came], low=-due[period], high=-due[period])
        before, late_before = stock, late
        _stock_costs(peer, draw, item, period, stock)
        _late_costs(peer, draw, item, period, late, float(lines[0][1].shortage_cost_cny or 0.0))
    follows = [units for period, came in arrivals.items() if period >= scenario.settings.periods for units in came]
    _open_cost(peer, draw, item, late_before, follows)


def _stock_costs(peer: Peer, draw: int, item: Item, period: int, stock: Any) -> None:
    calendar = peer.scenario.calendar
    value = float(peer.landed.reference_value_cny[peer.scenario.item_index[item.item]])
    rent = peer.scenario.sites[0].cost_cny_per_m3_month * calendar.months * item.volume_m3
    held = value * (item.holding_rate + item.obsolescence_rate) / calendar.per_year
    peer.cost[draw].append((held + rent) * peer.discount(period) / MILLION * stock)
    peer.cash[period].append(float(peer.draws.weights[draw]) * rent / MILLION * stock)


def _late_costs(peer: Peer, draw: int, item: Item, period: int, late: Any, each: float) -> None:
    discount = peer.discount(period)
    peer.cost[draw].append(each * discount / MILLION * late)
    if item.workaround_limit > 0:
        relief = peer.model.add_variable(lb=0.0, ub=item.workaround_limit)
        peer.row([relief, -1.0 * late], high=0.0)
        peer.cost[draw].append((item.workaround_cost_cny - each) * discount / MILLION * relief)
        weight = float(peer.draws.weights[draw])
        peer.cash[period].append(weight * item.workaround_cost_cny / MILLION * relief)


def _open_cost(peer: Peer, draw: int, item: Item, late: Any, follows: Terms) -> None:
    """What waits at the end and nothing still comes for: a share of what the item is worth."""
    settings, landed = peer.scenario.settings, peer.landed
    worth = float(landed.reference_value_cny[peer.scenario.item_index[item.item]])
    for option, entry in enumerate(landed.options):
        ordered = any(bought.option == option and bought.units is None for bought in peer.bought)
        if ordered and entry.regime == "ordinary" and peer.scenario.offers[_row(peer, option)].item == item.item:
            worth = max(worth, float(landed.cost_cny()[option, 0]))
    still_open = peer.model.add_variable(lb=0.0)
    peer.row([late, -1.0 * still_open, *(-1.0 * units for units in follows)], high=0.0)
    price = settings.open_need_share * worth * peer.discount(settings.periods - 1)
    peer.cost[draw].append(price / MILLION * still_open)


def _row(peer: Peer, option: int) -> int:
    return peer.scenario.offer_index[peer.landed.options[option].offer]


def _periods(peer: Peer, first: date | None, last: date | None) -> Iterator[int]:
    calendar = peer.scenario.calendar
    start = 0 if first is None else calendar.index_of(first)
    end = peer.last if last is None else calendar.index_of(last)
    yield from range(start, end + 1)


def _budgets(peer: Peer) -> None:
    for budget in peer.scenario.budgets:
        terms: Terms = []
        for period in _periods(peer, budget.from_day, budget.to_day):
            terms += peer.cash[period]
        peer.row(terms, high=budget.amount_cny / MILLION)


def _country_shares(peer: Peer) -> None:
    scenario = peer.scenario
    for limit in scenario.limits:
        if limit.rule != "max_country_share":
            continue
        origins = {scenario.origin_of(offer) for offer in scenario.offers if offer.item == limit.item}
        for country in sorted(origins - {HOME}):
            terms: Terms = []
            for bought, order in zip(peer.bought, peer.order, strict=True):
                if bought.offer.item == limit.item and bought.units is None:
                    value = float(peer.landed.customs_value_cny[bought.option]) / MILLION
                    inside = 1.0 if scenario.origin_of(bought.offer) == country else 0.0
                    terms.append(value * (inside - limit.value) * order)
            peer.row(terms, high=0.0)


def _objective(peer: Peer) -> None:
    """(1 - weight) mean + weight CVaR of the whole cost of a draw."""
    settings = peer.scenario.settings
    tail = peer.model.add_variable()
    terms: Terms = [settings.risk_weight * tail]
    for draw in range(peer.draws.count):
        weight = float(peer.draws.weights[draw])
        cost, excess = peer.model.add_variable(), peer.model.add_variable(lb=0.0)
        peer.row([cost, *[-1.0 * term for term in peer.cost[draw]]], low=0.0, high=0.0)
        peer.row([excess, -1.0 * cost, tail], low=0.0)
        share = settings.risk_weight * weight / (1.0 - settings.risk_level)
        terms += [(1.0 - settings.risk_weight) * weight * cost, share * excess]
    peer.model.minimize(mathopt.fast_sum(terms))
