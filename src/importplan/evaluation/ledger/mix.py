"""What is bought of which items, from whom and from where: amounts ordered, call-offs at their mean.

In units, or in customs value at base prices and rates, by period of order. Signed orders are no part of it: limits are
about what is decided now (docs/model.md, Limits).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.purchases import FALLBACK, SIGNED, Purchase
from importplan.plan.plan import PlannedStart
from importplan.scenario.scenario import HOME
from importplan.scenario.schema.limits import Limit

IMPORTS = "imports"


@dataclass(frozen=True)
class BoughtMix:
    """Amounts that are bought, in one measure."""

    total: float = 0.0
    by_supplier: dict[str, float] = field(default_factory=dict)
    by_origin: dict[str, float] = field(default_factory=dict)

    def parts(self, limit: Limit) -> dict[str, float]:
        """The parts that a limit on shares is about: home is no import risk, but may be named."""
        abroad = {origin: amount for origin, amount in self.by_origin.items() if origin != HOME}
        if limit.rule == "max_import_share":
            return {IMPORTS: sum(abroad.values())}
        every = self.by_supplier if limit.rule == "max_supplier_share" else abroad | self._named_home(limit)
        return every if limit.who in ("each", "all") else {limit.who: every.get(limit.who, 0.0)}

    def _named_home(self, limit: Limit) -> dict[str, float]:
        return {HOME: self.by_origin.get(HOME, 0.0)} if limit.who == HOME else {}


@dataclass(frozen=True)
class Mix:
    """The purchases that shares are taken of."""

    books: Books
    bought: Sequence[Purchase]
    starts: Sequence[PlannedStart] = ()

    def made(self, items: Collection[str], periods: NDArray[np.int64], measure: str) -> float:
        """What is planned to start on routes to some items: units, or its local cost."""
        within, routes = set(periods.tolist()), {row.route: row for row in self.books.scenario.routes}
        found = 0.0
        for start in self.starts:
            route = routes[start.route]
            if route.item in items and start.period in within:
                found += start.quantity * (route.local_cost_cny if measure == "value" else 1.0)
        return found

    def of(self, items: Collection[str], periods: NDArray[np.int64], measure: str) -> BoughtMix:
        """What is ordered of some items in some periods."""
        within = set(periods.tolist())
        total, by_supplier, by_origin = 0.0, dict[str, float](), dict[str, float]()
        for purchase in self.bought:
            offer = purchase.offer
            if purchase.kind in (SIGNED, FALLBACK) or offer.item not in items or purchase.period not in within:
                continue
            value = self.books.landed.customs_value_cny[purchase.option] * purchase.step_price
            worth = value if measure == "value" else 1.0
            amount = float(self.books.draws.weights @ purchase.units) * float(worth)
            origin = self.books.scenario.origin_of(offer)
            total += amount
            by_supplier[offer.supplier] = by_supplier.get(offer.supplier, 0.0) + amount
            by_origin[origin] = by_origin.get(origin, 0.0) + amount
        return BoughtMix(total, by_supplier, by_origin)
