"""Which wishes have to give way, in the words of a planner: whom, what, when, by how much, where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from result_fixtures import names_of, planned

from importplan.basics.labels import LANGUAGES, Language
from importplan.pipeline.plan import to_json, write_result
from importplan.plan.solution import Reason, Repair, Termination, WayOut
from importplan.results.page_one.page import summary
from importplan.results.plan_result import PlanResult
from importplan.results.views.ways_out import repair_words, span_words, ways_out
from importplan.scenario.limit_rules import LIMIT_RULES

BUDGET = Repair("budget", "all", "F1", date(2027, 1, 1), date(2027, 10, 1), "case.xlsx: 资金预算!D2", 1.8e6, True)
FILL = Repair("min_fill_rate", "GRINDER", "F1", None, None, "case.xlsx: 约束条件!C2", 2.0, False)


def infeasible(language: Language = "zh", ways: tuple[WayOut, ...] = (WayOut((BUDGET,), 6e7),)) -> PlanResult:
    """The tiny case as if it had no plan."""
    result = planned(language)
    solution = replace(
        result.solution,
        termination=Termination(Reason.INFEASIBLE),
        objective_cny=float("inf"),
        bound_cny=float("nan"),
        gap=float("inf"),
        found=None,
        costs=None,
        risk=None,
        ways_out=ways,
    )
    return replace(
        result, solution=solution, ledger=None, fresh=None, alternatives=(), in_sample=None, break_evens=(), dates=()
    )


def test_a_budget_is_short_by_an_amount_in_a_year() -> None:
    words = repair_words(names_of(planned()), BUDGET)
    assert words == "佛山某压缩机有限公司 2027年 预算缺 180.00 万元"
    assert repair_words(names_of(planned("en")), BUDGET).endswith("2027: the budget is short by 1,800 thousand CNY")


def test_goods_that_must_be_allowed_to_be_late_are_counted_in_their_unit() -> None:
    assert repair_words(names_of(planned()), FILL) == "螺杆转子磨床 须容许多晚交 2 台（最低满足率达不到）"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["budget", "capacity", "risk_limit", *LIMIT_RULES])
def test_every_wish_has_words_with_its_amount_and_without_its_key(rule: str, language: Language) -> None:
    names = names_of(planned(language))
    for in_cny in (True, False):
        repair = Repair(rule, "GRINDER", "all", None, date(2028, 1, 1), "", 120_000.0, in_cny)
        words = repair_words(names, repair)
        assert "_" not in words
        assert "12.00 万元" in words or "120 thousand CNY" in words or "120,000" in words
        assert "  " not in words


def test_intervals_are_said_as_years_or_months() -> None:
    names = names_of(planned())
    assert span_words(names, date(2028, 1, 1), date(2028, 10, 1)) == "2028年"
    assert span_words(names, date(2027, 4, 1), date(2027, 7, 1)) == "2027-04 至 2027-09"
    assert span_words(names, None, None) == ""


def test_a_way_names_all_its_wishes_their_places_and_what_the_plan_then_costs() -> None:
    result = infeasible(ways=(WayOut((BUDGET, FILL), 6e7), WayOut((FILL,), None)))
    first, second = ways_out(result, names_of(result))
    assert first.startswith(
        "出路 1：佛山某压缩机有限公司 2027年 预算缺 180.00 万元（case.xlsx: 资金预算!D2）；并且螺杆"
    )
    assert "6,000.00 万元" in first
    assert second.startswith("出路 2：")
    assert "目标值" not in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_an_infeasible_case_has_page_one_and_notes_only(language: Language, tmp_path: Path) -> None:
    result = infeasible(language)
    word = names_of(result).word
    write_result(result, tmp_path / "result.xlsx")
    book = load_workbook(tmp_path / "result.xlsx")
    assert book.sheetnames == [word("sheet.summary"), word("sheet.notes")]
    cells = [str(cell.value) for row in book[word("sheet.summary")].iter_rows() for cell in row if cell.value]
    assert any(cell.endswith(word("result.without.infeasible")) for cell in cells)
    assert any("case.xlsx: 资金预算!D2" in cell for cell in cells)
    assert not any(cell == "inf" or cell == "nan" for cell in cells)


def test_a_case_that_no_wish_of_people_can_mend_says_where_to_look() -> None:
    result = infeasible(ways=())
    words = " ".join(line for section in summary(result, names_of(result)).sections for line in section.lines)
    assert "没有找到" in words
    assert "不是超时" in words


def test_the_record_of_an_infeasible_case_holds_words_and_amounts() -> None:
    found = to_json(infeasible())
    (way,) = found["ways_out"]
    assert way["words"].startswith("出路 1：")
    assert way["repairs"][0]["amount"] == 1.8e6
    assert way["repairs"][0]["at"] == "case.xlsx: 资金预算!D2"
    assert "orders" in found
