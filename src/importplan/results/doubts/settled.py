"""What settling a doubt is worth: the plans of both answers, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from importplan.plan.solution import Solution
from importplan.results.differing import Move, OrderDifference, ResultDifference
from importplan.results.doubts.open_doubts import OpenDoubt
from importplan.results.doubts.other_taxes import NO_MONEY
from importplan.results.plan_result import PlanResult


class Reached(Enum):
    """How far a doubt was looked into."""

    PLANNED = "planned"
    IDLE = "idle"  # nothing that is used has other taxes: it is worth nothing
    NO_TIME = "no_time"
    NO_PLAN = "no_plan"  # none was found under the other answer
    NO_FIGURE = "no_figure"  # what the other answer would be is not on record


@dataclass(frozen=True)
class SettledDoubt:
    """A doubt with the plans of both answers, as far as they were made."""

    doubt: OpenDoubt
    before: PlanResult  # the best of both plans under the answer that the plan rests on
    reached: Reached
    traced_cny: float | None = None
    traced_cash_cny: float | None = None
    after: PlanResult | None = None  # the best of both plans under the other answer
    held_cny: float | None = None  # what the orders of `before` cost under the other answer; None: they cannot stand
    improved_cny: float = 0.0  # by how much `before` is better than the plan at hand
    chance_of_no: float | None = None  # where a person gave one

    @property
    def worth_cny(self) -> float | None:
        """Cost where the answer is no less that where it is yes."""
        if self.after is None:
            return 0.0 if self.reached is Reached.IDLE else None
        no, yes = self._both
        return no.plan_cny - yes.plan_cny

    @property
    def low_cny(self) -> float | None:
        """What it is worth at least, by the bounds of both plans."""
        if self.after is None:
            return self.worth_cny
        no, yes = self._both
        return no.bound_cny - yes.plan_cny

    @property
    def high_cny(self) -> float | None:
        """What it is worth at most, by the bounds of both plans."""
        if self.after is None:
            return self.worth_cny
        no, yes = self._both
        return no.plan_cny - yes.bound_cny

    @property
    def told_apart(self) -> bool:
        """Whether the gaps of both plans leave a difference."""
        return self.low_cny is not None and self.low_cny > NO_MONEY

    @property
    def expected_cny(self) -> float | None:
        """Worth × the probability of *no* that a person gave."""
        if self.chance_of_no is None or self.worth_cny is None:
            return None
        return self.chance_of_no * self.worth_cny

    @property
    def before_signing_cny(self) -> float | None:
        """What is lost where the other answer comes after the orders are signed as they stand."""
        if self.after is None or self.held_cny is None:
            return None
        return max(0.0, self.held_cny - self.after.solution.plan_cny)

    @property
    def _both(self) -> tuple[Solution, Solution]:
        assert self.after is not None
        here, there = self.before.solution, self.after.solution
        return (there, here) if self.doubt.yes else (here, there)

    @cached_property
    def moves(self) -> tuple[OrderDifference, ...]:
        """Orders that the other answer changes."""
        if self.after is None:
            return ()
        return tuple(row for row in ResultDifference(self.before, self.after).orders if row.move is not Move.SAME)

    @cached_property
    def day(self) -> date | None:
        """The day by which it should be settled: the first contract that the answer changes, else the first arrival."""
        signing = [day for row in self.moves for day in (row.before.first, row.after.first) if day is not None]
        return min(signing) if signing else self.first_arrival

    @cached_property
    def first_arrival(self) -> date | None:
        """The first day at the port of an order of the goods, after which taxes are due."""
        scenario, landed = self.before.scenario, self.before.landed
        days = [
            dates.port
            for order, dates in zip(self.before.solution.plan.orders, self.before.dates, strict=True)
            for option in (landed.options[order.option],)
            if self.doubt.item in ("", scenario.offers[scenario.offer_index[option.offer]].item)
            and self.doubt.firm in ("", option.payer)
        ]
        return min(days, default=None)


def by_worth(rows: tuple[SettledDoubt, ...]) -> tuple[SettledDoubt, ...]:
    """The dearest first: what was planned, then what was only traced, then what is worth nothing."""

    def standing(row: SettledDoubt) -> tuple[bool, float]:
        money = row.worth_cny if row.worth_cny is not None else abs(row.traced_cny or 0.0)
        return row.reached in (Reached.IDLE, Reached.NO_FIGURE), -money

    return tuple(sorted(rows, key=standing))
