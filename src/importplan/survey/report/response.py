"""Part `survey_response` (回收情况): who was asked, who answered, what became of files and rows."""

from __future__ import annotations

from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import in_words
from importplan.results.part import ReportPart
from importplan.results.table import Column, Look, Table
from importplan.survey.estimates.response import CITY, DIMENSIONS, SIZE, ResponseRow
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport, shown

COUNTS = (
    "files", "files_refused", "rows", "rows_read", "rows_rejected", "rows_skipped", "returns", "firms",
)  # fmt: skip


def part(report: SurveyReport) -> ReportPart:
    """Response by city, industry and size class with a chart of cities, then the account."""
    names = report.names
    tables = [_table(report, dimension) for dimension in DIMENSIONS]
    key = "weighted" if report.region.weighting.is_weighted else "unweighted"
    about = names.word(f"survey.about.response.{key}")
    if report.region.not_asked:
        about += names.word("survey.about.response.not_asked", count=report.region.not_asked)
    drawn = ("survey_rate",) if report.region.weighting.is_weighted else ("survey_answered",)
    charts = [Chart(names.word("survey.chart.response"), tables[0], "survey_category", drawn)]
    return ReportPart("survey_response", (about, *tables, _account(report), *charts))


def _table(report: SurveyReport, dimension: str) -> Table[ResponseRow]:
    names = report.names
    category: Column[ResponseRow] = in_words(
        "survey_category", lambda names, row: _name(names, dimension, row), Look.TEXT
    )
    answered: Column[ResponseRow] = Column(
        "survey_answered", "count", forms.WHOLE, lambda row: row.answered, total=True
    )
    weighted: tuple[Column[ResponseRow], ...] = (
        category,
        Column("survey_asked", "count", forms.WHOLE, lambda row: shown(names, row.asked, False), total=True),
        answered,
        Column("survey_rate", "share", forms.SHARE, lambda row: shown(names, row.rate, False)),
        Column("survey_stand_for", "count", forms.UNITS, lambda row: row.stand_for, total=True),
    )
    # Without a frame nobody knows who was asked.
    columns = weighted if report.region.weighting.is_weighted else (weighted[0], weighted[2])
    return Table(f"survey_response_{dimension}", columns, report.region.response[dimension])


def _name(names: SurveyNames, dimension: str, row: ResponseRow) -> str:
    of_dimension = {SIZE: names.size, CITY: names.city}.get(dimension, names.industry)
    return names.joined(tuple(of_dimension(name) or names.word("survey.no_name") for name in row.names))


def _account(report: SurveyReport) -> Table[str]:
    columns: tuple[Column[str], ...] = (
        Column("survey_account", "", forms.worded("survey.account"), lambda key: key),
        Column("survey_count", "count", forms.WHOLE, lambda key: getattr(report.accounted, key)),
    )
    return Table("survey_account", columns, COUNTS)
