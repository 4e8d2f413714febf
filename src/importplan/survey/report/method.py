"""Part `survey_method` (方法与口径): how the figures come about, what was joined, what is not shown and why."""

from __future__ import annotations

from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.part import ReportPart
from importplan.results.table import Cell, Column, Table
from importplan.survey.estimates.raking import LEAST, MOST
from importplan.survey.estimates.strata import FEWEST, HEAVIEST, Stratum
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport, shown

SENTENCES = ("need", "dependence", "hidden", "waiting", "trace")


def part(report: SurveyReport) -> ReportPart:
    """Sentences on the method, then the strata."""
    names, region = report.names, report.region
    rule = region.rule
    values = {
        "smallest": rule.smallest_cell, "dominant": rule.dominant_firms, "share": rule.dominant_share,
        "guess": rule.guess_share,
        "fewest": FEWEST, "heaviest": HEAVIEST, "least": LEAST, "most": MOST,
        "missed": region.weighting.weights.city_missed,
    }  # fmt: skip
    first = "weights" if region.weighting.is_weighted else "unweighted"
    words = tuple(names.word(f"survey.method.{key}", **values) for key in (first, *SENTENCES))
    if not region.weighting.is_weighted:
        return ReportPart("survey_method", words)
    sizes = names.word("survey.method.sizes", classes=_classes(report))
    return ReportPart("survey_method", (*words, sizes, _strata(report)))


def _classes(report: SurveyReport) -> str:
    names = report.names
    found = tuple(
        names.word(
            "survey.method.size", name=names.size(entry.key), amount=names.in_summary_unit(entry.from_revenue_cny)
        )
        for entry in report.region.weighting.sizes.classes
    )
    entry = report.region.weighting.sizes.classes[0]
    doubt = names.word(f"confidence.{entry.confidence}")
    return names.word("survey.method.cited", words=names.joined(found), source=entry.source, confidence=doubt)


def _strata(report: SurveyReport) -> Table[Stratum]:
    names, region = report.names, report.region
    few, no_name = names.word("survey.few", count=region.rule.smallest_cell), names.word("survey.no_name")

    def counted(count: int) -> Cell:
        return few if region.rule.few(count) else count

    def sizes(names: SurveyNames, row: Stratum) -> str:
        return names.joined(tuple(names.size(region.weighting.sizes.key(size)) for size in row.sizes))

    def industries(names: SurveyNames, row: Stratum) -> str:
        return names.joined(tuple(names.industry(industry) or no_name for industry in row.industries))

    columns: tuple[Column[Stratum], ...] = (
        in_words("survey_industries", industries),
        in_words("survey_sizes", sizes),
        Column("survey_asked", "count", forms.WHOLE, lambda row: counted(row.asked)),
        Column("survey_answered", "count", forms.WHOLE, lambda row: counted(row.answered)),
        Column("survey_weight", "", forms.UNITS, lambda row: shown(names, row.weight if row.answered else None, False)),
    )
    return Table("survey_strata", columns, region.weighting.weights.strata)
