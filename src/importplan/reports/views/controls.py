"""Export control: how much of the planned goods hangs on the permission of which state.

Goods that several states control count under each of them, so the rows do not add up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Column, Form, Table
from importplan.reports.views.order_lines import order_lines


@dataclass
class Control:
    """What hangs on one controlling state; CNY are the prices of planned orders."""

    state: str
    cny: float = 0.0
    abroad_cny: float = 0.0  # of it made elsewhere: not seen when one looks at origins
    licensed_cny: float = 0.0  # of it under a control code or waiting for a licence
    named_cny: float = 0.0  # of it bound to the end user who signs
    share: float | None = None  # of all planned orders
    items: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def controls(result: PlanResult) -> tuple[Control, ...]:
    """Controlling states of the planned orders, most money first."""
    found: dict[str, Control] = {}
    lines = order_lines(result)
    total = sum(line.price_cny for line in lines)
    for line in lines:
        offer = line.offer
        for state in result.scenario.controllers_of(offer):
            entry = found.setdefault(state, Control(state))
            entry.cny += line.price_cny
            entry.abroad_cny += line.price_cny if line.origin != state else 0.0
            entry.licensed_cny += line.price_cny if offer.control_code or offer.licence_days else 0.0
            entry.named_cny += line.price_cny if offer.end_user != "free" else 0.0
            entry.items.add(line.item.item)
            entry.codes |= {offer.control_code} - {""}
    for entry in found.values():
        entry.share = entry.cny / total if total else None
    return tuple(sorted(found.values(), key=lambda entry: -entry.cny))


def controllers_words(names: Names, states: tuple[str, ...]) -> str:
    """Controlling states by name."""
    return names.word("result.list_join").join(names.country(state) for state in states)


COLUMNS = (
    Column("controlling_state"),
    Column("items_number", Form.WHOLE),
    Column("controlled_share", Form.SHARE),
    Column("controlled_cny", Form.YUAN),
    Column("controlled_abroad_cny", Form.YUAN),
    Column("controlled_licensed_cny", Form.YUAN),
    Column("controlled_named_cny", Form.YUAN),
)


def controls_table(result: PlanResult, names: Names) -> Table:
    """One row for each controlling state."""
    rows = tuple(
        (
            names.country(entry.state),
            len(entry.items),
            entry.share,
            entry.cny,
            entry.abroad_cny,
            entry.licensed_cny,
            entry.named_cny,
        )
        for entry in controls(result)
    )
    return Table("controls", COLUMNS, rows)
