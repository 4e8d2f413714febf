"""Ways to buy units for a need, one by one: when each would serve, what it costs and what cash it takes.

On the schedule without outages, by the auditor's own dates and payments.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import Purchase, orders
from importplan.evaluation.ledger.statement import statement
from importplan.evaluation.ledger.violation import TOLERANCE
from importplan.evaluation.open_needs.outcomes import LineOutcome
from importplan.plan.plan import Plan, PlannedOrder
from importplan.scenario.reserve import may_be_reserved, reservable
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.dates.shipments import order_allowed
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class WaysToBuy:
    """B ways to buy so many units for a need."""

    bought: tuple[Purchase, ...]
    serve: Whole  # (B,) period in which it serves the taker
    day: Real  # (B,) and the day
    cost_cny: Real  # (B,) discounted
    cash_cny: Real  # (B, P)

    @property
    def count(self) -> int:
        """B."""
        return len(self.bought)


@dataclass(frozen=True)
class Purchasable:
    """What can be bought beside a plan, and what of the plan could be moved."""

    books: Books
    plan: Plan

    @cached_property
    def calm(self) -> Books:
        """The case on the schedule without outages."""
        return Books(self.books.scenario, self.books.landed, nominal(self.books.scenario), schedule=True)

    @cached_property
    def _hazards(self) -> Hazards:
        return Hazards(self.calm)

    def ways(self, line: LineOutcome, units: float) -> WaysToBuy:
        """Every order that the firm, or the reserve for it, could place for so many units."""
        placed: list[tuple[int, PlannedOrder]] = []
        for position, offer in sorted(
            (
                *self._sold.get((line.tier.item, line.tier.firm), ()),
                *self._sold.get((line.tier.item, RESERVE), ()),
            ),
            key=lambda each: each[0],
        ):
            quantity = quantity_of(units, offer)
            for period in self._periods[offer.offer]:
                placed.append((len(placed), PlannedOrder(position, period, quantity)))
        # Each is an order by itself, at the price of its own quantity.
        return self._priced([each for one in placed for each in orders(self.calm, [one])])

    @cached_property
    def _sold(self) -> dict[tuple[str, str], list[tuple[int, Offer]]]:
        """Item and payer → the options that may be ordered, with their offers."""
        landed, scenario, pooled = self.books.landed, self.books.scenario, self._pooled
        found: dict[tuple[str, str], list[tuple[int, Offer]]] = {}
        for position, option in enumerate(landed.options):
            offer = scenario.offers[scenario.offer_index[option.offer]]
            open_to = option.payer != RESERVE or offer.offer in pooled
            home = not landed.planned[position] and not option.in_bond
            if offer.contract == "order" and open_to and home:
                found.setdefault((offer.item, option.payer), []).append((position, offer))
        return found

    @cached_property
    def _periods(self) -> dict[str, list[int]]:
        """Offer → the periods in which it may be ordered, its qualification over."""
        allowed = order_allowed(self.books.scenario)
        return {
            offer.offer: np.flatnonzero(allowed[row] & self._qualified(offer)).tolist()
            for row, offer in enumerate(self.books.scenario.offers)
        }

    def moved(self, line: LineOutcome, units: float, serves: int) -> WaysToBuy | None:
        """The order of the plan that serves the need too late, for as many units."""
        mine = [
            (place, replace(order, quantity=min(units, order.quantity)))
            for place, order in enumerate(self.plan.orders)
            if self.books.landed.options[order.option].payer in (line.tier.firm, RESERVE)
            and self._item(order) == line.tier.item
        ]
        for place in mine:
            found = self._priced(list(orders(self.calm, [place])))
            if min(int(found.serve[0]), self.books.periods) == serves:
                return found
        return None

    def _item(self, order: PlannedOrder) -> str:
        scenario = self.books.scenario
        return scenario.offers[scenario.offer_index[self.books.landed.options[order.option].offer]].item

    @cached_property
    def _pooled(self) -> frozenset[str]:
        """Offers from which the reserve may buy."""
        scenario, items = self.books.scenario, reservable(self.books.scenario)
        return frozenset(row.offer for row in scenario.offers if row.item in items and may_be_reserved(scenario, row))

    def _qualified(self, offer: Offer) -> NDArray[np.bool_]:
        """(T,) whether its qualification, and its supplier's, can be over."""
        supplier = self.books.scenario.supplier_of(offer)
        months = [row.qualification_months for row in (offer, supplier) if not row.qualified]
        begins = np.arange(self.books.periods) * self.books.scenario.calendar.months
        return begins >= max(months, default=0.0) - TOLERANCE

    def _priced(self, bought: list[Purchase]) -> WaysToBuy:
        count, periods = len(bought), self.calm.table_periods
        cost, cash = np.zeros(count), np.zeros((count, periods))
        day, first = np.zeros(count), 0
        for some in parts(self._hazards, bought):
            rows = np.arange(first, first + len(some.bands))
            day[rows] = some.serve_day[:, 0] + [purchase.consent_days for purchase in some.purchases]
            self._pay(some, rows, cost, cash)
            first += len(some.bands)
        fees = np.array([purchase.placed * purchase.offer.order_cost_cny for purchase in bought])
        when = np.array([purchase.period for purchase in bought], dtype=np.int64)
        cost += fees * self.calm.discount[when] + [self._qualification(purchase.offer) for purchase in bought]
        np.add.at(cash, (np.arange(count), when), fees)
        return WaysToBuy(tuple(bought), self.books.scenario.calendar.of_days(day), day, cost, cash)

    def _pay(self, some: Parts, rows: Whole, cost: Real, cash: Real) -> None:
        for payment in statement(self.calm, some):
            when = np.broadcast_to(self.calm.in_table(payment.period), payment.amount.shape)
            if payment.cost is not None:
                cost[rows] += (payment.amount * self.calm.discount[when]).sum(axis=1)
            np.add.at(cash, (rows[:, None], when), payment.paid)

    def _qualification(self, offer: Offer) -> float:
        supplier = self.books.scenario.supplier_of(offer)
        new = [
            row.qualification_cost_cny
            for row, there in (
                (offer, offer.offer in self.plan.qualified_offers),
                (supplier, supplier.supplier in self.plan.qualified_suppliers),
            )
            if not row.qualified and not there
        ]
        return sum(new)


def quantity_of(units: float, offer: Offer) -> float:
    """Units of an order: no fewer than its smallest, in lots."""
    wanted = max(units, offer.min_order)
    return wanted if offer.lot_size is None else offer.lot_size * float(np.ceil(wanted / offer.lot_size - TOLERANCE))
