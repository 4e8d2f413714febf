"""Sheet `offers`: who sells which item at which price and terms, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from importplan.scenario.schema.column import CellKind, Row, column

CONDITIONS = ("new", "used", "refurbished")
DOMESTIC = "domestic"  # the term of what is bought in China
BUYER_PAYS_FREIGHT = ("EXW", "FCA", "FAS", "FOB")
BUYER_INSURES = (*BUYER_PAYS_FREIGHT, "CFR", "CPT")
WARRANTY_FROM = ("shipment", "arrival", "acceptance")


@dataclass(frozen=True, kw_only=True)
class Offer(Row):
    """One row of `offers`."""

    SHEET = "offers"

    offer: str = column(CellKind.ID)
    supplier: str = column(CellKind.REFERENCE, refers=("suppliers",))
    item: str = column(CellKind.REFERENCE, refers=("items",))
    unit_price: float = column(CellKind.NUMBER, unit="currency per unit")
    currency: str = column(CellKind.CURRENCY)
    incoterm: str = column(
        CellKind.CHOICE,
        "CIF",
        choices=("EXW", "FCA", "FAS", "FOB", "CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP", "domestic"),
    )
    price_includes_vat: bool | None = column(CellKind.YES_NO, None)
    maker: str = column(CellKind.TEXT, "")
    model: str = column(CellKind.TEXT, "")
    freight_share: float = column(CellKind.SHARE, 0.03)
    insurance_share: float = column(CellKind.SHARE, 0.003)
    royalty: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    design: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    commission: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    packing: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    tooling: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    installation_inside: float = column(CellKind.NUMBER, 0.0, unit="currency per unit")
    origin: str = column(CellKind.COUNTRY, "")
    origin_proof: bool = column(CellKind.YES_NO, False)
    lane: str = column(CellKind.TEXT, "")
    procurement_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    lead_time_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    licence_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    licence_refusal: float = column(CellKind.SHARE, 0.0)
    licence_group: str = column(CellKind.TEXT, "")
    control_code: str = column(CellKind.TEXT, "")
    control_by: tuple[str, ...] = column(CellKind.COUNTRIES, ())
    end_user: str = column(CellKind.CHOICE, "free", choices=("free", "named", "retransfer"))
    retransfer_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    transit_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    install_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    acceptance_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    customs_mode: str = column(CellKind.TEXT, "standard")
    clearance_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    clearance_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per shipment")
    local_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit")
    install_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit")
    training_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit")
    agency_fee_share: float = column(CellKind.SHARE, 0.0)
    min_order: float = column(CellKind.NUMBER, 0.0, unit="units")
    lot_size: float | None = column(CellKind.NUMBER, None, unit="units", above=True)
    order_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per order placed")
    capacity_per_period: float | None = column(CellKind.NUMBER, None, unit="units per period")
    qualified: bool = column(CellKind.YES_NO, True)
    qualification_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY")
    qualification_months: float = column(CellKind.NUMBER, 0.0, unit="months")
    contract: str = column(CellKind.CHOICE, "order", choices=("order", "framework"))
    deposit_share: float = column(CellKind.SHARE, 0.3)
    shipment_share: float = column(CellKind.SHARE, 0.6)
    retention_share: float = column(CellKind.SHARE, 0.0)
    warranty_months: float | None = column(CellKind.NUMBER, None, unit="months")
    warranty_from: str = column(CellKind.CHOICE, "acceptance", choices=WARRANTY_FROM)
    guarantee: str = column(CellKind.CHOICE, "none", choices=("none", "bank", "insurance"))
    deposit_refund_share: float | None = column(CellKind.SHARE, None)
    payment: str = column(CellKind.CHOICE, "TT", choices=("TT", "LC-sight", "LC-usance", "OA"))
    lc_deposit_share: float = column(CellKind.SHARE, 0.0)
    lc_fee_share: float = column(CellKind.SHARE, 0.0)
    lc_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    from_day: date | None = column(CellKind.START, None, key="from")
    to_day: date | None = column(CellKind.END, None, key="to")
    duty_rate: float | None = column(CellKind.SHARE, None)
    duty_rate_source: str = column(CellKind.TEXT, "")
    extra_duty_rate: float = column(CellKind.SHARE, 0.0, high=10.0)
    subsidy: str = column(CellKind.TEXT, "")
    subsidy_status: str = column(CellKind.CHOICE, "expected", choices=("expected", "granted"))
    subsidy_cny: float | None = column(CellKind.MONEY, None, unit="CNY per unit")
    quote_no: str = column(CellKind.TEXT, "")
    quote_date: date | None = column(CellKind.START, None)
    quote_valid_to: date | None = column(CellKind.END, None)
    price_basis: str = column(
        CellKind.CHOICE, "estimate", choices=("contract", "firm_quote", "budget_quote", "past_deal", "estimate")
    )
    condition: str = column(CellKind.CHOICE, "new", choices=CONDITIONS)
    use: bool = column(CellKind.YES_NO, True)

    # What the customs mode changes, from the catalog (landed.clearance.with_modes); no columns.
    mode_days: float = field(default=0.0, compare=False, repr=False)
    mode_fee_cny: float = field(default=0.0, compare=False, repr=False)
    mode_needs_aeo: bool = field(default=False, compare=False, repr=False)

    @property
    def is_import(self) -> bool:
        """Whether the buyer declares the goods: they are neither bought in China nor delivered duty paid."""
        return self.incoterm not in ("domestic", "DDP")

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
