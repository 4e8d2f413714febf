"""Parts `survey_demand` (需求测算) and `survey_quarters` (分季度需求测算): low, base and high demand."""

from __future__ import annotations

from importplan.assessment.firmness import FIRMNESSES, Probabilities
from importplan.assessment.masked import MaskedDemand
from importplan.reports.chart import Chart
from importplan.reports.survey.part import Part, SurveyReport, bounds, shown, value_of, without_bounds
from importplan.reports.table import Cell, Column, Form, Table

NAMES_WIDE = 42.0  # places of names of items
INTERVAL = ("survey_base_from", "survey_base_to")
ITEMS = (
    Column("item", widest=NAMES_WIDE),
    Column("unit"),
    Column("survey_low", Form.UNITS),
    Column("survey_base", Form.UNITS),
    Column("survey_base_from", Form.UNITS),
    Column("survey_base_to", Form.UNITS),
    Column("survey_high", Form.UNITS),
    Column("survey_yearly", Form.UNITS),
    Column("survey_price", Form.PIECES),
    Column("survey_value", Form.SUMMARY, total=True),
    Column("survey_firms", Form.WHOLE),
)
FIRMNESS = (
    Column("item", widest=NAMES_WIDE),
    Column("unit"),
    *(Column(f"survey_{firmness}", Form.UNITS) for firmness in FIRMNESSES),
    Column("survey_unknown", Form.WHOLE),
    Column("survey_waiting", Form.WHOLE),
)
QUARTERS = (
    Column("item", widest=NAMES_WIDE),
    Column("unit"),
    Column("survey_quarter"),
    Column("survey_low", Form.UNITS),
    Column("survey_base", Form.UNITS),
    Column("survey_base_from", Form.UNITS),
    Column("survey_base_to", Form.UNITS),
    Column("survey_high", Form.UNITS),
)
CHARTS = 6  # items whose quarters are drawn


def value_cny(report: SurveyReport, demand: MaskedDemand) -> float | None:
    """What base demand would cost at the median price told, None where either is not known or hidden."""
    price = report.region.price(demand.item)
    return None if price is None or demand.base_total is None else price * demand.base_total.value


def in_order(report: SurveyReport) -> list[MaskedDemand]:
    """The items by money; those without a price after them, by name."""
    return sorted(report.region.shown_demand, key=lambda entry: (-(value_cny(report, entry) or 0.0), entry.item))


def part(report: SurveyReport) -> Part:
    """The table of items, and how firm their needs are."""
    names, demands = report.names, in_order(report)
    chances = Probabilities.of(report.region.settings)
    shares = {firmness: chances[firmness] for firmness in FIRMNESSES}
    items = Table(
        "survey_demand", without_bounds(report, ITEMS, INTERVAL), tuple(_item(report, entry) for entry in demands)
    )
    firm = Table("survey_firmness", FIRMNESS, tuple(_firmness(report, entry) for entry in demands))
    about = (names.word("survey.about.demand", **shares), names.word("survey.about.demand_value"))
    return Part("survey_demand", (*about, items, firm))


def quarters_part(report: SurveyReport) -> Part:
    """Charts of the items of most money, then all items of which anything may be shown by quarter."""
    names, demands = report.names, in_order(report)
    told = [entry for entry in demands if any((*entry.low, *entry.base, *entry.high))]
    hidden = tuple(names.item(entry.item) for entry in demands if entry not in told)
    columns = without_bounds(report, QUARTERS, INTERVAL)
    quarters = Table("survey_quarters", columns, tuple(row for entry in told for row in _quarters(report, entry)))
    charts = _charts(report, told, quarters)
    about = [names.word("survey.about.quarters")] if charts else []
    if hidden:
        about.append(names.word("survey.about.quarters_hidden", count=len(hidden), items=names.joined(hidden)))
    return Part("survey_quarters", (*about, *charts, quarters))


def _item(report: SurveyReport, demand: MaskedDemand) -> tuple[Cell, ...]:
    names, amount = report.names, value_cny(report, demand)
    told = demand.item in report.region.prices
    return (
        names.item(demand.item),
        names.unit(demand.item),
        shown(names, value_of(demand.low_total)),
        shown(names, value_of(demand.base_total)),
        *bounds(report, demand.base_total),
        shown(names, value_of(demand.high_total)),
        shown(names, value_of(demand.yearly)),
        shown(names, report.region.price(demand.item), told),
        shown(names, None if amount is None else names.in_summary_unit(amount), told),
        names.word("survey.few", count=report.region.rule.smallest_cell) if demand.firms is None else demand.firms,
    )


def _firmness(report: SurveyReport, demand: MaskedDemand) -> tuple[Cell, ...]:
    names = report.names
    return (
        names.item(demand.item),
        names.unit(demand.item),
        *(shown(names, value_of(entry)) for entry in demand.by_firmness),
        demand.unknown,
        demand.waiting,
    )


def _quarters(report: SurveyReport, demand: MaskedDemand) -> list[tuple[Cell, ...]]:
    names = report.names
    return [
        (
            names.item(demand.item),
            names.unit(demand.item),
            quarter,
            shown(names, value_of(low)),
            shown(names, value_of(base)),
            *bounds(report, base),
            shown(names, value_of(high)),
        )
        for quarter, low, base, high in zip(demand.quarters, demand.low, demand.base, demand.high, strict=True)
    ]


def _charts(report: SurveyReport, demands: list[MaskedDemand], quarters: Table) -> list[Chart]:
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
