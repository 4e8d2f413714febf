"""Writes the result workbook: sheets in an explicit order, then the echo of the input. Formatting only."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from importplan.basics.files import put
from importplan.plan.solution import Reason
from importplan.reports.book import Book
from importplan.reports.carried.sheets import Carried
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.sheets import (
    calendar,
    cash,
    clearance,
    comparison,
    echo,
    landed_cost,
    notes,
    orders,
    proposals,
    reserve_list,
    risk,
    shortage,
    sourcing,
    stock_plan,
    summary,
    supervision,
)

SHEETS: dict[str, Callable[[Book], None]] = {
    "summary": summary.write,
    "orders": orders.write,
    "calendar": calendar.write,
    "reserve_list": reserve_list.write,
    "stock_plan": stock_plan.write,
    "sourcing": sourcing.write,
    "landed_cost": landed_cost.write,
    "proposals": proposals.write,
    "supervision": supervision.write,
    "cash": cash.write,
    "risk": risk.write,
    "shortage": shortage.write,
    "comparison": comparison.write,
    "clearance": clearance.write,
    "notes": notes.write,
}


WITHOUT_PLAN = ("summary", "notes")  # of an infeasible case: which wishes have to give way


def write(result: PlanResult, path: Path) -> tuple[Path, ...]:
    """Write the result workbook, and a large settlement beside it; returns the files.

    An interrupted write leaves nothing behind and an older file untouched. An infeasible case has a page one and notes.
    Raises NoPlan for other results without a plan.
    """
    if result.solution.termination.reason is not Reason.INFEASIBLE:
        result.solution.plan  # noqa: B018  # raises NoPlan before any file is touched
    carried = Carried.of(result, path) if result.has_plan else None
    beside = () if carried is None else carried.write_beside()
    put(content(result, carried), path)
    return path, *beside


def content(result: PlanResult, carried: Carried | None = None) -> bytes:
    """The result workbook, with what it carries for programs where that is given."""
    target = BytesIO()
    book = Book(target, result, Names(result.scenario, result.catalog, result.language))
    for key, write_sheet in SHEETS.items():
        if result.has_plan or key in WITHOUT_PLAN:
            write_sheet(book)
    if result.has_plan:
        echo.write(book)
    if carried is not None:
        carried.write_sheets(book)
    book.workbook.close()
    return target.getvalue()
