"""Writes the result workbook: its sheets in their order, the echo of the input, and what it carries for programs."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.files import put
from importplan.documents.excel import echo
from importplan.documents.excel.carried_sheets import CarriedSheets
from importplan.documents.excel.front_page import write_front_page
from importplan.documents.excel.page import write_part
from importplan.documents.excel.places import Places
from importplan.documents.excel.sheet_book import SheetBook
from importplan.plan.solution import Reason
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.page_one.section import Summary
from importplan.results.plan_result import PlanResult, once


def write(result: PlanResult, path: Path) -> tuple[Path, ...]:
    """Write the result workbook, and a large settlement beside it; returns the files.

    An interrupted write leaves nothing behind and an older file untouched. An infeasible case has a page one and notes.
    Raises NoPlan for other results without a plan.
    """
    if result.solution.termination.reason is not Reason.INFEASIBLE:
        result.solution.plan  # noqa: B018  # raises NoPlan before any file is touched
    carried = CarriedSheets.of(result, path) if result.has_plan else None
    written = content(result, carried)  # an interruption comes before any file is touched
    beside = () if carried is None else carried.write_beside()
    put(written, path)
    return path, *beside


def content(result: PlanResult, carried: CarriedSheets | None = None) -> bytes:
    """The result workbook, with what it carries for programs where that is given."""
    book = _written(result)
    if carried is not None:
        carried.write_sheets(book)
    return book.content()


@once
def places(result: PlanResult) -> Places:
    """Where in the result workbook its tables and the sentences of page one stand."""
    return _written(result).places


def _written(result: PlanResult) -> SheetBook:
    """The sheets for people."""
    book = SheetBook(result.scenario.settings, Names(result.scenario, result.catalog, result.language))
    for part in parts(result):
        first = part.blocks[0]
        write_front_page(book, book.speech.word(f"sheet.{part.key}"), first) if isinstance(
            first, Summary
        ) else write_part(book, part)
    if result.has_plan:
        echo.write(book, result.scenario)
    book.places.link()
    return book
