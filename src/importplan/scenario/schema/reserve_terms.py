"""Sheet `reserve_terms`: how an item is held in reserve, what keeping it costs its owner, and what a taker pays."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column

POOLED = ("government", "entrusted")  # the stock is that of the common reserve
STOCKED = (*POOLED, "firm")  # there is a stock: the reserve's, or each firm's own
MODES = (*STOCKED, "capacity", "framework")


@dataclass(frozen=True, kw_only=True)
class ReserveTerms(Row):
    """One row of `reserve_terms`."""

    SHEET = "reserve_terms"

    item: str = column(CellKind.REFERENCE, refers=("items",))
    mode: str = column(CellKind.CHOICE, "government", choices=MODES)
    title: str = column(CellKind.TEXT, "")
    holder: str = column(CellKind.TEXT, "")
    holding_fee_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit and month")
    interest_subsidy: float = column(CellKind.SHARE, 0.0, unit="per year")
    release_price_share: float = column(CellKind.SHARE, 1.0, high=10.0)
    rotation_months: float | None = column(CellKind.NUMBER, None, unit="months", above=True)
    rotation_loss_share: float = column(CellKind.SHARE, 0.0)
    approver: str = column(CellKind.TEXT, "")
