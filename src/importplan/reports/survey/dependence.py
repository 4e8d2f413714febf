"""Part `survey_dependence` (依存度与缺口): sources, how long firms survive, what is missing until supply recovers."""

from __future__ import annotations

from importplan.assessment.masked import MaskedDependence
from importplan.basics.addresses import letter
from importplan.reports.chart import Chart
from importplan.reports.survey.demand import NAMES_WIDE
from importplan.reports.survey.names import SurveyNames
from importplan.reports.survey.part import Part, SurveyReport, bounds, shown, value_of, without_bounds
from importplan.reports.table import Cell, Column, Form, Formula, Table

COLUMNS = (
    Column("item", widest=NAMES_WIDE),
    Column("unit"),
    Column("survey_yearly", Form.UNITS),
    Column("survey_import_share", Form.SHARE),
    Column("survey_share_from", Form.SHARE),
    Column("survey_share_to", Form.SHARE),
    Column("survey_top_country"),
    Column("survey_top_share", Form.SHARE),
    Column("survey_survives", Form.UNITS),
    Column("survey_recovers", Form.UNITS),
    Column("survey_gap", Form.UNITS),
    Column("survey_hhi", Form.UNITS),
    Column("survey_makers", Form.WHOLE),
    Column("survey_single_source", Form.WHOLE),
    Column("survey_firms_named", Form.WHOLE),
    Column("survey_domestic", Form.LONG_TEXT),
    Column("survey_countries", Form.LONG_TEXT),
)
INTERVAL = ("survey_share_from", "survey_share_to")
GAP = "={need}{{row}}/12*{share}{{row}}*MAX({recovers}{{row}}-{survives}{{row}},0)"
FEWEST_DRAWN, DRAWN = 3, 12  # items in the chart; fewer are read as easily in the table


def part(report: SurveyReport) -> Part:
    """The table, the largest gap first, and the chart of import shares."""
    names = report.names
    columns = without_bounds(report, COLUMNS, INTERVAL)
    gap = _gap(columns)
    rows = tuple(_row(report, entry, gap) for entry in report.region.shown_dependence)
    table = Table("survey_dependence", columns, rows)
    about = names.word("survey.about.dependence", rule=report.region.rule.smallest_cell)
    return Part("survey_dependence", (about, table, *_chart(names, table)))


def _chart(names: SurveyNames, table: Table) -> tuple[Chart, ...]:
    """The first rows whose shares are numbers; a hidden one would be drawn as zero."""
    count = 0
    for share, top in zip(table.values("survey_import_share"), table.values("survey_top_share"), strict=True):
        if isinstance(share, str) or isinstance(top, str) or count == DRAWN:
            break
        count += 1
    drawn = ("survey_import_share", "survey_top_share")
    title = names.word("survey.chart.dependence")
    return (Chart(title, table, "item", drawn, rows=(0, count)),) if count >= FEWEST_DRAWN else ()


def _gap(columns: tuple[Column, ...]) -> str:
    """Yearly need ÷ 12 × top share × (recover − survive), of the columns of the table."""
    at = {column.key: letter(place) for place, column in enumerate(columns)}
    return GAP.format(
        need=at["survey_yearly"], share=at["survey_top_share"], recovers=at["survey_recovers"],
        survives=at["survey_survives"],
    )  # fmt: skip


def _row(report: SurveyReport, entry: MaskedDependence, gap: str) -> tuple[Cell, ...]:
    names, told = report.names, entry.told
    few = names.word("survey.few", count=report.region.rule.smallest_cell)
    survives, recovers = value_of(entry.survives_months), value_of(entry.recovers_months)
    return (
        names.item(entry.item),
        names.unit(entry.item),
        shown(names, value_of(entry.yearly_need)),
        shown(names, value_of(entry.import_share), "import_share" in told),
        *bounds(report, entry.import_share, "import_share" in told),
        names.country(entry.top_country) if entry.top_country else shown(names, None, "top_country" in told),
        shown(names, value_of(entry.top_share), "top_share" in told),
        shown(names, survives, "survives_months" in told),
        shown(names, recovers, "recovers_months" in told),
        shown(names, None, "gap" in told) if entry.gap is None else Formula(gap, entry.gap),
        shown(names, entry.hhi, "hhi" in told),
        shown(names, entry.makers),
        shown(names, entry.single_source),
        few if entry.firms is None else entry.firms,
        domestic_words(names, entry),
        countries_words(names, entry),
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
