"""What becomes of every demand line of a plan: when it waits, and what of it is open at the end.

Lines of a tier are served in the order in which they fall due. What still comes after the end serves what has waited
longest first; what comes to the reserve serves firms in the order of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import claims
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.open_needs import StillComing, worths
from importplan.evaluation.ledger.parts import parts
from importplan.evaluation.ledger.purchases import purchases
from importplan.plan.plan import Plan, Tier
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.demand import Demand

Real = NDArray[np.float64]


@dataclass(frozen=True)
class LineOutcome:
    """A demand line in D draws over T periods."""

    line: int  # position in the sheet `demand`
    row: Demand
    tier: Tier
    period: int  # in which it is due
    needed: Real  # (D,) units
    waiting: Real  # (D, T) units that wait at the end of the period
    open: Real  # (D,) units that wait at the end of the plan, and nothing comes for them
    late_cny: Real  # (T,) discounted, for each unit that waits at the end of the period
    open_cny: float  # discounted, for each open unit
    weights: Real  # (D,)

    def mean(self, units: Real) -> float:
        """Expected units."""
        return float(self.weights @ units)

    @property
    def loss_cny(self) -> float:
        """Expected loss of waiting, without what workarounds spare."""
        return float(self.weights @ self.waiting @ self.late_cny)

    @property
    def priced_cny(self) -> float:
        """Expected cost of what is open at the end."""
        return self.mean(self.open) * self.open_cny


def outcomes(books: Books, plan: Plan) -> tuple[LineOutcome, ...]:
    """Every demand line within the plan, in the order of the sheet."""
    found = sorted(_of_tiers(books, plan), key=lambda each: each.line)
    left = _open(books, plan, found)
    return tuple(replace(each, open=units) for each, units in zip(found, left, strict=True))


def _of_tiers(books: Books, plan: Plan) -> Iterator[LineOutcome]:
    scenario, recourse, discount = books.scenario, plan.recourse, books.discount[: books.periods]
    share = scenario.settings.open_need_share * books.discount[books.periods - 1]
    worth = worths(books)
    for position, tier in enumerate(recourse.tiers):
        gone = np.cumsum(recourse.demand[:, position], axis=1) - recourse.backlog[:, position]  # served or lost
        before = np.zeros(books.draws.count)
        period = {line: scenario.period_due(scenario.demand[line]) for line in tier.lines}
        for line in sorted(tier.lines, key=lambda line: (period[line], line)):
            needed = books.draws.demand[:, line]
            waiting = np.clip((before + needed)[:, None] - gone, 0.0, needed[:, None])
            waiting[:, : period[line]] = 0.0
            before = before + needed
            yield LineOutcome(
                line, scenario.demand[line], tier, period[line], needed, waiting, np.zeros_like(needed),
                tier.shortage_cost_cny * discount, share * worth[tier.item], books.draws.weights,
            )  # fmt: skip


def _open(books: Books, plan: Plan, found: list[LineOutcome]) -> list[Real]:
    """(line, D) units that nothing still comes for."""
    coming = StillComing(books)
    for some in parts(Hazards(books), purchases(books, plan)):
        coming.arrive(some)
    coming.release(claims(books, plan)[0])
    there: dict[tuple[str, str], Real] = {}  # what is not yet promised, by buyer and item
    left = [each.waiting[:, -1] for each in found]
    for position in sorted(range(len(found)), key=lambda at: (found[at].period, found[at].tier.priority, at)):
        tier = found[position].tier
        for key in ((tier.firm, tier.item), (RESERVE, tier.item)):
            units = there.setdefault(key, coming.to(*key))
            taken = np.minimum(units, left[position])
            there[key] = units - taken
            left[position] = left[position] - taken
    return left
