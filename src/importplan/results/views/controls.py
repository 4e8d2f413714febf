"""Export control: how much of the planned goods hangs on the permission of which state.

Goods that several states control count under each of them, so the rows do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from importplan.results import forms
from importplan.results.forms import for_machines
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table
from importplan.results.views.order_lines import OrderLine, order_lines


@dataclass(frozen=True)
class Control:
    """What hangs on one controlling state; CNY are the prices of planned orders."""

    state: str
    cny: float
    abroad_cny: float  # of it made elsewhere: not seen when one looks at origins
    licensed_cny: float  # of it under a control code or waiting for a licence
    named_cny: float  # of it bound to the end user who signs
    share: float | None  # of all planned orders
    items: frozenset[str]
    codes: frozenset[str]


def controls(result: PlanResult) -> tuple[Control, ...]:
    """Controlling states of the planned orders, most money first."""
    lines = order_lines(result)
    states = dict.fromkeys(state for line in lines for state in line.controllers)
    found = (_control(state, [line for line in lines if state in line.controllers], _cny(lines)) for state in states)
    return tuple(sorted(found, key=lambda entry: -entry.cny))


def _cny(lines: Iterable[OrderLine]) -> float:
    return sum((line.price_cny for line in lines), 0.0)


def _control(state: str, lines: list[OrderLine], total: float) -> Control:
    cny = _cny(lines)
    return Control(
        state=state,
        cny=cny,
        abroad_cny=_cny(line for line in lines if line.origin != state),
        licensed_cny=_cny(line for line in lines if line.offer.control_code or line.offer.licence_days),
        named_cny=_cny(line for line in lines if line.offer.end_user != "free"),
        share=cny / total if total else None,
        items=frozenset(line.item.item for line in lines),
        codes=frozenset(line.offer.control_code for line in lines) - {""},
    )


COLUMNS: tuple[Column[Control], ...] = (
    Column("controlling_state", "", forms.COUNTRY, lambda row: row.state, known_as="state"),
    Column("items_number", "count", forms.WHOLE, lambda row: len(row.items)),
    Column("controlled_share", "share", forms.SHARE, lambda row: row.share, known_as="share"),
    Column("controlled_cny", "cny", forms.YUAN, lambda row: row.cny, known_as="goods_cny"),
    Column("controlled_abroad_cny", "cny", forms.YUAN, lambda row: row.abroad_cny, known_as="made_elsewhere_cny"),
    Column("controlled_licensed_cny", "cny", forms.YUAN, lambda row: row.licensed_cny, known_as="licensed_cny"),
    Column("controlled_named_cny", "cny", forms.YUAN, lambda row: row.named_cny, known_as="named_end_user_cny"),
    for_machines("control_codes", lambda row: row.codes),
)


def controls_table(result: PlanResult) -> Table[Control]:
    """One row for each controlling state."""
    return Table("controls", COLUMNS, controls(result), quiet=True)
