"""Each part of a plan done without, replayed on the draws that made the plan.

A part is all that a buyer orders from an offer, or a route with its starts and with what is bought for nothing else.
Goods that are not ordered are either not bought at all, or come from the cheapest other offer that can be ordered in
the same periods: of the two the cheaper in the mean counts. Nothing else is planned anew. Dates and
capacities hold, so a source that cannot sell as much stands in for none; limits are not imposed (`replay`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import parts
from importplan.evaluation.ledger.purchases import orders
from importplan.evaluation.ledger.statement import statement
from importplan.evaluation.open_needs.ways import quantity_of
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.forgone import ORDER, RESERVED, ROUTE, SECOND, Forgone, PartOfPlan, forgone
from importplan.plan.lines import COST_INDEX
from importplan.plan.plan import Plan, PlannedOrder
from importplan.plan.solution import CostLines, Reason, Solution
from importplan.running.clock import Clock
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.uncertainty.dates.shipments import order_allowed
from importplan.uncertainty.sampling.draw_set import DrawSet

MOST = 20  # parts, those first on which most is spent
WITH_PRICE = frozenset(charge.key for charge in CHARGES if charge.ad_valorem and not charge.deductible) | {
    "bank_fees",
    "exchange_rate",
    "instalments_lost",
}
COSTS = [CHARGE_INDEX[charge] for charge in CHARGES if not charge.deductible]


def forgo_each(
    scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan, clock: Clock, apart: bool = False
) -> tuple[tuple[Forgone, ...], int]:
    """What doing without each part of a plan costs, the nearest to paying no more first; and how many were not tried.

    Parameters
    ----------
    scenario, landed, draws, plan
        The case, and a plan that was made on these draws.
    clock
        Every replay gets its share of what is left; parts for which nothing is left are counted.
    apart
        As in `solve`. Ctrl-C ends the trying.
    """
    trying = _Trying(scenario, landed, draws, plan, apart)
    listed = trying.parts()
    found: list[Forgone] = []
    try:
        base = trying.replayed(plan, clock.part(clock.left() / (2 * min(len(listed), MOST) + 1))).costs
        for position, part in enumerate(listed[:MOST]):
            if base is None or clock.left() <= 0.0:
                break
            share = clock.left() / (2 * (min(len(listed), MOST) - position))
            each = trying.without(part, base, clock, share)
            if each is not None:
                found.append(each)
    except KeyboardInterrupt:
        pass  # what was found by then is told, and how much was not
    return tuple(sorted(found, key=lambda each: each.distance)), len(listed) - len(found)


@dataclass(frozen=True)
class _Trying:
    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    plan: Plan
    apart: bool

    def replayed(self, plan: Plan, clock: Clock) -> Solution:
        """A plan on the draws; without costs where there was no time, or dates and capacities forbid it."""
        return replay(self.scenario, self.landed, self.draws, plan, self.apart, clock)

    def parts(self) -> list[PartOfPlan]:
        """Every part, the one on which most is spent first."""
        found = [*self._bought(), *self._routes()]
        return sorted(found, key=lambda part: -part.priced_cny)

    def without(self, part: PartOfPlan, base: CostLines, clock: Clock, share_s: float) -> Forgone | None:
        """The cheaper of the ways without a part."""
        ways = [("", self._left(part))]
        other = None if part.kind == ROUTE else self._replaced(part)
        found: list[Forgone] = []
        for instead, plan in ways if other is None else (*ways, other):
            replayed = self.replayed(plan, clock.part(share_s))
            if instead and replayed.termination.reason is Reason.INFEASIBLE:
                continue  # that source cannot sell as much
            costs = replayed.costs
            if costs is None:
                return None
            priced = part.priced_cny
            if part.kind == ROUTE:
                opening = COST_INDEX["route_opening"]
                priced = float(base.expected[opening] - costs.expected[opening])
            found.append(forgone(part, instead, base, costs, priced))
        return min(found, key=lambda each: each.worth_cny)

    @cached_property
    def _books(self) -> Books:
        return Books(self.scenario, self.landed, self.draws)

    def _source(self, order: PlannedOrder) -> tuple[str, str]:
        option = self.landed.options[order.option]
        return option.offer, option.payer

    def _item(self, offer: str) -> str:
        return self.scenario.offers[self.scenario.offer_index[offer]].item

    def _bought(self) -> Iterable[PartOfPlan]:
        units: dict[tuple[str, str], float] = {}
        of_supplier: dict[tuple[str, str], float] = {}
        for order in self.plan.orders:
            key = self._source(order)
            units[key] = units.get(key, 0.0) + order.quantity
            named = self._item(key[0]), self._supplier(key[0])
            of_supplier[named] = of_supplier.get(named, 0.0) + order.quantity
        priced = self._priced()
        for (offer, payer), count in units.items():
            item = self._item(offer)
            mine = of_supplier[item, self._supplier(offer)]
            first = mine >= max(total for (other, _), total in of_supplier.items() if other == item)
            kind = RESERVED if payer == RESERVE else ORDER if first else SECOND
            yield PartOfPlan(kind, item, payer, offer, count, priced.get((offer, payer), 0.0))

    def _supplier(self, offer: str) -> str:
        return self.scenario.offers[self.scenario.offer_index[offer]].supplier

    def _priced(self) -> dict[tuple[str, str], float]:
        """(offer, payer) → what is spent and grows with the price, discounted, in the mean."""
        books, found = self._books, dict[tuple[str, str], float]()
        for some in parts(Hazards(books), orders(books, enumerate(self.plan.orders))):
            mean = np.zeros(len(some.bands))
            for payment in statement(books, some):
                if payment.cost in WITH_PRICE:
                    mean += (payment.paid * books.worth(payment.period)) @ books.draws.weights
            for purchase, value in zip(some.purchases, mean.tolist(), strict=True):
                key = (purchase.offer.offer, purchase.payer)
                found[key] = found.get(key, 0.0) + value
        return found

    def _routes(self) -> Iterable[PartOfPlan]:
        for name in self.plan.opened_routes:
            route = next(row for row in self.scenario.routes if row.route == name)
            mine = [start for start in self.plan.starts if start.route == name]
            buyer = mine[0].firm if len({start.firm for start in mine}) == 1 else ""
            units = sum(start.quantity for start in mine)
            yield PartOfPlan(ROUTE, route.item, buyer, name, units, route.opening_cost_cny)

    def _left(self, part: PartOfPlan) -> Plan:
        """The plan without a part, and without the qualification that was for it alone."""
        if part.kind == ROUTE:
            alone = self._for_nothing_else(part.source)
            return replace(
                self._with_orders(
                    order for order in self.plan.orders if self._item(self._source(order)[0]) not in alone
                ),
                opened_routes=tuple(name for name in self.plan.opened_routes if name != part.source),
                starts=tuple(start for start in self.plan.starts if start.route != part.source),
            )
        return self._with_orders(
            order for order in self.plan.orders if self._source(order) != (part.source, part.buyer)
        )  # fmt: skip

    def _for_nothing_else(self, route: str) -> set[str]:
        """The inputs of a route that nobody needs for themselves and no other open route uses."""
        used = {row.item for row in self.scenario.route_inputs if row.route == route}
        opened = set(self.plan.opened_routes) - {route}
        needed = {row.item for row in self.scenario.demand}
        return used - needed - {row.item for row in self.scenario.route_inputs if row.route in opened}

    def _with_orders(self, kept: Iterable[PlannedOrder]) -> Plan:
        bought = tuple(kept)
        offers = {self._source(order)[0] for order in bought}
        offers |= {self.landed.options[lane.option].offer for lane in self.plan.recourse.call_off_lanes}
        suppliers = {self._supplier(offer) for offer in offers} | set(self.plan.bookings)
        return replace(
            self.plan,
            orders=bought,
            qualified_offers=tuple(name for name in self.plan.qualified_offers if name in offers),
            qualified_suppliers=tuple(name for name in self.plan.qualified_suppliers if name in suppliers),
        )

    def _replaced(self, part: PartOfPlan) -> tuple[str, Plan] | None:
        """The cheapest other offer in the place of a part, in the same periods; None where there is none."""
        moved = [order for order in self.plan.orders if self._source(order) == (part.source, part.buyer)]
        best: tuple[float, int] | None = None
        allowed = order_allowed(self.scenario)
        last = self.landed.unit_cny.shape[2] - 1
        for position, option in enumerate(self.landed.options):
            offer = self.scenario.offers[self.scenario.offer_index[option.offer]]
            other = option.payer == part.buyer and offer.item == part.item and option.offer != part.source
            if not other or self.landed.planned[position] or option.in_bond or offer.contract != "order":
                continue
            if not self._qualified(option.offer):
                continue
            if not all(allowed[self.scenario.offer_index[option.offer], order.period] for order in moved):
                continue
            cost = sum(
                float(self.landed.unit_cny[position, COSTS, min(order.period, last)].sum()) * order.quantity
                for order in moved
            )
            if best is None or cost < best[0]:
                best = cost, position
        if best is None:
            return None
        option = self.landed.options[best[1]]
        offer = self.scenario.offers[self.scenario.offer_index[option.offer]]
        together: dict[int, float] = {}  # period → units: whatever treatments they had, and with what is bought there
        for order in moved:
            together[order.period] = together.get(order.period, 0.0) + order.quantity
        instead = []
        for period, units in together.items():
            same = [o for o in self.plan.orders if (o.option, o.period) == (best[1], period)]
            there = sum(order.quantity for order in same)
            instead.append(PlannedOrder(best[1], period, there + quantity_of(units, offer)))
        kept = (
            order
            for order in self.plan.orders
            if self._source(order) != (part.source, part.buyer)
            and (order.option, order.period) not in {(each.option, each.period) for each in instead}
        )
        return option.offer, self._with_orders((*kept, *instead))

    def _qualified(self, offer: str) -> bool:
        row = self.scenario.offers[self.scenario.offer_index[offer]]
        supplier = self.scenario.supplier_of(row)
        supplied = supplier.qualified or supplier.supplier in self.plan.qualified_suppliers
        return supplied and (row.qualified or offer in self.plan.qualified_offers)
