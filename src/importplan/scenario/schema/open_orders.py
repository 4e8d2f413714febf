"""Sheet `open_orders`: signed contracts that have not been delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class OpenOrder(Row):
    """One row of `open_orders`."""

    SHEET = "open_orders"

    order: str = column(Kind.ID)
    offer: str = column(Kind.REFERENCE, refers=("offers",))
    firm: str = column(Kind.REFERENCE, "", refers=("firms",), literals=("reserve",))
    quantity: float = column(Kind.NUMBER, unit="units")
    ordered: date | None = column(Kind.DATE, None)
    due: date = column(Kind.DATE)
    paid_share: float = column(Kind.SHARE, 0.0)
    contract_no: str = column(Kind.TEXT, "")
    unit_price: float | None = column(Kind.NUMBER, None, unit="currency per unit")
    currency: str = column(Kind.CURRENCY, "")
    fx_locked_rate: float | None = column(Kind.NUMBER, None, unit="CNY per currency", above=True)
    stage: str = column(
        Kind.CHOICE,
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
    relief: str = column(Kind.TEXT, "")
