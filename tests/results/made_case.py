"""A firm that makes machines of imported parts, and of nothing imported, instead of buying them."""

from __future__ import annotations

from datetime import date

from importplan.basics.labels import Language
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

TERMS = {"currency": "EUR", "duty_rate": 0.1, "duty_rate_source": "by hand", "transit_days": 40.0}


def made_case(language: Language = "zh") -> Scenario:
    """Three grinders at 1,000,000 EUR; key parts for 300,000 EUR and 3,000,000 CNY of work make one."""
    return Scenario(
        settings=Settings(start=date(2027, 1, 1), periods=8, draws=10, seed=1, risk_weight=0.0, language=language),
        items=(
            Item(item="GRINDER", name_zh="磨床", name_en="Grinder", hs_code="84602210"),
            Item(item="SPINDLE", name_zh="主轴", name_en="Spindle", hs_code="84669390", kind="part"),
        ),
        suppliers=(Supplier(supplier="DE1", name="Schmidt", country="DE"),),
        offers=(
            Offer(offer="G", supplier="DE1", item="GRINDER", unit_price=1_000_000.0, lead_time_days=180.0, **TERMS),
            Offer(offer="P", supplier="DE1", item="SPINDLE", unit_price=300_000.0, lead_time_days=90.0, **TERMS),
        ),
        stock=(Stock(item="SPINDLE", quantity=2.0, customs_status="bonded", as_of=date(2026, 12, 1), offer="P"),),
        demand=(
            Demand(
                line="L1",
                item="GRINDER",
                period=date(2028, 1, 1),
                quantity=3.0,
                shortage_cost_cny=2_000_000.0,
                accepts=("machine", "parts"),
            ),
        ),
        routes=(
            Route(
                route="KEY-PARTS",
                item="GRINDER",
                local_cost_cny=3_000_000.0,
                opening_cost_cny=2_000_000.0,
                success_probability=0.9,
                validation_months=6.0,
                fallback_offer="G",
                partner="示例大学",
            ),
            Route(route="SKD", item="GRINDER", kind="parts", local_cost_cny=9_000_000.0, lead_time_days=900.0),
        ),
        route_inputs=(
            RouteInput(route="KEY-PARTS", item="SPINDLE", quantity=1.0),
            RouteInput(route="SKD", item="SPINDLE", quantity=1.0),
        ),
        risks=(Risk(risk="STOP", starts_per_year=1.0, mean_months=4.0),),
        risk_targets=(RiskTarget(risk="STOP", target="country:DE"),),
        fx=(ExchangeRate(currency="EUR", cny_per_unit=8.0, volatility=0.0),),
    )
