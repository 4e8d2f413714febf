"""Where the goods come from: planned orders by item, country of origin and supplier, in units and in CIF value."""

from __future__ import annotations

from collections import defaultdict

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.controls import controllers_words
from importplan.reports.views.order_lines import order_lines

COLUMNS = (
    Column("item"),
    Column("origin"),
    Column("supplier", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("unit"),
    Column("units_share", Form.SHARE),
    Column("customs_value_cny", Form.YUAN, total=True),
    Column("value_share", Form.SHARE),
    Column("landed_cost_cny", Form.YUAN, total=True),
    Column("item_id"),
    Column("supplier_id"),
    Column("controllers", Form.LONG_TEXT),
)
BY_COUNTRY = (
    Column("origin"),
    Column("customs_value_cny", Form.YUAN, total=True),
    Column("value_share", Form.SHARE),
    Column("landed_cost_cny", Form.YUAN, total=True),
    Column("items_number", Form.WHOLE),
    Column("country_id"),
)


def sourcing_table(result: PlanResult, names: Names) -> Table:
    """One row for each item, origin, supplier and the states that control the goods."""
    sums: dict[tuple[str, str, str, tuple[str, ...]], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line in order_lines(result):
        entry = sums[line.item.item, line.origin, line.offer.supplier, result.scenario.controllers_of(line.offer)]
        amounts = (line.order.quantity, line.customs_value_cny, line.landed_cost_cny)
        for position, amount in enumerate(amounts):
            entry[position] += amount
        for position, amount in enumerate(amounts[:2]):
            totals[line.item.item][position] += amount
    rows: list[tuple[Cell, ...]] = []
    order = result.scenario.item_index
    for (item, origin, supplier, states), (units, value, cost) in sorted(
        sums.items(), key=lambda entry: (order[entry[0][0]], -entry[1][1])
    ):
        all_units, all_value = totals[item]
        shares = (units / all_units if all_units else None, value / all_value if all_value else None)
        rows.append(
            (
                names.item(item),
                names.country(origin),
                names.supplier(supplier),
                units,
                names.unit(item),
                shares[0],
                value,
                shares[1],
                cost,
                item,
                supplier,
                controllers_words(names, states),
            )
        )
    return Table("sourcing", COLUMNS, tuple(rows))


def countries_table(result: PlanResult, names: Names) -> Table:
    """One row for each country of origin, largest value first."""
    value: dict[str, float] = defaultdict(float)
    cost: dict[str, float] = defaultdict(float)
    items: dict[str, set[str]] = defaultdict(set)
    for line in order_lines(result):
        value[line.origin] += line.customs_value_cny
        cost[line.origin] += line.landed_cost_cny
        items[line.origin].add(line.item.item)
    total = sum(value.values())
    rows = [
        (names.country(code), value[code], value[code] / total if total else None, cost[code], len(items[code]), code)
        for code in sorted(value, key=lambda code: -value[code])
    ]
    return Table("countries", BY_COUNTRY, tuple(rows))
