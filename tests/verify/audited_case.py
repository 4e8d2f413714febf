"""A small case in which everything that can be spoilt is at work.

Two firms and a reserve, eight quarters, eight draws. F1 needs machines under a relief with a quota, from Germany (by
order, in time only if ordered early) or under a framework from Japan; bearings are needed by both firms, F1's for two
priorities out of one stock, and held in reserve above a floor; spares come from a supplier that is not qualified yet,
in lots. A contract for bearings is signed. Both firms and the reserve have budgets.
"""

from __future__ import annotations

from datetime import date

from consents import CONSENT
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

Q = [date(2027 + quarter // 4, 3 * (quarter % 4) + 1, 1) for quarter in range(8)]


def audited_case() -> Scenario:
    """The case."""
    return Scenario(
        settings=Settings(
            title="核验示例", start=Q[0], periods=8, draws=8, seed=3, gap=0.0, risk_weight=0.3, open_need_share=0.0
        ),
        items=(
            Item(item="MACHINE", name_zh="螺杆转子磨床", hs_code="84602419",
                 reference_value_cny=13e6, workaround_cost_cny=3e6, workaround_limit=1.0, volume_m3=20.0),
            Item(item="BEARING", name_zh="主轴轴承组", kind="part", hs_code="84828000", unit="套",
                 reference_value_cny=20_000.0, volume_m3=0.1),
            Item(item="SPARE", name_zh="光栅尺", kind="part", hs_code="90314990", unit="件",
                 reference_value_cny=8_000.0),
        ),
        firms=(Firm(firm="F1", name="佛山甲厂"), Firm(firm="F2", name="东莞乙厂", vat_deductible=False)),
        qualifications=(
            Qualification(firm="F1", regime="encouraged_project", item="MACHINE", certificate="确认书1号", **CONSENT,
                          status="held", quota_units=1.0, quota_scope="total", valid_from=Q[0],
                          valid_to=date(2029, 12, 31)),
        ),
        demand=(
            Demand(line="D1", firm="F1", item="MACHINE", period=Q[2], quantity=3.0, priority=1,
                   shortage_cost_cny=5e6, shortage_basis="estimated"),
            Demand(line="D2", firm="F1", item="BEARING", period=Q[3], quantity=12.0, priority=1,
                   shortage_cost_cny=6e4, shortage_basis="measured"),
            Demand(line="D3", firm="F1", item="BEARING", period=Q[3], quantity=10.0, priority=2,
                   shortage_cost_cny=2.5e4, shortage_basis="measured"),
            Demand(line="D4", firm="F2", item="BEARING", period=Q[4], quantity=9.0, quantity_low=6.0,
                   quantity_high=15.0, shortage_cost_cny=6e4, shortage_basis="measured"),
            Demand(line="D5", firm="F2", item="SPARE", period=Q[4], quantity=30.0, shortage_cost_cny=5e3,
                   shortage_basis="measured"),
        ),
        stock=(Stock(item="BEARING", quantity=3.0, owner="reserve"), Stock(item="BEARING", quantity=2.0, owner="F1")),
        reserve_terms=(ReserveTerms(item="BEARING", mode="government", release_price_share=1.0),),
        sites=(Site(site="W1", owner="F1", capacity_m3=100.0, cost_cny_per_m3_month=30.0),),
        open_orders=(
            OpenOrder(order="PO-1", offer="B-JP", firm="F1", quantity=4.0, due=date(2027, 4, 20), paid_share=0.3,
                      contract_no="C-118"),
        ),
        suppliers=(
            Supplier(supplier="KAPP", country="DE"),
            Supplier(supplier="MITSUI", country="JP", booking_cost_cny=20_000.0, booking_max=1.0),
            Supplier(supplier="NSK", country="JP"),
            Supplier(supplier="NEW", country="IT", qualified=False, qualification_cost_cny=20_000.0,
                     qualification_months=3.0),
        ),
        offers=(
            Offer(offer="M-DE", supplier="KAPP", item="MACHINE", unit_price=1_500_000.0, currency="EUR",
                  incoterm="FOB", lead_time_days=120.0, licence_days=60.0, licence_refusal=0.05, transit_days=40.0,
                  install_days=20.0, acceptance_days=20.0, clearance_cost_cny=6_000.0, local_cost_cny=120_000.0,
                  order_cost_cny=20_000.0, retention_share=0.05, warranty_months=12.0),
            Offer(offer="M-JP", supplier="MITSUI", item="MACHINE", unit_price=245_000_000.0, currency="JPY",
                  contract="framework", lead_time_days=60.0, transit_days=20.0, install_days=10.0),
            Offer(offer="B-JP", supplier="NSK", item="BEARING", unit_price=400_000.0, currency="JPY",
                  lead_time_days=60.0, transit_days=15.0, min_order=4.0, capacity_per_period=30.0),
            Offer(offer="S-IT", supplier="NEW", item="SPARE", unit_price=800.0, currency="EUR",
                  lead_time_days=60.0, transit_days=30.0, lot_size=10.0, to_day=Q[2]),
        ),
        budgets=(
            Budget(payer="F1", from_day=Q[0], to_day=date(2027, 12, 31), amount_cny=62_000_000.0),
            Budget(payer="reserve", from_day=Q[0], to_day=date(2028, 12, 31), amount_cny=400_000.0),
        ),
        limits=(Limit(rule="min_reserve", item="BEARING", from_day=Q[3], to_day=Q[5], value=4.0),),
        risks=(
            Risk(risk="DE-STOP", starts_per_year=0.8, mean_months=5.0),
            Risk(risk="JP-STOP", starts_per_year=0.6, mean_months=4.0),
        ),
        risk_targets=(
            RiskTarget(risk="DE-STOP", target="country:DE"),
            RiskTarget(risk="JP-STOP", target="country:JP", severity=0.5),
        ),
        fx=(
            ExchangeRate(currency="EUR", cny_per_unit=8.0, volatility=0.06),
            ExchangeRate(currency="JPY", cny_per_unit=0.048, volatility=0.08),
        ),
    )  # fmt: skip
