"""What a result is told in: its sheets in their order. A sheet that stands here is in workbook and record."""

from __future__ import annotations

from typing import Any

from importplan.results.names import Names
from importplan.results.page_one import page
from importplan.results.part import ReportPart, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.sheets import (
    allocation,
    break_even,
    calendar,
    cash,
    clearance,
    comparison,
    landed_cost,
    notes,
    open_needs,
    orders,
    proposals,
    quotes,
    reserve_grounds,
    reserve_list,
    risk,
    roadmap,
    shortage,
    sourcing,
    stock_plan,
    stress,
    supervision,
)
from importplan.results.table import Table

IN_ORDER = (
    page,
    orders,
    quotes,
    calendar,
    reserve_list,
    reserve_grounds,
    allocation,
    stock_plan,
    roadmap,
    sourcing,
    landed_cost,
    proposals,
    supervision,
    cash,
    risk,
    shortage,
    open_needs,
    comparison,
    break_even,
    stress,
    clearance,
    notes,
)
SHEETS: dict[str, ResultSheet] = {module.SHEET.key: module.SHEET for module in IN_ORDER}


def parts(result: PlanResult, names: Names | None = None) -> tuple[ReportPart, ...]:
    """The sheets that a result has, in its language or that of `names`."""
    names = names or Names(result.scenario, result.catalog, result.language)
    found = (sheet.part(result, names) for sheet in SHEETS.values() if result.has_plan or sheet.without_plan)
    return tuple(part for part in found if part.blocks)


def tables(result: PlanResult) -> dict[str, Table[Any]]:
    """All tables of the sheets by key; those of page one repeat others."""
    return {block.key: block for part in parts(result) for block in part.blocks if isinstance(block, Table)}
