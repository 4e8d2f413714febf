"""Two results side by side: what was put in, what is ordered, what it costs, and which change of input stands behind.

An order is the same where item, buyer and source are. Its whole quantity and its first and last contract day are
compared; what has only moved in time is told apart from what is bought more or less of.

Behind a difference stand the rows of the input that speak of its own source, item, buyer or payer and have changed,
those of the source first; settings that say how long to search or what to call it do not. Where none has, it follows
from others (a budget freed elsewhere, a common capacity), and is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from importplan.evaluation.open_needs.why import OpenNeed
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import DUST
from importplan.results.plan_result import PlanResult
from importplan.results.views.open_needs import needs_left
from importplan.results.views.order_lines import order_lines
from importplan.scenario.difference import RowChange
from importplan.scenario.difference import compare as compare_cases

OF_RUN = frozenset(
    {"time_limit_s", "gap", "draws", "seed", "title", "prepared_by", "language", "catalogs", "data_as_of"}
)
OF_ALL = frozenset({"settings", "risks", "risk_targets", "fx", "limits", "draws", "draw_values", "demand_risks"})


Sourced = tuple[str, str, str]  # item, buyer, offer


class Move(Enum):
    """What becomes of an order in the second plan."""

    OUT = "out"
    IN = "in"
    LESS = "less"
    MORE = "more"
    LATER = "later"
    EARLIER = "earlier"
    SAME = "same"


@dataclass(frozen=True)
class Ordered:
    """All orders of an item, buyer and source in one plan."""

    units: float = 0.0
    cny: float = 0.0  # price of the goods, undiscounted, at base rates
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class OrderDifference:
    """Orders of an item, buyer and source in both plans. `behind` are changed rows of the input: sheet and row."""

    item: str
    buyer: str
    offer: str
    before: Ordered
    after: Ordered
    behind: tuple[RowChange, ...]

    @property
    def move(self) -> Move:
        """What becomes of it."""
        more = self.after.units - self.before.units
        if not self.after.units:
            return Move.OUT
        if not self.before.units:
            return Move.IN
        if abs(more) > DUST:
            return Move.MORE if more > 0 else Move.LESS
        assert self.before.first and self.after.first and self.before.last and self.after.last
        if (self.before.first, self.before.last) == (self.after.first, self.after.last):
            return Move.SAME
        later = (self.after.first, self.after.last) > (self.before.first, self.before.last)
        return Move.LATER if later else Move.EARLIER


def moves(before: Mapping[Sourced, Ordered], after: Mapping[Sourced, Ordered]) -> tuple[OrderDifference, ...]:
    """Every source of every item and buyer in two plans, without what stands behind: what moves first, by money."""
    keys = dict.fromkeys((*before, *after))
    found = [OrderDifference(*key, before.get(key, Ordered()), after.get(key, Ordered()), ()) for key in keys]
    return tuple(sorted(found, key=_standing))


def _standing(row: OrderDifference) -> tuple[bool, float, str, str]:
    return row.move is Move.SAME, -abs(row.after.cny - row.before.cny), row.item, row.offer


@dataclass(frozen=True)
class FigureDifference:
    """One figure of both results; None where a result does not have it."""

    key: str
    before: float | None
    after: float | None
    share: bool = False

    @property
    def change(self) -> float | None:
        """The second less the first."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class NeedDifference:
    """A demand line that is not bought or late in one plan at least."""

    line: str
    before: OpenNeed | None
    after: OpenNeed | None


