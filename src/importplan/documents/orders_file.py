"""Recommended orders as a CSV file for other programs (docs/exports.md): one line an order, no formula in any cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from importplan.basics.files import csv_text
from importplan.documents.case.csv_folder import CODING, no_formula
from importplan.results.plan_result import PlanResult
from importplan.results.views.purchase_orders import purchase_orders


def content(result: PlanResult) -> bytes:
    """The file. Raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018
    table = purchase_orders(result)
    keys = [column.key for column in table.columns]
    rows = ([_cell(column.value(row)) for column in table.columns] for row in table.rows)
    return csv_text(keys, rows).encode(CODING)


def _cell(value: Any) -> str:
    """Days in ISO, amounts to the fen and never in powers of ten, true and false for yes and no; blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return no_formula(str(value))
