"""A bureau with two firms: bearings it may hold, machines whose licence names the user, and a framework.

The reserve must hold 6 bearings at the end of every period from 2027Q3 on; nothing else is worth holding. The machines
cannot be pooled and come late. Nobody has said what a late machine costs.
"""

from __future__ import annotations

from datetime import date

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier


def bureau_case(language: str = "zh") -> Scenario:
    """Four quarters, ten draws. Takers pay half, so the reserve cannot afford to buy what they may buy themselves."""
    return Scenario(
        settings=Settings(
            title="省级装备储备",
            owner="bureau",
            start=date(2027, 1, 1),
            periods=4,
            draws=10,
            gap=0.0,
            open_need_share=0.0,  # so that a need is left open
            language=language,
            marking="内部",
            version="V0.9",
            prepared_by="装备处",
        ),
        items=(
            Item(
                item="BEARING", name_zh="主轴轴承组", name_en="Bearing set", kind="part", hs_code="84828000", unit="套"
            ),
            Item(item="GRINDER", name_zh="螺纹磨床", name_en="Thread grinder", hs_code="84602419"),
        ),
        firms=(Firm(firm="F1", name="东莞甲厂"), Firm(firm="F2", name="佛山乙厂")),
        demand=(
            Demand(line="D1", firm="F1", item="BEARING", period=date(2027, 7, 1), quantity=12.0, shortage_cost_cny=9e4),
            Demand(line="D2", firm="F2", item="BEARING", period=date(2027, 10, 1), quantity=8.0, shortage_cost_cny=9e4),
            Demand(line="D3", firm="F1", item="GRINDER", period=date(2027, 4, 1), quantity=1.0, priority=1),
        ),
        stock=(Stock(item="BEARING", quantity=2.0, owner="reserve"),),
        reserve_terms=(
            ReserveTerms(
                item="BEARING",
                mode="entrusted",
                holder="甲仓储公司",
                release_price_share=0.5,
                title="省装备局",
                holding_fee_cny=20.0,
                interest_subsidy=0.02,
                rotation_months=24.0,
                rotation_loss_share=0.05,
                approver="储备办",
            ),
        ),
        suppliers=(
            Supplier(supplier="NSK", name="日本精工", country="JP"),
            Supplier(supplier="KAPP", name="卡帕耐尔斯", country="DE"),
        ),
        offers=(
            Offer(
                offer="B",
                supplier="NSK",
                item="BEARING",
                unit_price=20_000.0,
                currency="CNY",
                price_includes_vat=False,
                lead_time_days=60.0,
            ),
            Offer(
                offer="G",
                supplier="KAPP",
                item="GRINDER",
                unit_price=9_000_000.0,
                currency="CNY",
                price_includes_vat=False,
                lead_time_days=150.0,
                end_user="named",
            ),
        ),
        budgets=(Budget(payer="reserve", amount_cny=90_000.0),),
        limits=(
            Limit(rule="min_reserve", item="BEARING", from_day=date(2027, 7, 1), to_day=date(2027, 12, 31), value=6.0),
        ),
        risks=(Risk(risk="JP-STOP", what="日本停供", starts_per_year=0.3, mean_months=3.0),),
        risk_targets=(RiskTarget(risk="JP-STOP", target="country:JP"),),
    )
