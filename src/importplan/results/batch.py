"""Many small scenarios of one case, planned: a row each, compared with the base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from importplan.basics.issues import Issue
from importplan.plan.plan_file import PlanFile
from importplan.results.differing import Move, OrderDifference, Ordered, Sourced, moves
from importplan.scenario.scenario import Scenario

NOT_DONE = "not_done"  # stopped before it was planned
REJECTED = "rejected"  # its input has faults
BROKEN = "broken"  # its process has died, took too long, or failed


@dataclass(frozen=True)
class Planned:
    """What became of one scenario; without a plan `figures` and `orders` are empty, and `fault` says what is wrong."""

    set: str  # `base`, a ready set, `named`, `file`, `event`
    values: Mapping[str, Any]  # what fills the words of its name
    status: str
    seconds: float = 0.0
    figures: Mapping[str, float | None] = field(default_factory=dict)
    orders: Mapping[Sourced, Ordered] = field(default_factory=dict)
    orders_placed: int = 0
    gap_asked: float = 0.0
    draws: int = 0
    changes: tuple[Issue, ...] = ()  # which row overrides what, before and after
    issues: tuple[Issue, ...] = ()  # faults of its input
    fault: str = ""
    scenario: Scenario | None = None
    decided: PlanFile | None = None  # its plan, for searches that begin from it

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan."""
        return bool(self.figures)

    @property
    def cost(self) -> float | None:
        """The objective of the plan, CNY."""
        return self.figures.get("objective_cny")

    @property
    def gap(self) -> float | None:
        """How far from the best the plan may be."""
        return self.figures.get("gap")

    @property
    def gap_reached(self) -> bool:
        """Whether the gap that was asked for was reached."""
        return self.gap is not None and self.gap <= self.gap_asked + 1e-9


@dataclass(frozen=True)
class BesideBase:
    """A scenario beside the base."""

    planned: Planned
    base: Planned

    @property
    def change(self) -> float | None:
        """Cost less that of the base, CNY; None where either has no plan."""
        one, two = self.base.cost, self.planned.cost
        return None if one is None or two is None else two - one

    @property
    def share(self) -> float | None:
        """The change as a share of the base's cost."""
        return None if self.change is None or not self.base.cost else self.change / abs(self.base.cost)

    @property
    def within_gaps(self) -> bool:
        """Whether the change is no larger than what both plans may be away from the best."""
        if self.change is None:
            return False
        both = (self.base, self.planned)
        slack = sum(abs(each.cost or 0.0) * (1.0 if each.gap is None else each.gap) for each in both)
        return abs(self.change) <= slack

    @cached_property
    def moves(self) -> tuple[OrderDifference, ...]:
        """Orders that are not those of the base."""
        if not (self.planned.has_plan and self.base.has_plan):
            return ()
        return tuple(row for row in moves(self.base.orders, self.planned.orders) if row.move is not Move.SAME)

    def of(self, move: Move) -> tuple[OrderDifference, ...]:
        """Those that come, or go."""
        return tuple(row for row in self.moves if row.move is move)

    @property
    def other_plan(self) -> bool:
        """Whether sources come or go: the plan itself is another one."""
        return bool(self.of(Move.IN) or self.of(Move.OUT))


@dataclass(frozen=True)
class Batch:
    """The base and all scenarios, in the order in which they were asked for."""

    base: Planned
    scenarios: tuple[Planned, ...]
    stopped: bool = False  # by the user, before all were done

    @cached_property
    def compared(self) -> tuple[BesideBase, ...]:
        """Each scenario beside the base."""
        return tuple(BesideBase(each, self.base) for each in self.scenarios)

    @cached_property
    def tornado(self) -> tuple[BesideBase, ...]:
        """Those with a plan, by what they change, most first."""
        found = (row for row in self.compared if row.change is not None)
        return tuple(sorted(found, key=lambda row: -abs(row.change or 0.0)))
