"""Terms of the recommended orders that the finance and legal side checks: deposits, retention, warranty, control."""

from __future__ import annotations

from importplan.customs.cost.rules.fixed import INSTALL, LOCAL, TRAINING
from importplan.results import forms
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.warranty import warranty_of
from importplan.scenario.contract_price import instalments


def deposit_cny(line: OrderLine) -> float:
    """What is paid to the seller on signing."""
    return line.price_cny * instalments(line.offer).deposit


def deposit_at_risk_cny(line: OrderLine) -> float:
    """What of the deposit does not come back when the seller cannot deliver."""
    return deposit_cny(line) * (1.0 - line.offer.refund_share)


def retention_cny(line: OrderLine) -> float:
    """What is kept back until the warranty has ended."""
    return line.price_cny * instalments(line.offer).retention


GUARANTEE = forms.choice("offers.guarantee")
COLUMNS: tuple[Column[OrderLine], ...] = (
    Column("number", "count", forms.WHOLE, lambda row: row.number),
    Column("item", "", forms.ITEM, lambda row: row.item.item),
    Column("source", "", forms.SOURCE, lambda row: row.offer.offer, known_as="offer"),
    Column("condition", "", forms.choice("offers.condition"), lambda row: row.offer.condition),
    Column("deposit_cny", "cny", forms.YUAN, deposit_cny, total=True),
    Column("guarantee", "", GUARANTEE, lambda row: row.offer.guarantee if instalments(row.offer).deposit else ""),
    Column("deposit_at_risk_cny", "cny", forms.YUAN, deposit_at_risk_cny, total=True),
    Column("retention_cny", "cny", forms.YUAN, retention_cny, total=True),
    Column("warranty_start", "", forms.DATE, lambda row: (warranty_of(row) or (None,))[0]),
    Column("warranty_end", "", forms.DATE, lambda row: (warranty_of(row) or (None,))[-1]),
    Column("local_cost_cny", "cny", forms.YUAN, lambda row: row.charges[LOCAL], total=True),
    Column("install_cost_cny", "cny", forms.YUAN, lambda row: row.charges[INSTALL], total=True),
    Column("training_cost_cny", "cny", forms.YUAN, lambda row: row.charges[TRAINING], total=True),
    Column("control_code", "", forms.LONG, lambda row: row.offer.control_code),
    Column("controllers", "", forms.COUNTRIES, lambda row: row.controllers),
    Column("end_user", "", forms.choice("offers.end_user"), lambda row: row.offer.end_user),
)


def terms_table(result: PlanResult) -> Table[OrderLine]:
    """One row for each recommended order, in the order of the sheet `orders`."""
    return Table("order_terms", COLUMNS, order_lines(result), quiet=True)
