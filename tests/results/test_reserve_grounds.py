"""Each row of the reserve list with what it rests on: need, gap, next best way, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from importplan.basics.spans import TimeSpan
from importplan.pipeline.plan import plan_case, write_result
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.reserve_grounds import GROUNDS, reserve_grounds, returns_table
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier


def case() -> Scenario:
    """12 bearings a quarter of one maker that stops for six months once in two years; ten are asked for in reserve."""
    given: dict[str, Any] = {
        "settings": Settings(start=date(2027, 1, 1), periods=4, owner="bureau", draws=4, gap=0.0, discount_rate=0.04),
        "firms": (Firm(firm="F"),),
        "items": (
            Item(item="P", hs_code="84833000", kind="part", unit="件", reference_value_cny=100.0, holding_rate=0.02),
        ),
        "suppliers": (Supplier(supplier="A", country="CN"),),
        "offers": (
            Offer(
                offer="o", supplier="A", item="P", unit_price=100.0, currency="CNY", incoterm="domestic",
                price_includes_vat=False, lead_time_days=30.0,
            ),
        ),
        "demand": tuple(
            Demand(
                line=f"D{quarter}", firm="F", item="P", period=TimeSpan.of_months(2027, 3 * quarter - 2, 3),
                quantity=12.0, shortage_cost_cny=50.0, source=f"甲.xlsx!分季度需求!C{quarter}",
            )
            for quarter in range(1, 5)
        ),
        "stock": (Stock(item="P", quantity=12.0, owner="F"),),
        "open_orders": (OpenOrder(order="S", offer="o", firm="F", quantity=1.0, due=date(2027, 2, 1)),),
        "limits": (Limit(rule="min_reserve", item="P", who="reserve", value=10.0, soft_cost_cny=1000.0),),
        "risks": (Risk(risk="R", what="stop", starts_per_year=0.5, mean_months=6.0),),
        "risk_targets": (RiskTarget(risk="R", target="supplier:A"),),
    }  # fmt: skip
    return Scenario(**given)


@pytest.fixture(scope="module")
def result() -> PlanResult:
    return plan_case(case())


def test_need_gap_and_break_even(result: PlanResult) -> None:
    (row,) = reserve_grounds(result)
    assert (row.expected, row.certain, len(row.lines), row.returned, row.firms) == (48.0, 48.0, 4, 4, 1)
    assert row.hold_cny == pytest.approx(100.0 * (0.02 + 0.04))
    worst = row.worst
    assert worst is not None and worst.short
    assert row.wait_cny == pytest.approx(worst.loss_cny / worst.gap_units)
    assert row.break_even == pytest.approx(6.0 / row.wait_cny)
    assert row.per_year == 0.5
    assert row.new > 0.0


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"level": 3.0}, "pays"),
        ({"level": 1e6}, "beyond_gap"),
        ({"hold_cny": 1e6}, "draws"),
        ({"worst": None}, "no_gap"),
        ({"new": 0.0}, "kept"),
    ],
)
def test_the_words_say_whether_the_arithmetic_bears_the_quantity(
    result: PlanResult, changes: dict[str, Any], verdict: str
) -> None:
    row = replace(reserve_grounds(result)[0], **changes)
    assert row.verdict == verdict
    for language in ("zh", "en"):
        names = Names(result.scenario, result.catalog, language)  # type: ignore[arg-type]
        assert all(column.form.tell is None or column.form.tell(names, column.value(row)) for column in GROUNDS[1:6])


def test_a_source_without_a_risk_is_told(result: PlanResult) -> None:
    row = reserve_grounds(result)[0]
    assert row.worst is not None
    unknown = replace(row.worst, recovery=replace(row.worst.recovery, per_year=0.0))
    assert replace(row, worst=unknown).verdict == "no_risk"


def test_returns_stand_below_what_is_printed(result: PlanResult, tmp_path: Path) -> None:
    assert [line.source for line in returns_table(result).rows] == [f"甲.xlsx!分季度需求!C{at}" for at in range(1, 5)]
    write_result(result, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["储备逐行依据"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("甲.xlsx")]
    last_printed = int(sheet.print_area.split("$")[-1])
    assert len(cells) == 4 and all(cell.row > last_printed for cell in cells)
