"""Everything that one run of the planner knows: what the reports show and what `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from importplan.basics.issues import Issue
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.agreement import LedgerAgreement
from importplan.evaluation.clearance.worth import ClearanceWorth
from importplan.evaluation.ledger.audit import Ledger
from importplan.evaluation.replay.break_even import BreakEven
from importplan.evaluation.replay.estimates import Judgement
from importplan.evaluation.replay.forgone import Forgone
from importplan.evaluation.replay.judged import Judged
from importplan.evaluation.replay.stress_outcome import Stressed
from importplan.evaluation.schedule import OrderDates
from importplan.plan.limit_price import LimitPrice
from importplan.plan.solution import CostLines, Solution
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Found = TypeVar("Found")


@dataclass(frozen=True)
class RunRecord:
    """What is needed to run it again and to trust that it was this input: file, hash, versions, seed, time."""

    input_name: str
    input_sha256: str
    versions: Mapping[str, str]
    seed: int
    draws: int
    seconds: Mapping[str, float]
    overrides: Mapping[str, object] = field(default_factory=dict)  # settings given on the command line
    own_catalogs: str = ""  # folder of the user's catalogs over the shipped ones, and the hash of its files
    own_catalogs_sha256: str = ""


@dataclass(frozen=True)
class WhatPays:
    """What would have to be true for each part of a plan to pay, and what limits are worth; made where it is asked for.

    `untried` parts were left out, for want of time or because they are small; `limits` is None without prices.
    """

    parts: tuple[Forgone, ...]
    untried: int
    limits: tuple[LimitPrice, ...] | None


@dataclass(frozen=True)
class PlanResult:
    """One run. Ledger, alternatives and dates are there only where the solve found a plan.

    The alternatives, this plan first, are judged on `fresh`: draws that did not make the plan, or the workbook's own.
    `fresh` is None where this plan could not be replayed in time; it is then judged on the draws that made it. Where
    judging was stopped, `fresh` holds fewer draws than were asked for.
    """

    scenario: Scenario
    catalog: Catalog
    landed: LandedTable
    draws: DrawSet
    solution: Solution
    run: RunRecord
    ledger: Ledger | None = None
    agreement: LedgerAgreement | None = None  # of the ledger with the solver
    fresh: DrawSet | None = None
    asked: int = 0  # draws to be judged on
    judging_stopped: str = ""  # `time` or `interrupted` where it was not on all of them
    alternatives: tuple[Judged, ...] = ()
    in_sample: Judgement | None = None  # this plan on the draws that made it
    break_evens: tuple[BreakEven, ...] = ()
    clearance: ClearanceWorth = field(default_factory=ClearanceWorth)
    what_pays: WhatPays | None = None  # where it was asked for
    stress: tuple[Stressed, ...] = ()  # the plan without any event, then in each, the costliest first
    dates: tuple[OrderDates, ...] = ()  # of planned orders
    signed: tuple[OrderDates, ...] = ()  # of signed orders
    issues: tuple[Issue, ...] = ()  # warnings of the input
    kept: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)  # see `once`

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to show."""
        return self.solution.found is not None

    @property
    def draws_asked(self) -> int:
        """How many draws the plan was to be made on; it has fewer where the time limit was not enough for so many."""
        return self.draws.count if self.draws.given else self.scenario.settings.draws

    @property
    def language(self) -> Language:
        """The language of the reports."""
        return "en" if self.scenario.settings.language == "en" else "zh"

    @property
    def audit(self) -> Ledger:
        """The ledger of a run that has a plan."""
        if self.ledger is None:
            raise ValueError("a run without a plan has no ledger")
        return self.ledger

    @property
    def judging(self) -> DrawSet:
        """The draws that this plan is judged on."""
        return self.fresh or self.draws

    @property
    def judged_on(self) -> str:
        """`fresh` draws, those `given` by the workbook, or the `same` that made the plan."""
        if self.judging.given:
            return "given"
        return "fresh" if self.fresh is not None else "same"

    @property
    def own(self) -> Judged:
        """This plan as it was judged."""
        return self.alternatives[0]

    @property
    def own_costs(self) -> CostLines:
        """The cost lines of this plan on the draws that it is judged on."""
        if self.own.costs is None:
            raise ValueError("this plan was not judged")
        return self.own.costs


def once(view: Callable[[PlanResult], Found]) -> Callable[[PlanResult], Found]:
    """A view whose finding in a result is worked out when it is first asked for and kept: several sheets rest on it."""

    @wraps(view)
    def kept(result: PlanResult) -> Found:
        if view not in result.kept:
            result.kept[view] = view(result)
        found: Found = result.kept[view]
        return found

    return kept
