"""A case of the ladder as plain arrays, for extensive forms in other modelling libraries.

Amounts, dates and draws are the package's own; what is modelled with them (stock and backlog of every draw, lots,
budgets, CVaR) is written afresh in `peer_libraries.py`. It knows what the ladder needs and no more: one stock an item,
orders, smallest orders and fees, capacities of offers and suppliers, budgets on the plan, needs that wait at any cost,
and stay open at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case import payments
from importplan.model.case.dated_purchases import trade
from importplan.model.case.facts import Facts
from importplan.model.case.of_use import orders_of_use
from importplan.model.families.open_needs import worth_of_open_needs
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
MILLION = 1e6


@dataclass(frozen=True)
class Arrays:
    """N orders (offer, payer, period), H stocks (firm, item), T periods, D draws; money in millions."""

    most: Real  # (N,)
    least: Real  # (N,) smallest order
    stock: Whole  # (N,)
    cost: Real  # (N, D) discounted, per unit
    fee: Real  # (N,) discounted, per order
    serve: Whole  # (N, D) period; T and later after the end; -1 never
    due: Real  # (H, T, D)
    late: Real  # (H, T) discounted, per unit and period
    held: Real  # (H, T)
    still_open: Real  # (H,) discounted, per unit at the end
    budgets: list[tuple[Real, Real, float]]  # cash per unit (N,), per order (N,), amount
    weights: Real  # (D,)
    risk_weight: float
    risk_level: float
    whole: bool

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """N, H, T, D."""
        return (len(self.most), *self.due.shape)


def arrays(scenario: Scenario, landed: LandedTable, draws: DrawSet) -> Arrays:
    """Everything that the extensive form of a case of the ladder is written from."""
    facts = Facts(scenario, landed, draws)
    schedule = nominal(scenario)
    orders = trade(facts, "order", schedule)
    purchases, rows = orders.purchases, orders.purchases.decided
    dating, settings = orders.dating, scenario.settings
    assert (dating.share == 1.0).all() and not facts.stores, "the ladder has whole consignments and free stores"
    assert len(np.unique(np.stack([purchases.offer, purchases.payer, purchases.period]), axis=1).T) == len(rows)
    offers = [scenario.offers[position] for position in purchases.offer[rows]]
    _, consignment = dating.consignments_of(purchases.shipment[rows])
    serve = np.where(dating.lost[consignment], -1, dating.serve[consignment])
    discount = facts.discount[: facts.periods]
    cash = payments.cash(facts, purchases, rows, orders.planned, schedule)[:, 0] / MILLION
    fee = np.array([row.order_cost_cny for row in offers]) / MILLION
    value = landed.reference_value_cny[facts.stock_item]
    rate = (facts.item_values("holding_rate") + facts.item_values("obsolescence_rate"))[facts.stock_item]
    late = np.zeros(len(facts.network.stocks))
    late[facts.network.queue_stock] = [queue.shortage_cost_cny for queue in facts.network.queues]
    due = np.zeros((len(facts.network.stocks), facts.periods, draws.count))
    np.add.at(due, facts.network.queue_stock, facts.due.transpose(1, 2, 0))
    return Arrays(
        most=np.minimum(orders_of_use(facts, orders), [row.capacity_per_period or np.inf for row in offers]),
        least=np.array([row.min_order for row in offers]),
        stock=orders.holding[rows],
        cost=payments.costs(facts, purchases, rows, dating, draws).sum(axis=2) / MILLION,
        fee=fee * facts.discount[purchases.period[rows]],
        serve=serve,
        due=due,
        late=late[:, None] * discount / MILLION,
        held=(value * rate / scenario.calendar.per_year)[:, None] * discount / MILLION,
        still_open=worth_of_open_needs(facts)[facts.stock_item] / MILLION,
        budgets=list(_budgets(facts, purchases.payer[rows], purchases.period[rows], cash, fee)),
        weights=draws.weights,
        risk_weight=settings.risk_weight,
        risk_level=settings.risk_level,
        whole=bool(scenario.items[0].whole_units),
    )


def _budgets(facts: Facts, payer: Whole, period: Whole, cash: Real, fee: Real) -> list[tuple[Real, Real, float]]:
    calendar, found = facts.scenario.calendar, []
    for row in facts.scenario.budgets:
        first, last = calendar.index_of(row.from_day), calendar.index_of(row.to_day)
        mine = (payer == facts.payers.index(row.payer)).astype(np.float64)
        spent = cash[:, first : last + 1].sum(axis=1) * mine
        placed = np.where((period >= first) & (period <= last), fee, 0.0) * mine
        found.append((spent, placed, row.amount_cny / MILLION))
    return found
