"""A bureau's page one and its reserve list: what is held, by whom, for how much, and what is not held and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bureau_case import bureau_case
from openpyxl import load_workbook
from result_fixtures import names_of

from importplan.basics.labels import LANGUAGES, Language
from importplan.pipeline.plan import plan_case, write_result
from importplan.results.page_one.page import summary
from importplan.results.plan_result import PlanResult
from importplan.results.table import Table
from importplan.results.views.order_lines import order_lines
from importplan.results.views.reserve import reserve_rows, reserve_table, unreserved, unreserved_table


@cache
def planned(language: Language = "zh") -> PlanResult:
    """The bureau's case."""
    return plan_case(bureau_case(language))


def numbers(table: Table[Any], key: str) -> list[float]:
    return [value for value in table.values(key) if isinstance(value, (int, float))]


def test_one_row_an_item_with_need_source_level_and_money() -> None:
    """2 sets are there and 6 must be held: 4 are bought at 20,000 and 8 % duty, 86,400. The year needs 20."""
    (row,) = reserve_rows(planned())
    assert (row.item, row.mode, row.holder, row.rotation_months) == ("BEARING", "entrusted", "甲仓储公司", 24.0)
    assert row.yearly_need == pytest.approx(20.0)
    assert (row.top_country, row.top_share) == ("JP", 1.0)
    assert (row.there, row.new) == (2.0, pytest.approx(4.0))
    assert row.level == pytest.approx(6.0)
    assert row.money_cny == pytest.approx(86_400.0)


def test_the_money_of_the_list_is_that_of_the_orders_of_the_reserve_and_of_page_one() -> None:
    result, names = planned(), names_of(planned())
    listed = sum(numbers(reserve_table(result), "reserve_money_cny"))
    orders = sum(line.landed_cost_cny for line in order_lines(result) if line.option.payer == "reserve")
    page = summary(result, names).sections[0].table
    assert page is not None
    assert listed == pytest.approx(orders)
    assert sum(numbers(page, "reserve_money_summary")) == pytest.approx(listed)


def test_page_one_of_a_bureau_says_who_pays_on_release_and_what_is_not_held() -> None:
    result = planned()
    section = summary(result, names_of(result)).sections[0]
    words = " ".join(section.lines)
    assert "建议储备 1 项" in section.heading
    for part in (
        "按参考价值的 50% 付款",
        "回补储备资金",
        "审批人：储备办",
        "螺纹磨床",
        "储备资金 9.00 万元",
        "各组情景下储备资金都不透支",
    ):
        assert part in words


def test_an_item_with_a_named_user_is_listed_with_the_reason_why_it_is_not_held() -> None:
    """Due in 2027Q2, usable 150 days after 1 January at the earliest: late in every draw."""
    result, names = planned(), names_of(planned())
    (entry,) = unreserved(result)
    assert (entry.item, entry.named) == ("GRINDER", True)
    assert entry.late_probability == pytest.approx(1.0)
    assert "最终用户" in str(unreserved_table(result).shown(names).cells("unreserved_why")[0])


def test_a_demand_of_priority_1_without_a_cost_of_its_own_is_a_warning_on_page_one() -> None:
    """5 % of the landed 9,810,000 (9 % duty) is 490,500 a quarter."""
    result = planned()
    confidence = summary(result, names_of(result)).sections[-1].lines
    assert "螺纹磨床（东莞甲厂）保障等级 1，未填延误损失，按默认 5% 计为每台每季度 49.05 万元" in confidence[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reserve_list_has_a_block_of_signatures(language: Language, tmp_path: Path) -> None:
    result = planned(language)
    word = names_of(result).word
    write_result(result, tmp_path / "result.xlsx")
    sheet = load_workbook(tmp_path / "result.xlsx")[word("sheet.reserve_list")]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for key in ("prepared_by", "customs", "finance", "approved_by"):
        assert any(cell.startswith(word(f"result.sign.{key}", name="")[:3]) for cell in cells)
    assert any("装备处" in cell for cell in cells)
