"""Sheet `stock_plan` (库存与储备计划): stock against demand by item, then by owner with arrivals and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, first_rows_printed, printed_if_short
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Reader, Table
from importplan.results.views.bond import bond_table
from importplan.results.views.order_lines import order_lines, signed_lines
from importplan.results.views.tail import quantile

CHARTS = 3
MOST_PRINTED = 60  # rows by item, owner and period
Units = NDArray[np.float64]
Key = tuple[str, str]  # owner, item
BAND = 0.95  # of the draws are not later than this


@dataclass(frozen=True)
class ItemPeriod:
    """An item in a period, all owners together."""

    item: str
    period: str
    demand: float
    stock: float
    backlog: float
    backlog_p95: float


ITEMS: tuple[Column[ItemPeriod], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("period", "", forms.TEXT, lambda row: row.period),
    Column("demand_mean", "goods", forms.UNITS, lambda row: row.demand),
    Column("stock_mean", "goods", forms.UNITS, lambda row: row.stock),
    Column("backlog_mean", "goods", forms.UNITS, lambda row: row.backlog),
    Column("backlog_p95", "goods", forms.UNITS, lambda row: row.backlog_p95),
    Column("item_id", "", forms.TEXT, lambda row: row.item, reader=Reader.PEOPLE),
)


def items_table(result: PlanResult) -> Table[ItemPeriod]:
    """One row for each item and period, with what is late in 95 of 100 draws at most."""
    return Table("stock_items", ITEMS, tuple(_items(result)))


def _items(result: PlanResult) -> Iterator[ItemPeriod]:
    recourse, weights, calendar = result.solution.plan.recourse, result.draws.weights, result.scenario.calendar
    for item in result.scenario.items:
        held = [n for n, row in enumerate(recourse.holdings) if row.item == item.item]
        asked = [n for n, row in enumerate(recourse.tiers) if row.item == item.item]
        if not held and not asked:
            continue
        late = recourse.backlog[:, asked, :].sum(axis=1)
        demand = weights @ recourse.demand[:, asked, :].sum(axis=1)
        stock = weights @ recourse.stock[:, held, :].sum(axis=1)
        for period in range(calendar.count):
            units = (demand[period], stock[period], weights @ late[:, period], quantile(late[:, period], weights, BAND))
            yield ItemPeriod(item.item, calendar.label(period), *map(float, units))


def items_shown(result: PlanResult, count: int) -> tuple[str, ...]:
    """The items whose expected demand is worth most."""
    recourse, scenario = result.solution.plan.recourse, result.scenario
    worth: dict[str, float] = {}
    for position, tier in enumerate(recourse.tiers):
        value = result.landed.reference_value_cny[scenario.item_index[tier.item]]
        units = float(result.draws.weights @ recourse.demand[:, position, :].sum(axis=1))
        worth[tier.item] = worth.get(tier.item, 0.0) + units * float(value)
    return tuple(sorted(worth, key=lambda item: -worth[item])[:count])


@dataclass(frozen=True)
class StockPeriod:
    """Units of an item at an owner in a period."""

    owner: str
    item: str
    period: str
    opening: float
    arrivals: float  # planned and signed orders, on the schedule without outages
    called: float
    released: float
    demand: float
    mean: float
    least: float
    backlog: float
    backlog_worst: float


COLUMNS: tuple[Column[StockPeriod], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("owner", "", forms.FIRM, lambda row: row.owner),
    Column("period", "", forms.TEXT, lambda row: row.period),
    Column("opening_mean", "goods", forms.UNITS, lambda row: row.opening),
    Column("arrivals_plan", "goods", forms.UNITS, lambda row: row.arrivals),
    Column("called_mean", "goods", forms.UNITS, lambda row: row.called),
    Column("released_mean", "goods", forms.UNITS, lambda row: row.released),
    Column("demand_mean", "goods", forms.UNITS, lambda row: row.demand),
    Column("stock_mean", "goods", forms.UNITS, lambda row: row.mean, known_as="mean"),
    Column("stock_least", "goods", forms.UNITS, lambda row: row.least, known_as="least"),
    Column("backlog_mean", "goods", forms.UNITS, lambda row: row.backlog),
    Column("backlog_worst", "goods", forms.UNITS, lambda row: row.backlog_worst),
    Column("item_id", "", forms.TEXT, lambda row: row.item, reader=Reader.PEOPLE),
)


def stock_table(result: PlanResult) -> Table[StockPeriod]:
    """One row for each item, owner and period of the plan."""
    recourse, order = result.solution.plan.recourse, result.scenario.item_index
    keys = {*_held(result), *((tier.firm, tier.item) for tier in recourse.tiers)}
    return _table(result, sorted(keys, key=lambda key: (order[key[1]], key[0])))


def held_table(result: PlanResult) -> Table[StockPeriod]:
    """The rows of those who may hold stock, in the order of the plan."""
    return _table(result, _held(result))


def _held(result: PlanResult) -> Iterable[Key]:
    return dict.fromkeys((row.owner, row.item) for row in result.solution.plan.recourse.holdings)


def _table(result: PlanResult, keys: Iterable[Key]) -> Table[StockPeriod]:
    return Table("stock_plan", COLUMNS, tuple(row for key in keys for row in _course(result, *key)))


def _course(result: PlanResult, owner: str, item: str) -> Iterator[StockPeriod]:
    recourse, weights, calendar = result.solution.plan.recourse, result.draws.weights, result.scenario.calendar
    held = [n for n, row in enumerate(recourse.holdings) if (row.owner, row.item) == (owner, item)]
    asked = [n for n, row in enumerate(recourse.tiers) if (row.firm, row.item) == (owner, item)]
    stock = recourse.stock[:, held, :].sum(axis=1)
    backlog = recourse.backlog[:, asked, :].sum(axis=1)
    mean = weights @ stock
    units = (
        np.concatenate(([opening_stock(result, owner, item)], mean[:-1])),
        arrivals(result, owner, item),
        called(result, owner, item),
        released(result, owner, item),
        weights @ recourse.demand[:, asked, :].sum(axis=1),
        mean,
        stock.min(axis=0),
        weights @ backlog,
        backlog.max(axis=0),
    )
    for period in range(calendar.count):
        yield StockPeriod(owner, item, calendar.label(period), *(float(column[period]) for column in units))


def opening_stock(result: PlanResult, owner: str, item: str) -> float:
    """Units there at the start."""
    scenario = result.scenario
    return sum(row.quantity for row in scenario.usable_stock if row.item == item and scenario.owner_of(row) == owner)


def arrivals(result: PlanResult, owner: str, item: str) -> Units:
    """(T,) units that become usable on the schedule without outages: planned and signed orders."""
    calendar = result.scenario.calendar
    units = np.zeros(calendar.count)
    for line in order_lines(result):
        if (line.option.payer, line.item.item) == (owner, item):
            _add(calendar, units, line.dates.usable, line.order.quantity)
    for signed in signed_lines(result):
        if (signed.owner, signed.offer.item) == (owner, item):
            days = timedelta(days=signed.offer.cleared_in_days + signed.offer.install_days)
            _add(calendar, units, signed.order.due + days, signed.order.quantity)
    return units


def _add(calendar: Periods, units: Units, day: date, quantity: float) -> None:
    period = max(calendar.index_of(day), 0)
    if period < len(units):
        units[period] += quantity


def called(result: PlanResult, owner: str, item: str) -> Units:
    """(T,) mean units called under frameworks."""
    recourse, scenario, options = result.solution.plan.recourse, result.scenario, result.landed.options
    of_lanes = [options[lane.option] for lane in recourse.call_off_lanes]
    goods = [(option.payer, scenario.offers[scenario.offer_index[option.offer]].item) for option in of_lanes]
    lanes = [at for at, of_lane in enumerate(goods) if of_lane == (owner, item)]
    found: Units = result.draws.weights @ recourse.call_offs[:, lanes, :].sum(axis=1)
    return found


def released(result: PlanResult, owner: str, item: str) -> Units:
    """(T,) mean units drawn from the reserve: positive for the firm that takes, negative for the reserve."""
    recourse = result.solution.plan.recourse
    units = np.zeros(result.scenario.calendar.count)
    for position, lane in enumerate(recourse.release_lanes):
        holding = recourse.holdings[lane.holding]
        if holding.item == item and owner in (lane.firm, holding.owner):
            sign = 1.0 if owner == lane.firm else -1.0
            units += sign * (result.draws.weights @ recourse.release[:, position, :])
    return units


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Charts of the items that are worth most, all items, then items by owner."""
    yield names.word("result.about.stock_plan")
    table = items_table(result)
    ids, count = table.values("item"), result.scenario.calendar.count
    for item in items_shown(result, CHARTS):
        first = ids.index(item)
        title = names.word("result.chart.stock", item=names.item(item), unit=names.unit(item))
        values, lines = ("demand_mean", "backlog_p95"), ("stock_mean",)
        yield Chart(title, table, "period", values, lines, (first, first + count))
    yield from first_rows_printed(names, table, MOST_PRINTED)
    in_bond = bond_table(result)
    if in_bond.rows:
        yield names.word("result.about.in_bond")
        yield in_bond
    yield from printed_if_short(names, stock_table(result), MOST_PRINTED)


SHEET = ResultSheet("stock_plan", blocks, freeze=3)
