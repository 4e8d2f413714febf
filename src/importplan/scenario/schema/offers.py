"""Sheet `offers`: who sells which item at which price and terms, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Offer(Row):
    """One row of `offers`."""

    SHEET = "offers"

    offer: str = column(Kind.ID)
    supplier: str = column(Kind.REFERENCE, refers=("suppliers",))
    item: str = column(Kind.REFERENCE, refers=("items",))
    unit_price: float = column(Kind.NUMBER, unit="currency per unit")
    currency: str = column(Kind.CURRENCY)
    incoterm: str = column(Kind.CHOICE, "CIF", choices=("EXW", "FCA", "FOB", "CIF", "CIP", "DAP", "DDP", "domestic"))
    price_includes_vat: bool | None = column(Kind.YES_NO, None)
    maker: str = column(Kind.TEXT, "")
    model: str = column(Kind.TEXT, "")
    freight_share: float = column(Kind.SHARE, 0.03)
    insurance_share: float = column(Kind.SHARE, 0.003)
    origin: str = column(Kind.COUNTRY, "")
    origin_proof: bool = column(Kind.YES_NO, False)
    lane: str = column(Kind.TEXT, "")
    procurement_days: float = column(Kind.NUMBER, 0.0, unit="days")
    lead_time_days: float = column(Kind.NUMBER, 0.0, unit="days")
    licence_days: float = column(Kind.NUMBER, 0.0, unit="days")
    licence_refusal: float = column(Kind.SHARE, 0.0)
    licence_group: str = column(Kind.TEXT, "")
    control_code: str = column(Kind.TEXT, "")
    control_by: tuple[str, ...] = column(Kind.COUNTRIES, ())
    end_user: str = column(Kind.CHOICE, "free", choices=("free", "named", "retransfer"))
    retransfer_days: float = column(Kind.NUMBER, 0.0, unit="days")
    transit_days: float = column(Kind.NUMBER, 0.0, unit="days")
    install_days: float = column(Kind.NUMBER, 0.0, unit="days")
    acceptance_days: float = column(Kind.NUMBER, 0.0, unit="days")
    customs_mode: str = column(Kind.TEXT, "standard")
    clearance_days: float = column(Kind.NUMBER, 0.0, unit="days")
    clearance_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per shipment")
    local_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per unit")
    install_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per unit")
    training_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per unit")
    agency_fee_share: float = column(Kind.SHARE, 0.0)
    min_order: float = column(Kind.NUMBER, 0.0, unit="units")
    lot_size: float | None = column(Kind.NUMBER, None, unit="units", above=True)
    order_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per order placed")
    capacity_per_period: float | None = column(Kind.NUMBER, None, unit="units per period")
    qualified: bool = column(Kind.YES_NO, True)
    qualification_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY")
    qualification_months: float = column(Kind.NUMBER, 0.0, unit="months")
    contract: str = column(Kind.CHOICE, "order", choices=("order", "framework"))
    deposit_share: float = column(Kind.SHARE, 0.3)
    shipment_share: float = column(Kind.SHARE, 0.6)
    retention_share: float = column(Kind.SHARE, 0.0)
    warranty_months: float | None = column(Kind.NUMBER, None, unit="months")
    warranty_from: str = column(Kind.CHOICE, "acceptance", choices=("shipment", "arrival", "acceptance"))
    guarantee: str = column(Kind.CHOICE, "none", choices=("none", "bank", "insurance"))
    deposit_refund_share: float | None = column(Kind.SHARE, None)
    payment: str = column(Kind.CHOICE, "TT", choices=("TT", "LC-sight", "LC-usance", "OA"))
    lc_deposit_share: float = column(Kind.SHARE, 0.0)
    lc_fee_share: float = column(Kind.SHARE, 0.0)
    lc_days: float = column(Kind.NUMBER, 0.0, unit="days")
    from_day: date | None = column(Kind.PERIOD, None, key="from")
    to_day: date | None = column(Kind.PERIOD, None, key="to")
    duty_rate: float | None = column(Kind.SHARE, None)
    duty_rate_source: str = column(Kind.TEXT, "")
    extra_duty_rate: float = column(Kind.SHARE, 0.0, high=10.0)
    subsidy: str = column(Kind.TEXT, "")
    subsidy_status: str = column(Kind.CHOICE, "expected", choices=("expected", "granted"))
    subsidy_cny: float | None = column(Kind.MONEY, None, unit="CNY per unit")
    quote_no: str = column(Kind.TEXT, "")
    quote_date: date | None = column(Kind.DATE, None)
    quote_valid_to: date | None = column(Kind.DATE, None)
    price_basis: str = column(
        Kind.CHOICE, "estimate", choices=("contract", "firm_quote", "budget_quote", "past_deal", "estimate")
    )
    condition: str = column(Kind.CHOICE, "new", choices=("new", "used", "refurbished"))

    # What the customs mode changes, from the catalog (landed.clearance.with_modes); no columns.
    mode_days: float = field(default=0.0, compare=False, repr=False)
    mode_fee_cny: float = field(default=0.0, compare=False, repr=False)
    mode_needs_aeo: bool = field(default=False, compare=False, repr=False)

    @property
    def cleared_in_days(self) -> float:
        """Days from arrival at the port to release: the offer's own and the difference of its customs mode."""
        return max(0.0, self.clearance_days + self.mode_days)

    @property
    def clearance_fee_cny(self) -> float:
        """CNY per shipment to clear it: the offer's own and what its customs mode costs."""
        return self.clearance_cost_cny + self.mode_fee_cny

    @property
    def refund_share(self) -> float:
        """Share of the deposit that comes back when the order is lost: as given, else all of it under a bank guarantee.

        What an insurer pays depends on his terms: it counts as nothing until the share is given.
        """
        if self.deposit_refund_share is not None:
            return self.deposit_refund_share
        return 1.0 if self.guarantee == "bank" else 0.0
