"""How a solve ended and what it found: termination, bound and gap, cost lines, risk, plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import NoPlan
from importplan.plan.plan import Plan
from importplan.plan.road import Road


class Reason(Enum):
    """Why a solve ended."""

    OPTIMAL = "optimal"
    GAP_REACHED = "gap_reached"
    STOPPED_WITH_PLAN = "stopped_with_plan"
    STOPPED_WITHOUT_PLAN = "stopped_without_plan"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"

    @property
    def has_plan(self) -> bool:
        """Whether a solve that ended so has a plan."""
        return self in (Reason.OPTIMAL, Reason.GAP_REACHED, Reason.STOPPED_WITH_PLAN)


IN_WHOLE = "whole_units"  # the detail of a case that has a plan in parts of pieces only
INTERRUPTED = "interrupted"  # the detail of a solve that somebody stopped
CALLS_BY_RULE = "calls_by_rule"  # the detail of a plan whose bound is that of calls that see more than anybody can


@dataclass(frozen=True, slots=True)
class Termination:
    """Reason and the solver's own words."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class CostLines:
    """Discounted cost by line: what is known now, and what each draw adds to or takes from it."""

    known: NDArray[np.float64]  # (line,) CNY, the schedule without outages at base prices and rates
    by_draw: NDArray[np.float64]  # (D, line) CNY, difference in each draw
    weights: NDArray[np.float64]  # (D,)

    @property
    def expected(self) -> NDArray[np.float64]:
        """(line,) expected CNY."""
        total: NDArray[np.float64] = self.known + self.weights @ self.by_draw
        return total

    @property
    def known_cny(self) -> float:
        """Cost known now."""
        return float(self.known.sum())

    @property
    def of_draws(self) -> NDArray[np.float64]:
        """(D,) the cost of each draw, as in section 4 of the planning model."""
        total: NDArray[np.float64] = self.by_draw.sum(axis=1)
        return total


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """Mean and CVaR of the cost of a draw at `level`; `known_cny` comes on top of both, and with it the whole CVaR."""

    mean_cny: float
    cvar_cny: float
    known_cny: float
    cvar_whole_cny: float  # known + CVaR: what the goals `min_cvar` and `ordered` make small
    level: float


@dataclass(frozen=True, slots=True)
class Repair:
    """A wish of the case that has to give way, and by how much. `amount` is CNY where `in_cny`, else units."""

    rule: str  # budget | capacity | risk_limit | a rule of the sheet `limits`
    item: str  # item, group or `all`
    who: str  # payer, firm, supplier, country or `all`
    first: date | None
    last: date | None
    place: str  # where it stands in the workbook
    amount: float
    in_cny: bool


@dataclass(frozen=True, slots=True)
class WayOut:
    """Repairs that together make a case without a plan feasible, and what the plan then costs (None: not computed)."""

    repairs: tuple[Repair, ...]
    objective_cny: float | None


@dataclass(frozen=True, slots=True)
class AtBound:
    """How many orders and calls of a plan are as large as can be of use, and how far the objective would fall if each
    could be twice as large: by `gain_cny` at least, `most_cny` at most; both None where there was no time for that.
    """

    count: int
    gain_cny: float | None = None
    most_cny: float | None = None


@dataclass(frozen=True, slots=True)
class StartOfSearch:
    """What the plan that a search began with comes to on its draws: None where there was no time to settle it, infinite
    where it breaks what must be kept; then the wishes that would have to give way, as far as they are known.
    """

    objective_cny: float | None
    broken: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Solution:
    """What a solve found. `plan` raises NoPlan when there is none; bound and gap are always there (maybe infinite)."""

    termination: Termination
    objective_cny: float
    bound_cny: float
    gap: float
    size: dict[str, int]  # columns, rows, entries, whole columns
    found: Plan | None = None
    costs: CostLines | None = None
    risk: RiskFigures | None = None
    ways_out: tuple[WayOut, ...] = ()  # of an infeasible case, the smallest first
    road: Road | None = None  # that found the plan
    signed_cny: float | None = None  # objective of the plan in whole pieces, where it was planned in parts of them
    at_bound: AtBound | None = None  # where bounds of use keep the plan from a cheaper one, or may do so
    held_back: tuple[Repair, ...] = ()  # limits that left no room for what a rule would call, and how much is missing
    start: StartOfSearch | None = None  # where the search began with a plan
    shared_by_rule: bool = False  # bound and gap are those of plans that treat alike what looks alike to an item

    @property
    def plan_cny(self) -> float:
        """The objective of the plan that is signed."""
        return self.objective_cny if self.signed_cny is None else self.signed_cny

    @property
    def rounding_cny(self) -> float:
        """What whole pieces add to the objective of the case as asked."""
        return self.plan_cny - self.objective_cny if self.found is not None else 0.0

    @property
    def plan(self) -> Plan:
        """The plan. Raises NoPlan."""
        if self.found is None:
            raise NoPlan(self.termination.reason.value)
        return self.found