@dataclass(frozen=True)
class ResultDifference:
    """Two results with plans."""

    before: PlanResult
    after: PlanResult

    @cached_property
    def inputs(self) -> tuple[RowChange, ...]:
        """Rows of the input that are not the same."""
        rows = compare_cases(self.before.scenario, self.after.scenario).rows
        return tuple(row for row in rows if row.change != "unchanged")

    @property
    def alike(self) -> bool:
        """Whether both were judged on as many draws of the same seed."""
        return self._judging(self.before) == self._judging(self.after)

    def _judging(self, result: PlanResult) -> tuple[Any, ...]:
        return result.judged_on, result.judging.count, result.run.seed

    @cached_property
    def orders(self) -> tuple[OrderDifference, ...]:
        """Every source of every item and buyer: what moves first, by money."""
        return tuple(
            replace(row, behind=tuple(self._behind(row.item, row.buyer, row.offer)))
            for row in moves(ordered(self.before), ordered(self.after))
        )

    @cached_property
    def money(self) -> tuple[FigureDifference, ...]:
        """Cost lines on the draws that made each plan."""
        pairs = zip(
            COST_LINES, self.before.audit.costs.expected.tolist(), self.after.audit.costs.expected.tolist(), strict=True
        )
        return tuple(FigureDifference(key, one, two) for key, one, two in pairs if abs(one) > DUST or abs(two) > DUST)

    @cached_property
    def figures(self) -> tuple[FigureDifference, ...]:
        """What both are judged by, cash, and how far from the best each may be."""
        one, two = figures_of(self.before), figures_of(self.after)
        return tuple(FigureDifference(key, one[key], two[key], key in SHARES) for key in one)

    @cached_property
    def needs(self) -> tuple[NeedDifference, ...]:
        """Needs that are open or late in one plan, and otherwise so in the other."""
        one, two = ({need.outcome.row.line: need for need in needs_left(each)} for each in (self.before, self.after))
        found = (NeedDifference(line, one.get(line), two.get(line)) for line in dict.fromkeys((*one, *two)))
        return tuple(row for row in found if _kind(row.before) != _kind(row.after))

    def _behind(self, item: str, buyer: str, offer: str) -> Iterator[RowChange]:
        """Changed rows that speak of an order."""
        of_source = {offer}
        for result in (self.before, self.after):
            scenario = result.scenario
            if offer in scenario.offer_index:
                row = scenario.offers[scenario.offer_index[offer]]
                of_source |= {row.supplier, scenario.origin_of(row)}
        changes = [(change, set(_words_of(self, change))) for change in self.inputs if not _idle(change)]
        nearness = [
            0
            if of_source & words
            else 1
            if item in words
            else 2
            if words & {buyer, "all"} or change.sheet in OF_ALL
            else 3
            for change, words in changes
        ]
        for near in range(3):
            yield from (change for (change, _), at in zip(changes, nearness, strict=True) if at == near)


def _idle(change: RowChange) -> bool:
    """Whether only settings of the run have changed."""
    return change.sheet == "settings" and all(key in OF_RUN for key, *_ in change.cells)


SHARES = ("fill_rate", "gap")


def _words_of(found: ResultDifference, change: RowChange) -> Iterator[str]:
    """The ids that a row names in either version."""
    yield from change.row.split(" (")[0].split("/")
    for result in (found.before, found.after):
        for row in result.scenario.rows(change.sheet):
            named = row.id_column()
            if named is not None and getattr(row, named.attribute) == change.row:
                yield from (value for spec in row.specs() if isinstance(value := getattr(row, spec.attribute), str))


def _kind(need: OpenNeed | None) -> tuple[Any, ...] | None:
    return None if need is None else (need.kind, need.served)


def ordered(result: PlanResult) -> dict[tuple[str, str, str], Ordered]:
    """(item, buyer, offer) → all its orders."""
    found: dict[tuple[str, str, str], Ordered] = {}
    for line in order_lines(result):
        key, day = (line.item.item, line.option.payer, line.offer.offer), line.dates.order_by
        known = found.get(key, Ordered())
        found[key] = Ordered(
            known.units + line.order.quantity,
            known.cny + line.price_cny,
            day if known.first is None else min(known.first, day),
            day if known.last is None else max(known.last, day),
        )
    return found


def figures_of(result: PlanResult) -> dict[str, float | None]:
    """What a plan is judged by, its cash, and how far from the best it may be."""
    judgement = result.own.judgement
    names = ("money_cny", "shortage_cny", "shortage_cvar_cny", "cvar_cny", "open_needs_cny", "fill_rate")
    judged = {name: None if judgement is None else getattr(judgement, name).value for name in names}
    cash = result.audit.cash.plan_cny.sum(axis=(0, 1))
    so_far = cash.cumsum()
    return {
        "objective_cny": result.solution.plan_cny,
        **judged,
        "cash_peak_cny": float(so_far.max(initial=0.0)),
        "cash_end_cny": float(so_far[result.scenario.calendar.count - 1]),
        "cash_after_cny": float(so_far[-1] - so_far[result.scenario.calendar.count - 1]),
        "gap": result.solution.gap,
    }
