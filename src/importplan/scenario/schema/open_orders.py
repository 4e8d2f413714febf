"""Sheet `open_orders`: signed contracts that have not been delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class OpenOrder(Row):
    """One row of `open_orders`."""

    SHEET = "open_orders"

    order: str = column(CellKind.ID)
    offer: str = column(CellKind.REFERENCE, refers=("offers",))
    firm: str = column(CellKind.REFERENCE, "", refers=("firms",), literals=("reserve",))
    quantity: float = column(CellKind.NUMBER, unit="units")
    ordered: date | None = column(CellKind.DATE, None)
    due: date = column(CellKind.BY)
    paid_share: float = column(CellKind.SHARE, 0.0)
    contract_no: str = column(CellKind.TEXT, "")
    unit_price: float | None = column(CellKind.NUMBER, None, unit="currency per unit")
    currency: str = column(CellKind.CURRENCY, "")
    fx_locked_rate: float | None = column(CellKind.NUMBER, None, unit="CNY per currency", above=True)
    stage: str = column(
        CellKind.CHOICE,
        "signed",
        choices=(
            "signed",
            "licence_applied",
            "licensed",
            "shipped",
            "arrived",
            "cleared",
            "installed",
            "accepted",
        ),
    )
    relief: str = column(CellKind.TEXT, "")
