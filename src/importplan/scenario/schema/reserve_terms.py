"""Sheet `reserve_terms`: how an item is held in reserve and what a taker pays."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class ReserveTerms(Row):
    """One row of `reserve_terms`."""

    SHEET = "reserve_terms"

    item: str = column(CellKind.REFERENCE, refers=("items",))
    mode: str = column(
        CellKind.CHOICE,
        "government",
        choices=("government", "entrusted", "firm", "capacity", "framework"),
    )
    title: str = column(CellKind.TEXT, "", used=False)
    holder: str = column(CellKind.TEXT, "", used=False)
    holding_fee_cny: float = column(CellKind.MONEY, 0.0, unit="CNY", used=False)
    interest_subsidy: float = column(CellKind.SHARE, 0.0, used=False)
    release_price_share: float = column(CellKind.SHARE, 1.0, high=10.0)
    rotation_months: float | None = column(CellKind.NUMBER, None, unit="months", used=False)
    rotation_loss_share: float = column(CellKind.SHARE, 0.0, used=False)
    approver: str = column(CellKind.TEXT, "", used=False)
