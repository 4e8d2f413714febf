"""The cost of being late at which another plan would win: what an estimated shortage cost has to be worth.

For each firm and item, this plan spends more (or less) than another and is late less (or more) often. With x CNY per
unit and period late, this plan is ahead while  extra cost <= x * (late units of the other - late units of this one);
the x where both sides meet is the break-even. Both plans are replayed on the same draws; late units are discounted like
costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from importplan.customs.cost.rules import SHIPMENT_CHARGES
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import parts
from importplan.evaluation.ledger.purchases import purchases
from importplan.evaluation.ledger.statement import statement
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

PER_ORDER = frozenset(kind.key for kind in SHIPMENT_CHARGES)  # costs of ordering, not of the units: left out


@dataclass(frozen=True, slots=True)
class BreakEven:
    """One firm's item: the shortage cost at which the other plan would do as well."""

    firm: str
    item: str
    against: str  # key of the other plan
    extra_cny: float  # expected purchase and workaround cost of this plan less the other's
    late_avoided: float  # expected late units x periods of the other plan less this one's
    break_even_cny: float  # per unit and period late
    assumed_cny: float  # the largest shortage cost that the case assumes


def break_even(
    scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan, other: Plan, against: str
) -> tuple[BreakEven, ...]:
    """Break-even shortage costs of a plan against another, where the plan pays to be late less.

    Both plans carry the recourse of `draws`.
    """
    books = Books(scenario, landed, draws)
    mine, theirs = _spent(books, plan), _spent(books, other)
    late, their_late = _late(books, plan), _late(books, other)
    assumed: dict[tuple[str, str], float] = {}
    for tier in plan.recourse.tiers:
        assumed[tier.firm, tier.item] = max(assumed.get((tier.firm, tier.item), 0.0), tier.shortage_cost_cny)
    found = []
    for key in late:
        extra = mine.get(key, 0.0) - theirs.get(key, 0.0)
        avoided = their_late.get(key, 0.0) - late[key]
        if extra > 0 and avoided > 1e-9:
            found.append(BreakEven(*key, against, extra, avoided, extra / avoided, assumed[key]))
    return tuple(found)


def _spent(books: Books, plan: Plan) -> dict[tuple[str, str], float]:
    """(firm, item) → expected discounted cost of the units bought, and of workarounds against being late."""
    total: dict[tuple[str, str], float] = {}
    for some in parts(Hazards(books), purchases(books, plan)):
        mean = np.zeros(len(some.bands))
        for payment in statement(books, some):
            if payment.cost is not None and payment.cost not in PER_ORDER:
                mean += (payment.paid * books.worth(payment.period)) @ books.draws.weights
        for purchase, value in zip(some.purchases, mean.tolist(), strict=True):
            key = (purchase.payer, purchase.offer.item)
            total[key] = total.get(key, 0.0) + value
    factor = books.discount[: books.periods]
    for position, tier in enumerate(plan.recourse.tiers):
        price = books.scenario.items[books.scenario.item_index[tier.item]].workaround_cost_cny
        relieved = float(books.draws.weights @ (plan.recourse.workaround[:, position] @ factor))
        total[tier.firm, tier.item] = total.get((tier.firm, tier.item), 0.0) + relieved * price
    return total


def _late(books: Books, plan: Plan) -> dict[tuple[str, str], float]:
    """(firm, item) → expected discounted units x periods late, workarounds taken off."""
    factor = books.discount[: books.periods]
    total: dict[tuple[str, str], float] = {}
    for position, tier in enumerate(plan.recourse.tiers):
        waiting = plan.recourse.backlog[:, position] - plan.recourse.workaround[:, position]
        late = float(books.draws.weights @ (waiting @ factor))
        total[tier.firm, tier.item] = total.get((tier.firm, tier.item), 0.0) + late
    return total
