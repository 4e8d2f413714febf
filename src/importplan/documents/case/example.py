"""The example in the template: a small case, invented, that can be planned as it stands."""

from __future__ import annotations

from datetime import date

from importplan.basics.labels import Language, text
from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier


def example(language: Language) -> Scenario:
    """Two machining centres, one source abroad at risk and one at home; all figures invented."""

    def words(name: str) -> str:
        return text(f"example.{name}", language)

    source = words("source")
    return Scenario(
        settings=Settings(title=words("title"), start=date(2027, 1, 1), periods=8, language=language),
        items=(
            Item(
                item="M1", name_zh=text("example.item", "zh"), name_en=text("example.item", "en"),
                hs_code="84571010", tags=(words("tag"),),
            ),
        ),
        demand=(
            Demand(
                line="D1", item="M1", period=TimeSpan.quarter_of(date(2028, 1, 1)), quantity=2.0, priority=1,
                shortage_cost_cny=1_200_000.0, shortage_basis="estimated", source=source,
            ),
        ),
        suppliers=(
            Supplier(supplier="S1", name=words("supplier_abroad"), country="JP"),
            Supplier(supplier="S2", name=words("supplier_home"), country="CN"),
        ),
        offers=(
            Offer(
                offer="S1-M1", supplier="S1", item="M1", unit_price=52_000_000.0, currency="JPY", incoterm="CIF",
                price_includes_vat=False, lead_time_days=210.0, licence_days=60.0, licence_refusal=0.05,
                transit_days=30.0, install_days=30.0, clearance_days=3.0, price_basis="budget_quote",
            ),
            Offer(
                offer="S2-M1", supplier="S2", item="M1", unit_price=3_200_000.0, currency="CNY", incoterm="domestic",
                price_includes_vat=True, lead_time_days=150.0, transit_days=5.0, install_days=30.0,
                price_basis="budget_quote",
            ),
        ),
        budgets=(
            Budget(payer="all", from_day=date(2027, 1, 1), to_day=date(2027, 12, 31), amount_cny=6_000_000.0),
            Budget(payer="all", from_day=date(2028, 1, 1), to_day=date(2028, 12, 31), amount_cny=3_000_000.0),
        ),
        risks=(Risk(risk="R1", what=words("risk"), starts_per_year=0.1, mean_months=9.0, source=source),),
        risk_targets=(RiskTarget(risk="R1", target="country:JP", tag=words("tag"), hit_probability=0.8),),
        fx=(ExchangeRate(currency="JPY", cny_per_unit=0.0455, source=source),),
    )  # fmt: skip
