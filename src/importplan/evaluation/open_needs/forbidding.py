"""What forbids a way to buy: a capacity, a budget, or a hard limit that the plan keeps without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.budgets import budget_uses
from importplan.evaluation.ledger.cash import Cash
from importplan.evaluation.ledger.claims import Claims, claims
from importplan.evaluation.ledger.limits import Audited, Excess, excesses
from importplan.evaluation.ledger.mix import Mix
from importplan.evaluation.ledger.purchases import SIGNED, Purchase, purchases
from importplan.evaluation.ledger.violation import TOLERANCE
from importplan.evaluation.open_needs.ways import WaysToBuy
from importplan.plan.plan import Plan, PlannedOrder
from importplan.plan.solution import Repair


@dataclass(frozen=True)
class Forbidding:
    """Everything else as planned: budgets, capacities and hard limits against one order more."""

    books: Books
    plan: Plan
    cash: Cash
    _apart: dict[frozenset[str], Cash] = field(default_factory=dict)

    @cached_property
    def _said(self) -> Claims:
        return claims(self.books, self.plan)[0]

    @cached_property
    def _before(self) -> dict[tuple[int, tuple[str, ...]], float]:
        """How far limits are exceeded by the plan itself."""
        return {self._key(each): float(each.over.max(initial=0.0)) for each in self._excesses(self.plan, self.cash)}

    def missing(self, ways: WaysToBuy, way: int, moved: WaysToBuy | None) -> Repair | None:
        """What forbids a way to buy; None where nothing does."""
        bought = ways.bought[way]
        return self._capacity(bought, moved) or self._budget(ways, way, moved) or self._limit(ways, way, moved)

    def _with(self, bought: Purchase, moved: WaysToBuy | None) -> Plan:
        """The plan with an order more, and what it stands for less."""
        more = PlannedOrder(bought.option, bought.period, float(bought.units[0]))
        kept = list(self.plan.orders)
        if moved is not None:
            old, units = moved.bought[0], float(moved.bought[0].units[0])
            kept[old.place] = replace(kept[old.place], quantity=kept[old.place].quantity - units)
        return replace(self.plan, orders=(*(order for order in kept if order.quantity > TOLERANCE), more))

    def _cash(self, cash: Cash, ways: WaysToBuy, way: int, moved: WaysToBuy | None) -> Cash:
        """The cash of some payers with an order more."""
        change = np.zeros((len(cash.payers), self.books.table_periods))
        change[cash.payers.index(ways.bought[way].payer)] += ways.cash_cny[way]
        if moved is not None:
            change[cash.payers.index(moved.bought[0].payer)] -= moved.cash_cny[0]
        plan = cash.plan_cny.copy()
        plan[:, 0] += change
        return replace(cash, plan_cny=plan, by_draw_cny=cash.by_draw_cny + change)

    def _of(self, payers: frozenset[str]) -> Cash:
        """The cash of the plan with that of some payers apart."""
        if payers not in self._apart:
            self._apart[payers] = self.cash.of(payers)
        return self._apart[payers]

    def _budget(self, ways: WaysToBuy, way: int, moved: WaysToBuy | None) -> Repair | None:
        """The budget of whoever pays that is overrun most."""
        worst: Repair | None = None
        paying = frozenset(each.bought[at].payer for each, at in ((ways, way), (moved, 0)) if each is not None)
        cash = self._cash(self._of(paying), ways, way, moved)
        for use in budget_uses(self.books, cash):
            row = use.budget
            over = use.so_far_cny[:, -1] - use.allowed_cny if use.so_far_cny.shape[1] else np.zeros(1)
            missing = float(over.max(initial=0.0))
            more = worst is None or missing > worst.amount * (1.0 + TOLERANCE)  # the first of those that are equal
            if missing > TOLERANCE * max(1.0, row.amount_cny) and more:
                place = str(row.cell("amount_cny"))
                worst = Repair("budget", "all", row.payer, row.from_day, row.to_day, place, missing, in_cny=True)
        return worst

    def _capacity(self, bought: Purchase, moved: WaysToBuy | None) -> Repair | None:
        offer, supplier = bought.offer, self.books.scenario.supplier_of(bought.offer)
        taken = [
            (self.books.landed.options[order.option].offer, order.quantity)
            for order in self._with(bought, moved).orders
            if order.period == bought.period
        ]
        sold = {row.offer for row in self.books.scenario.offers if row.supplier == offer.supplier}
        for row, names in ((offer, {offer.offer}), (supplier, sold)):
            most = row.capacity_per_period
            over = sum(units for name, units in taken if name in names) - (np.inf if most is None else most)
            if over > TOLERANCE:
                who = offer.offer if row is offer else supplier.supplier
                day = self.books.scenario.calendar.first_day(bought.period)
                place = str(row.cell("capacity_per_period"))
                return Repair("capacity", offer.item, who, day, day, place, float(over), in_cny=False)
        return None

    def _limit(self, ways: WaysToBuy, way: int, moved: WaysToBuy | None) -> Repair | None:
        """The first hard limit that is exceeded, and was not before."""
        if not self.books.scenario.limits:
            return None
        plan, cash = self._with(ways.bought[way], moved), self._cash(self.cash, ways, way, moved)
        for each in self._excesses(plan, cash):
            over, limit = float(each.over.max(initial=0.0)), each.limit
            if over > TOLERANCE * max(1.0, each.scale) and over > self._before.get(self._key(each), 0.0) + TOLERANCE:
                span = (limit.from_day, limit.to_day)
                return Repair(limit.rule, limit.item, limit.who, *span, str(limit.cell("value")), over, limit.in_cny)
        return None

    def _excesses(self, plan: Plan, cash: Cash) -> Iterator[Excess]:
        mix = Mix(self.books, [each for each in purchases(self.books, plan) if each.kind != SIGNED])
        hard = (each for each in excesses(Audited(self.books, self._said, cash, mix)))
        yield from (each for each in hard if each.limit.soft_cost_cny is None)

    def _key(self, each: Excess) -> tuple[int, tuple[str, ...]]:
        limits = self.books.scenario.limits
        return next(n for n, row in enumerate(limits) if row is each.limit), each.about
