"""Values beyond reason: usually another unit, or digits too many. Nothing that is planned comes near them."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.wording import column_names

# Unit of a column → the most that can be meant. What only limits may be as large as one likes: it then limits nothing.
MOST = {
    "days": 36_525.0,  # a hundred years
    "months": 12_000.0,  # a thousand: more than any outage lasts
    "per year": 52.0,  # an outage that begins more than once a week is a state, not an event
    "currency per unit": 1e12,
    "CNY per unit": 1e12,
    "CNY per unit and period": 1e12,
    "CNY per unit and period late": 1e12,
}
UNITS = 1e8  # whole numbers beyond it are not exact in a solver
COUNTED = {
    "demand": ("quantity", "quantity_low", "quantity_high"),
    "stock": ("quantity",),
    "installed_base": ("quantity",),
    "open_orders": ("quantity",),
    "offers": ("min_order", "lot_size"),
}  # sheet → columns of units that come, are there or are needed


def values_are_within_reason(scenario: Scenario) -> Iterator[Issue]:
    """No billion machines, no outage that begins a million times a year, no lead time of a thousand years."""
    for schema in SHEETS:
        limited = [(spec, most) for spec in schema.specs() if (most := _most(schema.SHEET, spec)) is not None]
        if not limited:
            continue
        rows = getattr(scenario, schema.SHEET)
        for row in (rows,) if schema.ONE_ROW else rows:
            for spec, most in limited:
                value = getattr(row, spec.attribute)
                if value is not None and value > most:
                    words = column_names(schema.SHEET, spec.key)
                    yield Issue.error("value-beyond-reason", row.cell(spec.key), value=value, most=most, **words)


def _most(sheet: str, spec: ColumnSpec) -> float | None:
    """The most that a column can mean; None where it holds no number, or one that may be of any size."""
    if spec.key in COUNTED.get(sheet, ()):
        return UNITS
    numeric = (CellKind.NUMBER, CellKind.MONEY, CellKind.WHOLE)
    return MOST.get(spec.unit) if spec.kind in numeric else None
