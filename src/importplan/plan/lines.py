"""Cost lines and cash lines: those of the charges of a purchase, as their records say, and of everything else.

A charge is known to its record beside its rule (`customs/cost/rules/`); here stand only the lines that no charge has.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from importplan.customs.cost.charge_kind import PageGroup
from importplan.customs.cost.rules import CHARGES, SHIPMENT_CHARGES, TAXES
from importplan.scenario.contract_price import Instalments


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of the costs. `notional`: an estimate that nobody pays; `after`: the line before it, else the end."""

    key: str
    notional: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class CashLine:
    """A line of the cash and its group on page one; none for money that comes back, which stands there by itself."""

    key: str
    group: PageGroup | None


PRIORITIES = (1, 2, 3)
INSTALMENTS = tuple(field.name for field in fields(Instalments))  # of a contract price, in the order of payment
VAT_RECOVERED = "vat_recovered"

OTHER_COSTS: tuple[CostLine, ...] = (
    CostLine("bank_fees", after="agency"),
    CostLine("order_cost"),
    CostLine("qualification"),
    CostLine("booking"),
    CostLine("route_opening"),
    CostLine("local_value"),
    CostLine("storage"),
    CostLine("holding_fee"),
    CostLine("rotation"),
    CostLine("interest_subsidy"),
    CostLine("holding"),
    CostLine("obsolescence"),
    CostLine("workaround"),
    *(CostLine(f"shortage_{priority}", notional=True) for priority in PRIORITIES),
    CostLine("exchange_rate"),
    CostLine("instalments_lost"),
    CostLine("terminal_value", notional=True),
    CostLine("soft_limits", notional=True),
    CostLine("open_needs", notional=True),
)
CONTRACT_CASH: tuple[CashLine, ...] = (
    *(CashLine(key, PageGroup.CONTRACT) for key in INSTALMENTS),
    CashLine("lc_margin", PageGroup.CONTRACT),
    CashLine("tax_guarantee", PageGroup.OTHER),
    CashLine("bank_fees", PageGroup.LOCAL),
)
OTHER_CASH: tuple[CashLine, ...] = (
    CashLine("order_cost", PageGroup.LOCAL),
    CashLine("qualification", PageGroup.OTHER),
    CashLine("booking", PageGroup.OTHER),
    CashLine("route_opening", PageGroup.OTHER),
    CashLine("local_value", PageGroup.LOCAL),
    CashLine("storage", PageGroup.OTHER),
    CashLine("holding_fee", PageGroup.OTHER),
    CashLine("rotation", PageGroup.OTHER),
    CashLine("interest_subsidy", PageGroup.OTHER),
    CashLine("workaround", PageGroup.WORKAROUND),
    CashLine("release", PageGroup.OTHER),
)


def _cost_lines() -> tuple[CostLine, ...]:
    found = [CostLine(kind.key) for kind in (*CHARGES, *SHIPMENT_CHARGES) if not kind.deductible]
    for line in OTHER_COSTS:
        keys = [known.key for known in found]
        found.insert(keys.index(line.after) + 1 if line.after else len(keys), line)
    return tuple(found)


def _cash_lines() -> tuple[CashLine, ...]:
    of_charges: list[CashLine] = []
    for kind in (*CHARGES, *SHIPMENT_CHARGES):
        if kind.cash_line:
            of_charges.append(CashLine(kind.cash_line, kind.page_group))
        if kind.deductible:
            of_charges.append(CashLine(VAT_RECOVERED, None))
    return (*CONTRACT_CASH, *dict.fromkeys(of_charges), *OTHER_CASH)


_COSTS, _CASH = _cost_lines(), _cash_lines()
COST_LINES: tuple[str, ...] = tuple(line.key for line in _COSTS)
COST_INDEX: dict[str, int] = {key: position for position, key in enumerate(COST_LINES)}
NOTIONAL_LINES: tuple[str, ...] = tuple(line.key for line in _COSTS if line.notional)  # estimates, not cash
CASH_LINES: tuple[str, ...] = tuple(line.key for line in _CASH)
CASH_GROUPS: dict[PageGroup, tuple[str, ...]] = {
    group: tuple(line.key for line in _CASH if line.group is group) for group in PageGroup
}
TAX_CASH: tuple[str, ...] = tuple(dict.fromkeys(kind.cash_line for kind in TAXES))
