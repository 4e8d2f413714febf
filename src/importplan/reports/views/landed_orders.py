"""Landed cost of every planned order in one row: what a page of paper can hold; the charges follow one by one."""

from __future__ import annotations

from importplan.landed.charge_kind import PageGroup
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.order_lines import OrderLine, order_lines

COLUMNS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("source", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("port", Form.DATE),
    Column("tax_treatment", Form.LONG_TEXT),
    Column("goods_cny", Form.YUAN, total=True),
    Column("carriage_cny", Form.YUAN, total=True),
    Column("duty_cny", Form.YUAN, total=True),
    Column("vat_cost_cny", Form.YUAN, total=True),
    Column("local_total_cny", Form.YUAN, total=True),
    Column("per_order_cny", Form.YUAN, total=True),
    Column("landed_cost_cny", Form.YUAN, total=True),
    Column("vat_cash_cny", Form.YUAN, total=True),
)


def landed_orders_table(result: PlanResult, names: Names) -> Table:
    """One row for each planned order, numbered as in the sheet `orders`; the parts add up to the landed cost."""
    rows = (_row(names, number, line) for number, line in enumerate(order_lines(result), start=1))
    return Table("landed_orders", COLUMNS, tuple(rows))


def _row(names: Names, number: int, line: OrderLine) -> tuple[Cell, ...]:
    groups = (PageGroup.CONTRACT, PageGroup.CARRIAGE, PageGroup.DUTY, PageGroup.VAT)
    goods = (number, names.item(line.item.item), names.source(line.offer), line.order.quantity, line.dates.port)
    parts = (*(line.cost_of(group) for group in groups), line.local_cny, line.per_order_cny)
    return (*goods, names.regime(line.option), *parts, line.landed_cost_cny, line.vat_cash_cny)
