"""A small planning case with something on every sheet of the result.

One firm needs 3 machines in 2027Q3, from Germany (cheaper, may stop shipping) or Japan (one a quarter), and 40 parts in
2027Q2 from Japan. The machines have a relief that is applied for, two of them within its quota.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

# Of a person of the firm; golden tables are also written by a script, which knows no other folder of tests.
CONSENT: dict[str, Any] = {
    "confirmed_by": "赵敏",
    "confirmed_on": date(2025, 12, 1),
    "confirmed_basis": "项目设备清单第 1 项",
}


def settings(language: str = "zh") -> Settings:
    """Eight quarters, twenty draws."""
    return Settings(
        title="=压缩机关键设备采购方案 & 示例",
        start=date(2027, 1, 1),
        periods=8,
        draws=20,
        seed=3,
        gap=0.0,
        open_need_share=0.0,
        language=language,
        version="V1.2",
        prepared_by="张工",
        reviewed_by="李关务",
        data_as_of=date(2026, 11, 20),
        marking="内部",
    )


def tiny_case(language: str = "zh") -> Scenario:
    """The case; texts begin with signs that spreadsheets would take for formulas."""
    return Scenario(
        settings=settings(language),
        items=(
            Item(
                item="GRINDER",
                name_zh="螺杆转子磨床",
                name_en="Rotor grinder",
                hs_code="84602419",
                tags=("管制",),
                reference_value_cny=13_000_000.0,
                workaround_cost_cny=3_900_000.0,
                workaround_limit=1.0,
            ),
            Item(
                item="BEARING",
                name_zh="主轴轴承组",
                name_en="Bearing set",
                kind="part",
                hs_code="84828000",
                unit="套",
                reference_value_cny=4_000.0,
            ),
        ),
        firms=(Firm(firm="F1", name="佛山某压缩机有限公司"),),
        qualifications=(
            Qualification(
                firm="F1",
                regime="encouraged_project",
                item="GRINDER",
                status="applied",
                **CONSENT,
                quota_units=2.0,
                valid_from=date(2027, 1, 1),
                valid_to=date(2029, 12, 31),
            ),
        ),
        demand=(
            Demand(
                line="D1",
                firm="F1",
                item="GRINDER",
                period=date(2027, 7, 1),
                quantity=3.0,
                priority=1,
                shortage_cost_cny=4_000_000.0,
                shortage_basis="estimated",
                source="新线投产",
            ),
            Demand(
                line="D2",
                firm="F1",
                item="BEARING",
                period=date(2027, 4, 1),
                quantity=40.0,
                shortage_cost_cny=2_000.0,
                shortage_basis="measured",
            ),
        ),
        stock=(Stock(item="BEARING", quantity=10.0, owner="F1"),),
        open_orders=(
            OpenOrder(
                order="PO-1",
                offer="B-NSK",
                firm="F1",
                quantity=5.0,
                due=date(2027, 3, 10),
                paid_share=0.3,
                contract_no="+合同-118",
            ),
        ),
        suppliers=(
            Supplier(supplier="KAPP", name="卡帕耐尔斯 KAPP NILES", country="DE"),
            Supplier(supplier="MITSUI", name="三井精机", country="JP"),
            Supplier(supplier="NSK", name="日本精工", country="JP"),
        ),
        offers=(
            Offer(
                offer="G-KAPP",
                supplier="KAPP",
                item="GRINDER",
                unit_price=1_750_000.0,
                currency="EUR",
                incoterm="FOB",
                model="@KX 500",
                lead_time_days=100.0,
                licence_days=60.0,
                licence_refusal=0.03,
                transit_days=40.0,
                install_days=20.0,
                acceptance_days=20.0,
                procurement_days=30.0,
                clearance_cost_cny=6_000.0,
                local_cost_cny=120_000.0,
                order_cost_cny=20_000.0,
                retention_share=0.05,
                warranty_months=12.0,
                price_basis="firm_quote",
                quote_no="Q1",
                quote_valid_to=date(2027, 1, 15),
            ),
            Offer(
                offer="G-MITSUI",
                supplier="MITSUI",
                item="GRINDER",
                unit_price=310_000_000.0,
                currency="JPY",
                model="M 300",
                lead_time_days=150.0,
                transit_days=20.0,
                install_days=30.0,
                acceptance_days=20.0,
                clearance_cost_cny=6_000.0,
                local_cost_cny=120_000.0,
                deposit_refund_share=1.0,
                price_basis="budget_quote",
                capacity_per_period=1.0,
            ),
            Offer(
                offer="B-NSK",
                supplier="NSK",
                item="BEARING",
                unit_price=80_000.0,
                currency="JPY",
                lead_time_days=60.0,
                transit_days=15.0,
            ),
        ),
        events=(Event(event="E1", target="country:DE", from_day=date(2027, 7, 1), to_day=date(2027, 9, 30)),),
        budgets=(
            Budget(payer="F1", from_day=date(2027, 1, 1), to_day=date(2027, 12, 31), amount_cny=60_000_000.0),
            Budget(payer="F1", from_day=date(2028, 1, 1), to_day=date(2028, 12, 31), amount_cny=20_000_000.0),
        ),
        risks=(Risk(risk="DE-STOP", what="德国停供", starts_per_year=0.8, mean_months=5.0),),
        risk_targets=(RiskTarget(risk="DE-STOP", target="country:DE", tag="管制"),),
        fx=(
            ExchangeRate(currency="EUR", cny_per_unit=8.0, volatility=0.06),
            ExchangeRate(currency="JPY", cny_per_unit=0.048, volatility=0.08),
        ),
    )
