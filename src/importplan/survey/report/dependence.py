"""Part `survey_dependence` (依存度与缺口): sources, how long firms survive, what is missing until supply recovers."""

from __future__ import annotations

from collections.abc import Callable

from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import in_words
from importplan.results.part import ReportPart
from importplan.results.table import Cell, Column, Formula, Look, Table
from importplan.survey.estimates.estimate import RegionalEstimate
from importplan.survey.estimates.masked import MaskedDependence
from importplan.survey.report.demand import NAMES_WIDE
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport, estimated, shown

GAP = "={survey_yearly}/12*{survey_top_share}*MAX({survey_recovers}-{survey_survives},0)"
FEWEST_DRAWN, DRAWN = 3, 12  # items in the chart; fewer are read as easily in the table


def part(report: SurveyReport) -> ReportPart:
    """The table, the largest gap first, and the chart of import shares."""
    names = report.names
    table = Table("survey_dependence", columns(report), report.region.shown_dependence)
    about = names.word("survey.about.dependence", rule=report.region.rule.smallest_cell)
    return ReportPart("survey_dependence", (about, table, *_chart(names, table)))


def _chart(names: SurveyNames, table: Table[MaskedDependence]) -> tuple[Chart, ...]:
    """The first rows whose shares are numbers; a hidden one would be drawn as zero."""
    count = 0
    for share, top in zip(table.values("survey_import_share"), table.values("survey_top_share"), strict=True):
        if isinstance(share, str) or isinstance(top, str) or count == DRAWN:
            break
        count += 1
    drawn = ("survey_import_share", "survey_top_share")
    title = names.word("survey.chart.dependence")
    return (Chart(title, table, "item", drawn, rows=(0, count)),) if count >= FEWEST_DRAWN else ()


def columns(report: SurveyReport) -> tuple[Column[MaskedDependence], ...]:
    """What is told of an item."""
    names = report.names
    few = names.word("survey.few", count=report.region.rule.smallest_cell)

    def gap(row: MaskedDependence) -> Cell:
        return shown(names, None, "gap" in row.told) if row.gap is None else Formula(GAP, row.gap)

    def country(names: SurveyNames, row: MaskedDependence) -> Cell:
        return names.country(row.top_country) if row.top_country else shown(names, None, "top_country" in row.told)

    def told(key: str) -> Callable[[MaskedDependence], bool]:
        return lambda row: key in row.told

    def need(row: MaskedDependence) -> RegionalEstimate | None:
        return row.yearly_need

    share, months, units = forms.SHARE, forms.UNITS, forms.UNITS
    shares = ("survey_import_share", "survey_share_from", "survey_share_to")
    survives, recovers = told("survives_months"), told("recovers_months")
    return (
        Column("item", "", forms.ITEM, lambda row: row.item, widest=NAMES_WIDE),
        Column("unit", "", forms.UNIT, lambda row: row.item),
        *estimated(report, ("survey_yearly",), "goods", units, need),
        *estimated(report, shares, "share", share, lambda row: row.import_share, told("import_share")),
        in_words("survey_top_country", country, Look.TEXT),
        *estimated(report, ("survey_top_share",), "share", share, lambda row: row.top_share, told("top_share")),
        *estimated(report, ("survey_survives",), "months", months, lambda row: row.survives_months, survives),
        *estimated(report, ("survey_recovers",), "months", months, lambda row: row.recovers_months, recovers),
        Column("survey_gap", "goods", units, gap),
        Column("survey_hhi", "", units, lambda row: shown(names, row.hhi, "hhi" in row.told)),
        Column("survey_makers", "count", forms.WHOLE, lambda row: shown(names, row.makers)),
        Column("survey_single_source", "count", forms.WHOLE, lambda row: shown(names, row.single_source)),
        Column("survey_firms_named", "count", forms.WHOLE, lambda row: few if row.firms is None else row.firms),
        in_words("survey_domestic", domestic_words),
        in_words("survey_countries", countries_words),
    )


def domestic_words(names: SurveyNames, entry: MaskedDependence) -> str:
    """States of domestic substitution and how many firms said each."""
    told = sorted(entry.domestic.items(), key=lambda pair: -pair[1])
    words = tuple(
        names.word("survey.said_by", what=names.choice("domestic_status", state), count=count) for state, count in told
    )
    return names.joined(words) or names.word("survey.not_told")


def countries_words(names: SurveyNames, entry: MaskedDependence) -> str:
    """Countries of origin with their shares."""
    words = tuple(f"{names.country(country)} {share:.0%}" for country, share in entry.countries.items())
    return names.joined(words) or names.word("survey.not_told")
