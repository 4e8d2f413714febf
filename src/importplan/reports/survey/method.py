"""Part `survey_method` (方法与口径): how the figures come about, what was joined, what is not shown and why."""

from __future__ import annotations

from importplan.assessment.raking import LEAST, MOST
from importplan.assessment.strata import FEWEST, HEAVIEST, Stratum
from importplan.reports.survey.part import Part, SurveyReport
from importplan.reports.table import Cell, Column, Form, Table

STRATA = (
    Column("survey_industries", Form.LONG_TEXT),
    Column("survey_sizes", Form.LONG_TEXT),
    Column("survey_asked", Form.WHOLE),
    Column("survey_answered", Form.WHOLE),
    Column("survey_weight", Form.UNITS),
)
SENTENCES = ("need", "dependence", "hidden", "waiting", "trace")


def part(report: SurveyReport) -> Part:
    """Sentences on the method, then the strata."""
    names, region = report.names, report.region
    rule = region.rule
    values = {
        "smallest": rule.smallest_cell, "dominant": rule.dominant_firms, "share": rule.dominant_share,
        "fewest": FEWEST, "heaviest": HEAVIEST, "least": LEAST, "most": MOST,
        "missed": region.weighting.weights.city_missed,
    }  # fmt: skip
    first = "weights" if region.weighting.is_weighted else "unweighted"
    words = tuple(names.word(f"survey.method.{key}", **values) for key in (first, *SENTENCES))
    if not region.weighting.is_weighted:
        return Part("survey_method", words)
    sizes = names.word("survey.method.sizes", classes=_classes(report))
    rows = tuple(_stratum(report, stratum) for stratum in region.weighting.weights.strata)
    return Part("survey_method", (*words, sizes, Table("survey_strata", STRATA, rows)))


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


def _stratum(report: SurveyReport, stratum: Stratum) -> tuple[Cell, ...]:
    names, region = report.names, report.region
    few = names.word("survey.few", count=region.rule.smallest_cell)
    sizes = tuple(names.size(region.weighting.sizes.key(size)) for size in stratum.sizes)
    counts = tuple(few if region.rule.few(count) else count for count in (stratum.asked, stratum.answered))
    weight: Cell = stratum.weight if stratum.answered else names.word("survey.not_told")
    industries = tuple(names.industry(industry) or names.word("survey.no_name") for industry in stratum.industries)
    return (names.joined(industries), names.joined(sizes), *counts, weight)
