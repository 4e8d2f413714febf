"""Part `survey_response` (回收情况): who was asked, who answered, what became of files and rows."""

from __future__ import annotations

from importplan.assessment.response import CITY, DIMENSIONS, SIZE, ResponseRow
from importplan.reports.chart import Chart
from importplan.reports.survey.names import SurveyNames
from importplan.reports.survey.part import Part, SurveyReport, shown
from importplan.reports.table import Cell, Column, Form, Table

COLUMNS = (
    Column("survey_category"),
    Column("survey_asked", Form.WHOLE, total=True),
    Column("survey_answered", Form.WHOLE, total=True),
    Column("survey_rate", Form.SHARE),
    Column("survey_stand_for", Form.UNITS, total=True),
)
ANSWERED_ONLY = COLUMNS[0], COLUMNS[2]  # without a frame nobody knows who was asked
ACCOUNT = (Column("survey_account"), Column("survey_count", Form.WHOLE))
COUNTS = (
    "files", "files_refused", "rows", "rows_read", "rows_rejected", "rows_skipped", "returns", "firms",
)  # fmt: skip


def part(report: SurveyReport) -> Part:
    """Response by city, industry and size class with a chart of cities, then the account."""
    names = report.names
    tables = [_table(report, dimension) for dimension in DIMENSIONS]
    key = "weighted" if report.region.weighting.is_weighted else "unweighted"
    about = names.word(f"survey.about.response.{key}")
    if report.region.not_asked:
        about += names.word("survey.about.response.not_asked", count=report.region.not_asked)
    drawn = ("survey_rate",) if report.region.weighting.is_weighted else ("survey_answered",)
    charts = [Chart(names.word("survey.chart.response"), tables[0], "survey_category", drawn)]
    return Part("survey_response", (about, *tables, _account(report), *charts))


def _table(report: SurveyReport, dimension: str) -> Table:
    found = report.region.response[dimension]
    key = f"survey_response_{dimension}"
    if not report.region.weighting.is_weighted:
        rows = tuple((_name(report.names, dimension, row), row.answered) for row in found)
        return Table(key, ANSWERED_ONLY, rows)
    return Table(key, COLUMNS, tuple(_row(report.names, dimension, row) for row in found))


def _row(names: SurveyNames, dimension: str, row: ResponseRow) -> tuple[Cell, ...]:
    told = (shown(names, row.asked, False), row.answered, shown(names, row.rate, False), row.stand_for)
    return (_name(names, dimension, row), *told)


def _name(names: SurveyNames, dimension: str, row: ResponseRow) -> str:
    of_dimension = {SIZE: names.size, CITY: names.city}.get(dimension, names.industry)
    return names.joined(tuple(of_dimension(name) or names.word("survey.no_name") for name in row.names))


def _account(report: SurveyReport) -> Table:
    rows = tuple((report.names.word(f"survey.account.{key}"), getattr(report.accounted, key)) for key in COUNTS)
    return Table("survey_account", ACCOUNT, rows)
