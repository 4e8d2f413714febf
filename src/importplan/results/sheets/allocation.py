"""Sheet `allocation` (分配方案): how the rule divides what the reserve gives in the worst shortage of each item."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.allocation.drawn import drawn_shortages
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.views.allocation_tables import drawn_tables


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Items, then firms; a case without a common reserve has no such sheet."""
    if result.scenario.has_reserve:
        yield names.word("result.about.allocation")
        yield names.word("allocation.rule", seed=result.scenario.settings.seed)
        yield from drawn_tables(drawn_shortages(result.scenario, result.solution.plan.recourse))


SHEET = ResultSheet("allocation", blocks)
