"""Where money is written down: cost known now, cost of each draw, cash of payers on the schedule and in each draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from second_model.courses import Course
from second_model.linear import Linear, total
from second_model.payments import Payment
from second_model.timeline import Timeline

ByPayer = dict[tuple[str, int], Linear]  # payer, period


def _by_payer() -> ByPayer:
    return defaultdict(Linear)


@dataclass
class Accounts:
    """All money of a case. Cash is undiscounted; cost is discounted to the start."""

    timeline: Timeline
    courses: tuple[Course, ...]
    known: Linear = field(default_factory=Linear)
    whole_cost: list[Linear] = field(default_factory=list)  # of each draw: known, and what differs
    plan_cash: ByPayer = field(default_factory=_by_payer)
    draw_cash: list[ByPayer] = field(default_factory=list)
    tax: list[ByPayer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole_cost = [Linear() for _ in self.courses]
        self.draw_cash = [_by_payer() for _ in self.courses]
        self.tax = [_by_payer() for _ in self.courses]

    @property
    def cost_of_draws(self) -> list[Linear]:
        """The cost of each draw: what it has beyond the cost known now."""
        return [cost - self.known for cost in self.whole_cost]

    @property
    def expected(self) -> Linear:
        """Known cost and expected cost of a draw."""
        return total(course.weight * cost for course, cost in zip(self.courses, self.whole_cost, strict=True))

    def scheduled(self, payer: str, payments: Sequence[Payment], units: Linear | float) -> None:
        """What the plan decides, as it is paid on the schedule."""
        cost, cash = self._sums(payments)
        self.known.add(units * cost)
        for period, cny in cash.items():
            self.plan_cash[payer, period].add(units * cny)

    def happens(self, draw: int, payer: str, payments: Sequence[Payment], units: Linear | float) -> None:
        """What the plan decides, as it is paid in a draw."""
        cost, cash = self._sums(payments)
        self.whole_cost[draw].add(units * cost)
        for period, cny in cash.items():
            self.draw_cash[draw][payer, period].add(units * cny)
        for payment in payments:
            if payment.tax:
                self.tax[draw][payer, self._period(payment.day)].add(units * payment.cny)

    def follows(self, draw: int, payer: str, payments: Sequence[Payment], units: Linear | float) -> None:
        """What is decided in a draw: cost and cash there; its mean is in the cash of the plan."""
        self.happens(draw, payer, payments, units)
        for period, cny in self._sums(payments)[1].items():
            self.plan_cash[payer, period].add(units * (cny * self.courses[draw].weight))

    def decided(self, payer: str, payments: Sequence[Payment], units: Linear | float) -> None:
        """What the plan decides and no draw changes."""
        self.scheduled(payer, payments, units)
        for draw in range(len(self.courses)):
            self.happens(draw, payer, payments, units)

    def _sums(self, payments: Sequence[Payment]) -> tuple[float, dict[int, float]]:
        """Discounted cost, and cash by period, of some payments."""
        cost = 0.0
        cash: dict[int, float] = defaultdict(float)
        for payment in payments:
            period = self._period(payment.day)
            if payment.cost:
                cost += payment.cny * self.timeline.discount(period)
            if payment.cash:
                cash[period] += payment.cny
        return cost, cash

    def _period(self, day: float) -> int:
        return max(0, self.timeline.period_of(day))
