"""Everything that one run of the planner knows: what the reports show and what `--json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from importplan.basics.issues import Issue
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.evaluation.baselines import Alternative
from importplan.evaluation.ledger import Ledger
from importplan.evaluation.schedule import OrderDates
from importplan.landed.table import LandedTable
from importplan.plan.solution import Solution
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet


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


@dataclass(frozen=True)
class PlanResult:
    """One run. Ledger, alternatives and dates are there only where the solve found a plan."""

    scenario: Scenario
    catalog: Catalog
    landed: LandedTable
    draws: DrawSet
    solution: Solution
    run: RunRecord
    ledger: Ledger | None = None
    alternatives: tuple[Alternative, ...] = ()
    dates: tuple[OrderDates, ...] = ()
    issues: tuple[Issue, ...] = ()  # warnings of the input

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to show."""
        return self.solution.found is not None

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
