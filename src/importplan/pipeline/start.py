"""A plan that a search is to begin with: read from a result, and told of what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.customs.cost.table import LandedTable
from importplan.documents.excel.carried_sheets import PLAN
from importplan.documents.read_back.cells import read_cells
from importplan.documents.read_back.rows import rows, sheet_of
from importplan.plan.plan import Plan
from importplan.plan.plan_file import PlanFile, Row, bind_what_fits, from_rows
from importplan.plan.solution import Solution
from importplan.results.carried.plan_rows import COLUMNS, read_carried
from importplan.scenario.scenario import Scenario

MOST_BYTES = 200_000_000  # of a result as JSON


@dataclass(frozen=True)
class StartingPlan:
    """A plan of a priced case to begin with, and a warning at each row of it that the case does not know."""

    plan: Plan
    issues: tuple[Issue, ...]

    @classmethod
    def of(cls, given: PlanFile, scenario: Scenario, landed: LandedTable) -> StartingPlan:
        """What the case still knows of a plan."""
        return cls(*bind_what_fits(given, scenario, landed))

    def told(self, solution: Solution) -> tuple[Issue, ...]:
        """What does not fit, and what the start comes to beside the plan that was found."""
        start = solution.start
        if start is None or start.objective_cny is None:
            return (*self.issues, Issue.warning("start-not-settled"))
        if np.isfinite(start.objective_cny):
            if solution.found is None:
                return self.issues
            return (*self.issues, Issue.warning("start-kept", start=start.objective_cny, found=solution.plan_cny))
        wishes = (
            Issue.warning("start-breaks", rule=each.rule, who=each.who, place=each.place, amount=each.amount)
            for each in start.broken
        )
        return (*self.issues, Issue.warning("start-not-allowed"), *wishes)


def plan_in(path: Path) -> PlanFile:
    """The decisions of today in a result workbook, or in the JSON of a result (`plan CASE --json`), by ids.

    Raises
    ------
    InputRejected
        Where it is neither, or a row of it cannot be read.
    """
    if path.suffix.lower() == ".json":
        return from_rows(_of_json(path))
    cells = read_cells(path)
    place = Place(path.name, sheet_of(cells, PLAN, path.name))
    return read_carried(rows(cells, PLAN, COLUMNS, path.name), place).plan


def _of_json(path: Path) -> Iterator[tuple[Place, Row]]:
    """The rows of `plan`, or of a file that is nothing but such rows."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRejected((Issue.error("file-too-large", Place(path.name), allowed=MOST_BYTES // 1_000_000),))
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise InputRejected((Issue.error("start-unreadable", Place(path.name), fault=fault),)) from fault
    found = content.get("plan") if isinstance(content, dict) else content
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InputRejected((Issue.error("start-without-plan", Place(path.name)),))
    return ((Place(path.name, "plan", str(number)), row) for number, row in enumerate(found, start=1))
