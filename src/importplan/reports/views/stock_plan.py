"""Stock by item, owner and period: opening, planned arrivals, demand, mean and least stock, what is late."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.tail import quantile

COLUMNS = (
    Column("item"),
    Column("owner", Form.LONG_TEXT),
    Column("period"),
    Column("opening_mean", Form.UNITS),
    Column("arrivals_plan", Form.UNITS),
    Column("called_mean", Form.UNITS),
    Column("released_mean", Form.UNITS),
    Column("demand_mean", Form.UNITS),
    Column("stock_mean", Form.UNITS),
    Column("stock_least", Form.UNITS),
    Column("backlog_mean", Form.UNITS),
    Column("backlog_worst", Form.UNITS),
    Column("item_id"),
)
ITEMS = (
    Column("item"),
    Column("period"),
    Column("demand_mean", Form.UNITS),
    Column("stock_mean", Form.UNITS),
    Column("backlog_mean", Form.UNITS),
    Column("backlog_p95", Form.UNITS),
    Column("item_id"),
)
Key = tuple[str, str]  # owner, item
BAND = 0.95  # of the draws are not later than this


def items_table(result: PlanResult, names: Names) -> Table:
    """One row for each item and period: all owners together, with what is late in 95 of 100 draws at most."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    rows: list[tuple[Cell, ...]] = []
    for item in result.scenario.items:
        held = [n for n, row in enumerate(recourse.holdings) if row.item == item.item]
        asked = [n for n, row in enumerate(recourse.tiers) if row.item == item.item]
        if not held and not asked:
            continue
        late = recourse.backlog[:, asked, :].sum(axis=1)
        demand = weights @ recourse.demand[:, asked, :].sum(axis=1)
        stock = weights @ recourse.stock[:, held, :].sum(axis=1)
        for period in range(result.scenario.calendar.count):
            units = (demand[period], stock[period], weights @ late[:, period], quantile(late[:, period], weights, BAND))
            words = (names.item(item.item), names.period(period))
            rows.append((*words, *(float(value) for value in units), item.item))
    return Table("stock_items", ITEMS, tuple(rows))


def items_shown(result: PlanResult, count: int) -> tuple[str, ...]:
    """The items whose expected demand is worth most."""
    recourse, scenario = result.solution.plan.recourse, result.scenario
    worth: dict[str, float] = {}
    for position, tier in enumerate(recourse.tiers):
        value = result.landed.reference_value_cny[scenario.item_index[tier.item]]
        units = float(result.draws.weights @ recourse.demand[:, position, :].sum(axis=1))
        worth[tier.item] = worth.get(tier.item, 0.0) + units * float(value)
    return tuple(sorted(worth, key=lambda item: -worth[item])[:count])


def stock_table(result: PlanResult, names: Names) -> Table:
    """One row for each item, owner and period of the plan."""
    recourse = result.solution.plan.recourse
    keys = dict.fromkeys((holding.owner, holding.item) for holding in recourse.holdings)
    keys |= dict.fromkeys((tier.firm, tier.item) for tier in recourse.tiers)
    order = result.scenario.item_index
    rows: list[tuple[Cell, ...]] = []
    for owner, item in sorted(keys, key=lambda key: (order[key[1]], key[0])):
        columns = course(result, (owner, item))
        for period in range(result.scenario.calendar.count):
            units = tuple(float(column[period]) for column in columns)
            rows.append((names.item(item), names.firm(owner), names.period(period), *units, item))
    return Table("stock_plan", COLUMNS, tuple(rows))


def course(result: PlanResult, key: Key) -> tuple[NDArray[np.float64], ...]:
    """The columns of units, opening_mean … backlog_worst, each (T,)."""
    owner, item = key
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    held = [n for n, row in enumerate(recourse.holdings) if (row.owner, row.item) == key]
    asked = [n for n, row in enumerate(recourse.tiers) if (row.firm, row.item) == key]
    stock = recourse.stock[:, held, :].sum(axis=1)
    backlog = recourse.backlog[:, asked, :].sum(axis=1)
    mean = weights @ stock
    opening = np.concatenate(([opening_stock(result, owner, item)], mean[:-1]))
    return (
        opening, arrivals(result, owner, item), called(result, owner, item), released(result, owner, item),
        weights @ recourse.demand[:, asked, :].sum(axis=1), mean, stock.min(axis=0), weights @ backlog,
        backlog.max(axis=0),
    )  # fmt: skip


def opening_stock(result: PlanResult, owner: str, item: str) -> float:
    """Units there at the start."""
    scenario = result.scenario
    return sum(row.quantity for row in scenario.stock if row.item == item and scenario.owner_of(row) == owner)


def arrivals(result: PlanResult, owner: str, item: str) -> NDArray[np.float64]:
    """(T,) units that become usable on the schedule without outages: planned and signed orders."""
    scenario, landed = result.scenario, result.landed
    units = np.zeros(scenario.calendar.count)
    for order, dates in zip(result.solution.plan.orders, result.dates, strict=True):
        option = landed.options[order.option]
        if option.payer == owner and scenario.offers[scenario.offer_index[option.offer]].item == item:
            _add(result, units, dates.usable, order.quantity)
    for row in scenario.open_orders:
        offer = scenario.offers[scenario.offer_index[row.offer]]
        if scenario.owner_of(row) == owner and offer.item == item:
            _add(result, units, row.due + timedelta(days=offer.cleared_in_days + offer.install_days), row.quantity)
    return units


def _add(result: PlanResult, units: NDArray[np.float64], day: date, quantity: float) -> None:
    period = max(result.scenario.calendar.index_of(day), 0)
    if period < len(units):
        units[period] += quantity


def called(result: PlanResult, owner: str, item: str) -> NDArray[np.float64]:
    """(T,) mean units called under frameworks."""
    recourse, scenario = result.solution.plan.recourse, result.scenario
    options = [result.landed.options[lane.option] for lane in recourse.call_off_lanes]
    lanes = [
        position
        for position, option in enumerate(options)
        if option.payer == owner and scenario.offers[scenario.offer_index[option.offer]].item == item
    ]
    found: NDArray[np.float64] = result.draws.weights @ recourse.call_offs[:, lanes, :].sum(axis=1)
    return found


def released(result: PlanResult, owner: str, item: str) -> NDArray[np.float64]:
    """(T,) mean units drawn from the reserve: positive for the firm that takes, negative for the reserve."""
    recourse = result.solution.plan.recourse
    units = np.zeros(result.scenario.calendar.count)
    for position, lane in enumerate(recourse.release_lanes):
        holding = recourse.holdings[lane.holding]
        if holding.item == item and owner in (lane.firm, holding.owner):
            sign = 1.0 if owner == lane.firm else -1.0
            units += sign * (result.draws.weights @ recourse.release[:, position, :])
    return units
