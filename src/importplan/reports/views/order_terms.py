"""Terms of the recommended orders that the finance and legal side checks: deposits, retention, warranty, control."""

from __future__ import annotations

from importplan.landed.table import Charge
from importplan.reports import forms
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Column, Table
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.warranty import warranty_of


def deposit_cny(line: OrderLine) -> float:
    """What is paid to the seller on signing."""
    return line.price_cny * line.offer.deposit_share


def deposit_at_risk_cny(line: OrderLine) -> float:
    """What of the deposit does not come back when the seller cannot deliver."""
    return deposit_cny(line) * (1.0 - line.offer.refund_share)


GUARANTEE = forms.choice("offers.guarantee")
COLUMNS: tuple[Column[OrderLine], ...] = (
    Column("number", "count", forms.WHOLE, lambda row: row.number),
    Column("item", "", forms.ITEM, lambda row: row.item.item),
    Column("source", "", forms.SOURCE, lambda row: row.offer.offer, known_as="offer"),
    Column("condition", "", forms.choice("offers.condition"), lambda row: row.offer.condition),
    Column("deposit_cny", "cny", forms.YUAN, deposit_cny, total=True),
    Column("guarantee", "", GUARANTEE, lambda row: row.offer.guarantee if row.offer.deposit_share else ""),
    Column("deposit_at_risk_cny", "cny", forms.YUAN, deposit_at_risk_cny, total=True),
    Column("retention_cny", "cny", forms.YUAN, lambda row: row.price_cny * row.offer.retention_share, total=True),
    Column("warranty_start", "", forms.DATE, lambda row: (warranty_of(row) or (None,))[0]),
    Column("warranty_end", "", forms.DATE, lambda row: (warranty_of(row) or (None,))[-1]),
    Column("local_cost_cny", "cny", forms.YUAN, lambda row: row.charges[Charge.LOCAL], total=True),
    Column("install_cost_cny", "cny", forms.YUAN, lambda row: row.charges[Charge.INSTALL], total=True),
    Column("training_cost_cny", "cny", forms.YUAN, lambda row: row.charges[Charge.TRAINING], total=True),
    Column("control_code", "", forms.LONG, lambda row: row.offer.control_code),
    Column("controllers", "", forms.COUNTRIES, lambda row: row.controllers),
    Column("end_user", "", forms.choice("offers.end_user"), lambda row: row.offer.end_user),
)


def terms_table(result: PlanResult) -> Table[OrderLine]:
    """One row for each recommended order, in the order of the sheet `orders`."""
    return Table("order_terms", COLUMNS, order_lines(result), quiet=True)
