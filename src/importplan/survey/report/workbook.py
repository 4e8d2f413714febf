"""The report as a workbook: page one, then a sheet for each part. Nothing in it names a firm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from importplan.documents.excel.front_page import write_front_page
from importplan.documents.excel.page import write_part
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.part import ReportPart
from importplan.survey.report import demand, dependence, method, response, summary
from importplan.survey.report.part import SurveyReport

PARTS: tuple[Callable[[SurveyReport], ReportPart], ...] = (
    response.part,
    demand.part,
    demand.quarters_part,
    dependence.part,
    method.part,
)


def write(report: SurveyReport, path: Path) -> None:
    """Write the workbook; the file is whole or not there at all."""
    book = SheetBook(report.region.settings, report.names)
    write_front_page(book, book.speech.word(f"sheet.{summary.KEY}"), summary.summary(report))
    for make in PARTS:
        write_part(book, make(report))
    book.save(path)
