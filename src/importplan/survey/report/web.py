"""The report as one page for browsers, without a program in it."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.files import put
from importplan.documents.html.page import Body
from importplan.documents.html.page import page as made
from importplan.survey.report.part import SurveyReport
from importplan.survey.report.summary import summary
from importplan.survey.report.workbook import PARTS


def write(report: SurveyReport, path: Path) -> None:
    """Write the page; the file is whole or not there at all."""
    put(page(report).encode("utf-8"), path)


def page(report: SurveyReport) -> str:
    """The page as text."""
    return made((Body(report.names, summary(report), tuple(make(report) for make in PARTS)),))
