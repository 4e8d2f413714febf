"""Landed cost of every planned order in one row: what a page of paper can hold; the charges follow one by one."""

from __future__ import annotations

from importplan.customs.cost.charge_kind import PageGroup
from importplan.results import forms
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Leads, Reader, Table
from importplan.results.views.order_lines import OrderLine, order_lines

COLUMNS: tuple[Column[OrderLine], ...] = (
    Column("number", "count", forms.WHOLE, lambda row: row.number, leads=Leads("landed_cost")),
    Column("item", "", forms.ITEM, lambda row: row.item.item),
    Column("source", "", forms.SOURCE, lambda row: row.offer.offer, known_as="offer"),
    Column("quantity", "goods", forms.UNITS, lambda row: row.order.quantity),
    Column("port", "", forms.DATE, lambda row: row.dates.port),
    Column("tax_treatment", "", forms.TREATMENT, lambda row: row.option, reader=Reader.PEOPLE),
    Column("goods_cny", "cny", forms.YUAN, lambda row: row.cost_of(PageGroup.CONTRACT), total=True),
    Column("carriage_cny", "cny", forms.YUAN, lambda row: row.cost_of(PageGroup.CARRIAGE), total=True),
    Column("duty_cny", "cny", forms.YUAN, lambda row: row.duty_cny, total=True),
    Column("vat_cost_cny", "cny", forms.YUAN, lambda row: row.cost_of(PageGroup.VAT), total=True),
    Column("local_total_cny", "cny", forms.YUAN, lambda row: row.local_cny, total=True),
    Column("per_order_cny", "cny", forms.YUAN, lambda row: row.per_order_cny, total=True),
    Column("landed_cost_cny", "cny", forms.YUAN, lambda row: row.landed_cost_cny, total=True),
    Column("vat_cash_cny", "cny", forms.YUAN, lambda row: row.vat_cash_cny, total=True),
)


def landed_orders_table(result: PlanResult) -> Table[OrderLine]:
    """One row for each planned order, numbered as in the sheet `orders`; the parts add up to the landed cost."""
    return Table("landed_orders", COLUMNS, order_lines(result))
