"""Sheet `sourcing` (来源结构): planned orders by item, country of origin and supplier, in units and in CIF value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from importplan.plan.plan import SubstituteLane
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Reader, Table
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.source_change import source_change_table
from importplan.results.views.subsidies import award_years_table, subsidies_table

Key = TypeVar("Key")
LEAST = 1e-6  # units: a solver's dust


@dataclass(frozen=True)
class Sources:
    """Planned orders that have something in common, and of how much they are a share."""

    lines: Sequence[OrderLine]
    all_units: float
    all_cny: float

    @property
    def first(self) -> OrderLine:
        """One of them, for what they have in common."""
        return self.lines[0]

    @property
    def units(self) -> float:
        """Units of the item."""
        return units_of(self.lines)

    @property
    def units_share(self) -> float | None:
        """Share of the units."""
        return _share(self.units, self.all_units)

    @property
    def customs_value_cny(self) -> float:
        """CIF value."""
        return value_of(self.lines)

    @property
    def value_share(self) -> float | None:
        """Share of the value."""
        return _share(self.customs_value_cny, self.all_cny)

    @property
    def landed_cost_cny(self) -> float:
        """Landed cost."""
        return sum(line.landed_cost_cny for line in self.lines)


def units_of(lines: Sequence[OrderLine]) -> float:
    """Units of some orders."""
    return sum(line.order.quantity for line in lines)


def value_of(lines: Sequence[OrderLine]) -> float:
    """CIF value of some orders."""
    return sum(line.customs_value_cny for line in lines)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


VALUE: tuple[Column[Sources], ...] = (
    Column("customs_value_cny", "cny", forms.YUAN, lambda row: row.customs_value_cny, total=True),
    Column("value_share", "share", forms.SHARE, lambda row: row.value_share),
    Column("landed_cost_cny", "cny", forms.YUAN, lambda row: row.landed_cost_cny, total=True),
)
COLUMNS: tuple[Column[Sources], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.first.item.item),
    Column("origin", "", forms.COUNTRY, lambda row: row.first.origin),
    Column("supplier", "", forms.SUPPLIER, lambda row: row.first.offer.supplier),
    Column("quantity", "goods", forms.UNITS, lambda row: row.units),
    Column("unit", "", forms.UNIT, lambda row: row.first.item.item, reader=Reader.PEOPLE),
    Column("units_share", "share", forms.SHARE, lambda row: row.units_share),
    *VALUE,
    Column("item_id", "", forms.TEXT, lambda row: row.first.item.item, reader=Reader.PEOPLE),
    Column("supplier_id", "", forms.TEXT, lambda row: row.first.offer.supplier, reader=Reader.PEOPLE),
    Column("controllers", "", forms.COUNTRIES, lambda row: row.first.controllers),
)
BY_COUNTRY: tuple[Column[Sources], ...] = (
    Column("origin", "", forms.COUNTRY, lambda row: row.first.origin),
    *VALUE,
    Column("items_number", "count", forms.WHOLE, lambda row: len({line.item.item for line in row.lines})),
    Column("country_id", "", forms.TEXT, lambda row: row.first.origin, reader=Reader.PEOPLE),
)


def _grouped(result: PlanResult, key: Callable[[OrderLine], Key]) -> dict[Key, list[OrderLine]]:
    found: dict[Key, list[OrderLine]] = defaultdict(list)
    for line in order_lines(result):
        found[key(line)].append(line)
    return found


def sourcing_table(result: PlanResult) -> Table[Sources]:
    """One row for each item, origin, supplier and the states that control the goods, largest value of an item first."""
    groups = _grouped(result, lambda line: (line.item.item, line.origin, line.offer.supplier, line.controllers))
    whole, order = _grouped(result, lambda line: line.item.item), result.scenario.item_index
    rows = (Sources(lines, units_of(whole[item]), value_of(whole[item])) for (item, *_), lines in groups.items())
    ranked = sorted(rows, key=lambda row: (order[row.first.item.item], -row.customs_value_cny))
    return Table("sourcing", COLUMNS, tuple(ranked))


def countries_table(result: PlanResult) -> Table[Sources]:
    """One row for each country of origin, largest value first."""
    groups = _grouped(result, lambda line: line.origin).values()
    units, value = sum(map(units_of, groups)), sum(map(value_of, groups))
    rows = (Sources(lines, units, value) for lines in groups)
    return Table("countries", BY_COUNTRY, tuple(sorted(rows, key=lambda row: -row.customs_value_cny)), quiet=True)


@dataclass(frozen=True)
class ServedInstead:
    """What a substitute serves of a firm's need of another item, over all periods."""

    lane: SubstituteLane
    mean: float
    least: float
    most: float


INSTEAD: tuple[Column[ServedInstead], ...] = (
    Column("served_firm", "", forms.FIRM, lambda row: row.lane.firm),
    Column("asked_item", "", forms.ITEM, lambda row: row.lane.serves),
    Column("instead_item", "", forms.ITEM, lambda row: row.lane.item),
    Column("served_mean", "goods", forms.UNITS, lambda row: row.mean),
    Column("served_least", "goods", forms.UNITS, lambda row: row.least),
    Column("served_most", "goods", forms.UNITS, lambda row: row.most),
)


def instead_table(result: PlanResult) -> Table[ServedInstead]:
    """Needs that are served with another item in any draw, in units of what was asked."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    rows = []
    for number, lane in enumerate(recourse.substitute_lanes):
        units = recourse.substituted[:, number].sum(axis=1)
        if units.max(initial=0.0) > LEAST:
            rows.append(ServedInstead(lane, float(weights @ units), float(units.min()), float(units.max())))
    return Table("instead", INSTEAD, tuple(rows), quiet=True)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """By item, by country with a chart, countries today and by the plan, and awards for domestic offers."""
    yield names.word("result.about.sourcing")
    yield sourcing_table(result)
    countries = countries_table(result)
    yield countries
    yield Chart(names.word("result.chart.countries"), countries, "origin", ("customs_value_cny",))
    yield instead_table(result)
    yield source_change_table(result)
    yield subsidies_table(result)
    yield award_years_table(result)


SHEET = ResultSheet("sourcing", blocks)
