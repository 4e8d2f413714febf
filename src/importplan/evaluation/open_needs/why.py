"""Why a need is not bought, or served late: no offer, the date, a budget, capacity or limit, or that it does not pay.

Each way to buy it (offer, payer, treatment, period) is tried on the schedule without outages, everything else as
planned. What it spares is counted with the weight that the goal gives each draw; so what does not pay here does not pay
in the program either (the cost of a plan is convex in what is bought). What would pay is held against budgets,
capacities and hard limits: the first that forbids the best way is named, with what is missing.

A result is recomputed from its workbook, where the last digits are others. So what is as good as something else within
rounding counts as equal (`ranking`), and a part that is just as large as what is told counts as that large.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.cash import Cash
from importplan.evaluation.ledger.keeping import kept_for
from importplan.evaluation.ledger.violation import TOLERANCE
from importplan.evaluation.open_needs.forbidding import Forbidding
from importplan.evaluation.open_needs.outcomes import LineOutcome, outcomes
from importplan.evaluation.open_needs.ranking import NEAR, ranked, tail
from importplan.evaluation.open_needs.ways import Purchasable, WaysToBuy
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines, Repair

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_OPEN, MOSTLY = 0.05, 0.5  # part of what is needed that is told; part of the draws that need it
TRIED = 20  # ways to buy that are held against the limits, the best first


class Outcome(Enum):
    """What becomes of a need."""

    NOT_BOUGHT = "not_bought"
    AT_RISK = "at_risk"  # in time on the schedule, and open at the end in some draws
    AFTER_END = "after_end"  # ordered, and comes after the plan
    LATE = "late"


class Why(Enum):
    """Why."""

    NO_OFFER = "no_offer"  # nobody may sell it to whom it is for
    DATE = "date"  # nothing comes in time
    NOT_WORTH = "not_worth"  # it costs more than what it spares
    FORBIDDEN = "forbidden"  # a budget, a capacity or a limit
    OUTAGE = "outage"  # outages and refusals hold it up
    WITHIN_GAP = "within_gap"  # nothing found: it would pay, by less than the plan may be off the optimum, or is signed


@dataclass(frozen=True)
class OpenNeed:
    """A need line that is not bought or late, and why."""

    outcome: LineOutcome
    kind: Outcome
    why: Why
    offer: str = ""  # the best way to buy it, or the one that comes first
    usable: date | None = None  # when that would serve
    served: date | None = None  # the first day of the period in which the plan serves it
    probability: float = 1.0  # that the line comes
    pays_from: float | None = None  # the probability from which buying pays; above 1: never
    missing: Repair | None = None  # what forbids it, and how much is missing


def open_needs(books: Books, plan: Plan, costs: CostLines, cash: Cash) -> tuple[OpenNeed, ...]:
    """The needs that are not bought or late in a plan, the most urgent and the dearest first."""
    asking = _Asking(books, plan, costs, cash)
    found = (asking.need(each) for each in outcomes(books, plan))
    told = [need for need in found if need is not None]
    return tuple(sorted(told, key=lambda need: (need.outcome.tier.priority, -round(_cost(need)), need.outcome.line)))


def _cost(need: OpenNeed) -> float:
    return need.outcome.loss_cny + need.outcome.priced_cny


@dataclass(frozen=True)
class _Asking:
    books: Books
    plan: Plan
    costs: CostLines
    cash: Cash

    @cached_property
    def _market(self) -> Purchasable:
        return Purchasable(self.books, self.plan)

    @cached_property
    def _forbidding(self) -> Forbidding:
        return Forbidding(self.books, self.plan, self.cash)

    @cached_property
    def counts(self) -> Real:
        """(D,) what a yuan more in each draw adds to the goal."""
        settings, weights = self.books.scenario.settings, self.costs.weights
        share = settings.risk_weight if settings.goal == "weighted" else 0.0
        worst = tail(self.costs.of_draws, weights, settings.risk_level)
        found: Real = (1.0 - share) * weights + share * worst
        return found

    def need(self, line: LineOutcome) -> OpenNeed | None:
        """What is told of a line; None where it is bought in time."""
        needed = line.mean(line.needed)
        if needed <= TOLERANCE:
            return None
        late = self._draws_in_which(line, line.waiting)  # (T,)
        mostly = late >= MOSTLY - NEAR
        if line.mean(line.open) / needed >= LEAST_OPEN - NEAR:
            often = float(self._draws_in_which(line, line.open[:, None])[0])
            kind = Outcome.NOT_BOUGHT if often >= MOSTLY - NEAR else Outcome.AT_RISK
        elif mostly[-1]:
            kind = Outcome.AFTER_END
        elif mostly[line.period]:
            kind = Outcome.LATE
        else:
            return None
        serves = int(np.argmin(mostly[line.period :])) + line.period if kind is Outcome.LATE else None
        calendar = self.books.scenario.calendar
        found = OpenNeed(line, kind, Why.OUTAGE, probability=self._probability(line), served=None)
        if serves is not None:
            found = replace(found, served=calendar.first_day(serves))
        if kind is Outcome.AT_RISK:
            return found
        return self._explained(found, serves if kind is Outcome.LATE else self._later(kind))

    def _draws_in_which(self, line: LineOutcome, units: Real) -> Real:
        """(T,) share of the draws that need it in which more than a small part of it is among (D, T) units."""
        found: Real = line.weights @ (units > LEAST_OPEN * line.needed[:, None] + TOLERANCE)
        return found / float(line.weights @ (line.needed > 0.0))

    def _later(self, kind: Outcome) -> int | None:
        return self.books.periods if kind is Outcome.AFTER_END else None

    def _probability(self, line: LineOutcome) -> float:
        if self.books.draws.given:
            return line.mean((line.needed > 0.0).astype(np.float64))
        return self.books.scenario.probability_of(line.row)

    def _explained(self, need: OpenNeed, serves: int | None) -> OpenNeed:
        """Why, by trying; `serves` is the period in which the plan serves it, None where it never does."""
        line = need.outcome
        units = float(line.waiting[:, -1 if serves is None else line.period].max())
        ways = self._market.ways(line, units)
        if not ways.count:
            return replace(need, why=Why.NO_OFFER)
        first = int(np.argmin(ways.day))
        sooner = np.flatnonzero(ways.serve < (self.books.periods + 10**6 if serves is None else serves))
        if not len(sooner):
            return self._told(need, ways, first, Why.DATE)
        moved = None if serves is None else self._market.moved(line, units, serves)
        gain = self._spared(line, units, ways, serves) - ways.cost_cny
        if moved is not None:
            gain = gain + moved.cost_cny[0]
        gain[np.setdiff1d(np.arange(ways.count), sooner)] = -np.inf
        order = ranked(gain, NEAR * max(1.0, float(np.abs(ways.cost_cny).max())))
        best = int(order[0])
        if gain[best] <= 1e-6 * max(1.0, float(ways.cost_cny[best])):
            return self._not_worth(need, ways, units, serves, moved)
        for way in order[:TRIED]:
            if gain[way] <= 0.0:
                break
            missing = self._forbidding.missing(ways, int(way), moved)
            if missing is None:
                return self._told(need, ways, int(way), Why.WITHIN_GAP)
            if way == best:
                found = replace(self._told(need, ways, best, Why.FORBIDDEN), missing=missing)
        return found

    def _told(self, need: OpenNeed, ways: WaysToBuy, way: int, why: Why) -> OpenNeed:
        usable = self.books.scenario.calendar.day(float(ways.day[way]))
        return replace(need, why=why, offer=ways.bought[way].offer.offer, usable=usable)

    def _not_worth(
        self, need: OpenNeed, ways: WaysToBuy, units: float, serves: int | None, moved: WaysToBuy | None
    ) -> OpenNeed:
        """Buying costs more than it spares: from which probability it would pay, all else alike."""
        cost = ways.cost_cny - (0.0 if moved is None else moved.cost_cny[0])
        spared = self._spared(need.outcome, units, ways, serves)
        ratio = np.where(spared > 0.0, cost / np.where(spared > 0.0, spared, 1.0), np.inf)
        way = int(ranked(-ratio, NEAR * float(ratio.min()))[0])
        found = self._told(need, ways, way, Why.NOT_WORTH)
        pays = float(ratio[way]) * need.outcome.mean((need.outcome.needed > 0.0).astype(np.float64))
        return replace(found, pays_from=pays if np.isfinite(pays) else None)

    def _spared(self, line: LineOutcome, units: float, ways: WaysToBuy, serves: int | None) -> Real:
        """(B,) what units that serve from a period on spare, as the goal counts it, less what holding them costs."""
        item = self.books.scenario.items[self.books.scenario.item_index[line.tier.item]]
        factor = self.books.discount[: self.books.periods]
        held = (item.holding_rate + item.obsolescence_rate) * self.books.reference_value(item.item)
        held = held / self.books.scenario.calendar.per_year
        held += sum(kept_for(self.books, line.tier.firm, line.tier.item).values())
        each = np.minimum(units, line.waiting)  # (D, T)
        worth = each * line.late_cny - (units - each) * factor * held
        if serves is not None:
            worth[:, serves:] = 0.0
        by_period = self.counts @ worth
        from_period = np.append(np.cumsum(by_period[::-1])[::-1], 0.0)
        at_end = 0.0 if serves is not None else self.counts @ np.minimum(units, line.open) * line.open_cny
        found: Real = from_period[np.minimum(ways.serve, self.books.periods)] + at_end
        return found
