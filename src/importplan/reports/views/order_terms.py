"""Terms of the recommended orders that the finance and legal side checks: deposits, retention, warranty, control."""

from __future__ import annotations

from importplan.landed.rules.fixed import INSTALL, LOCAL, TRAINING
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.controls import controllers_words
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.warranty import warranty_of
from importplan.scenario.contract_price import instalments

COLUMNS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("source", Form.LONG_TEXT),
    Column("condition"),
    Column("deposit_cny", Form.YUAN, total=True),
    Column("guarantee"),
    Column("deposit_at_risk_cny", Form.YUAN, total=True),
    Column("retention_cny", Form.YUAN, total=True),
    Column("warranty_start", Form.DATE),
    Column("warranty_end", Form.DATE),
    Column("local_cost_cny", Form.YUAN, total=True),
    Column("install_cost_cny", Form.YUAN, total=True),
    Column("training_cost_cny", Form.YUAN, total=True),
    Column("control_code", Form.LONG_TEXT),
    Column("controllers", Form.LONG_TEXT),
    Column("end_user"),
)


def deposit_cny(line: OrderLine) -> float:
    """What is paid to the seller on signing."""
    return line.price_cny * instalments(line.offer).deposit


def deposit_at_risk_cny(line: OrderLine) -> float:
    """What of the deposit does not come back when the seller cannot deliver."""
    return deposit_cny(line) * (1.0 - line.offer.refund_share)


def terms_table(result: PlanResult, names: Names) -> Table:
    """One row for each recommended order, in the order of the sheet `orders`."""
    rows = (_row(result, names, number, line) for number, line in enumerate(order_lines(result), start=1))
    return Table("order_terms", COLUMNS, tuple(rows))


def _row(result: PlanResult, names: Names, number: int, line: OrderLine) -> tuple[Cell, ...]:
    offer = line.offer
    start, end = warranty_of(line) or (None, None)
    goods = (number, names.item(line.item.item), names.source(offer), names.choice("offers.condition", offer.condition))
    guarantee = names.choice("offers.guarantee", offer.guarantee) if instalments(offer).deposit else ""
    safety = (deposit_cny(line), guarantee, deposit_at_risk_cny(line), line.price_cny * instalments(offer).retention)
    local = (line.charges[charge] for charge in (LOCAL, INSTALL, TRAINING))
    states = controllers_words(names, result.scenario.controllers_of(offer))
    control = (offer.control_code, states, names.choice("offers.end_user", offer.end_user))
    return (*goods, *safety, start, end, *local, *control)
