"""Parts `survey_demand` (需求测算) and `survey_quarters` (分季度需求测算): low, base and high demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.part import ReportPart
from importplan.results.table import Cell, Column, Table
from importplan.survey.estimates.estimate import RegionalEstimate
from importplan.survey.estimates.masked import Line, MaskedDemand
from importplan.survey.questions import FIRMNESSES
from importplan.survey.report.part import SurveyReport, estimated, shown
from importplan.survey.returns.firmness import Probabilities

NAMES_WIDE = 42.0  # places of names of items
CHARTS = 6  # items whose quarters are drawn
BASE = ("survey_base", "survey_base_from", "survey_base_to")


def value_cny(report: SurveyReport, demand: MaskedDemand) -> float | None:
    """What base demand would cost at the median price told, None where either is not known or hidden."""
    price = report.region.price(demand.item)
    return None if price is None or demand.base_total is None else price * demand.base_total.value


def in_order(report: SurveyReport) -> list[MaskedDemand]:
    """The items by money; those without a price after them, by name."""
    return sorted(report.region.shown_demand, key=lambda entry: (-(value_cny(report, entry) or 0.0), entry.item))


def part(report: SurveyReport) -> ReportPart:
    """The table of items, and how firm their needs are."""
    names, demands = report.names, in_order(report)
    chances = Probabilities.of(report.region.settings)
    shares = {firmness: chances[firmness] for firmness in FIRMNESSES}
    about = (names.word("survey.about.demand", **shares), names.word("survey.about.demand_value"))
    items = Table("survey_demand", item_columns(report), demands)
    return ReportPart("survey_demand", (*about, items, Table("survey_firmness", firmness_columns(report), demands)))


def quarters_part(report: SurveyReport) -> ReportPart:
    """Charts of the items of most money, then all items of which anything may be shown by quarter."""
    names, demands = report.names, in_order(report)
    told = [entry for entry in demands if any((*entry.low, *entry.base, *entry.high))]
    hidden = tuple(names.item(entry.item) for entry in demands if entry not in told)
    rows = tuple(Quarter(entry, place) for entry in told for place in range(len(entry.quarters)))
    quarters = Table("survey_quarters", quarter_columns(report), rows)
    charts = _charts(report, told, quarters)
    about = [names.word("survey.about.quarters")] if charts else []
    if hidden:
        about.append(names.word("survey.about.quarters_hidden", count=len(hidden), items=names.joined(hidden)))
    return ReportPart("survey_quarters", (*about, *charts, quarters))


@dataclass(frozen=True)
class Quarter:
    """A quarter of the demand of an item."""

    demand: MaskedDemand
    place: int


ITEM: Column[MaskedDemand] = Column("item", "", forms.ITEM, lambda row: row.item, widest=NAMES_WIDE)
UNIT: Column[MaskedDemand] = Column("unit", "", forms.UNIT, lambda row: row.item)


def item_columns(report: SurveyReport) -> tuple[Column[MaskedDemand], ...]:
    """What is told of the demand of an item."""
    names, region = report.names, report.region
    few = names.word("survey.few", count=region.rule.smallest_cell)

    def priced(row: MaskedDemand) -> bool:
        return row.item in region.prices

    def value(row: MaskedDemand) -> Cell:
        return shown(names, value_cny(report, row), priced(row))

    def goods(
        keys: tuple[str, ...], of: Callable[[MaskedDemand], RegionalEstimate | None]
    ) -> tuple[Column[MaskedDemand], ...]:
        return estimated(report, keys, "goods", forms.UNITS, of)

    return (
        ITEM,
        UNIT,
        *goods(("survey_low",), lambda row: row.low_total),
        *goods(BASE, lambda row: row.base_total),
        *goods(("survey_high",), lambda row: row.high_total),
        *goods(("survey_yearly",), lambda row: row.yearly),
        Column("survey_price", "cny", forms.PIECES, lambda row: shown(names, region.price(row.item), priced(row))),
        Column("survey_value", "cny", forms.SUMMARY, value, total=True),
        Column("survey_firms", "count", forms.WHOLE, lambda row: few if row.firms is None else row.firms),
    )


def firmness_columns(report: SurveyReport) -> tuple[Column[MaskedDemand], ...]:
    """How firm the needs of an item are."""

    def firm(place: int, firmness: str) -> tuple[Column[MaskedDemand], ...]:
        return estimated(report, (f"survey_{firmness}",), "goods", forms.UNITS, lambda row: row.by_firmness[place])

    return (
        ITEM,
        UNIT,
        *(column for place, firmness in enumerate(FIRMNESSES) for column in firm(place, firmness)),
        Column("survey_unknown", "count", forms.WHOLE, lambda row: row.unknown),
        Column("survey_waiting", "count", forms.WHOLE, lambda row: row.waiting),
    )


def quarter_columns(report: SurveyReport) -> tuple[Column[Quarter], ...]:
    """What is told of a quarter."""

    def goods(keys: tuple[str, ...], of: Callable[[MaskedDemand], Line]) -> tuple[Column[Quarter], ...]:
        return estimated(report, keys, "goods", forms.UNITS, lambda row: of(row.demand)[row.place])

    return (
        Column("item", "", forms.ITEM, lambda row: row.demand.item, widest=NAMES_WIDE),
        Column("unit", "", forms.UNIT, lambda row: row.demand.item),
        Column("survey_quarter", "", forms.TEXT, lambda row: row.demand.quarters[row.place]),
        *goods(("survey_low",), lambda demand: demand.low),
        *goods(BASE, lambda demand: demand.base),
        *goods(("survey_high",), lambda demand: demand.high),
    )


def _charts(report: SurveyReport, demands: list[MaskedDemand], quarters: Table[Quarter]) -> list[Chart]:
    """Charts of the first items of which every quarter is shown: a hidden one would be drawn as zero."""
    names, found, first = report.names, [], 0
    for demand in demands:
        after = first + len(demand.quarters)
        if not any(entry is None for entry in (*demand.low, *demand.base, *demand.high)):
            title = names.word("survey.chart.demand", item=names.item(demand.item), unit=names.unit(demand.item))
            lines = ("survey_low", "survey_high")
            found.append(Chart(title, quarters, "survey_quarter", ("survey_base",), lines, (first, after)))
        first = after
    return [chart for chart in found if not chart.is_empty][:CHARTS]
