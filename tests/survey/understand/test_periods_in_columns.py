"""Needs by month, half-year and year in columns, sums beside them, repeated rows, examples, footers."""

from __future__ import annotations

from typing import Any

import pytest
from test_tables import FIRM, Rows, codes, grid, read, reasons, told

from importplan.basics.spans import TimeSpan
from importplan.survey.returns.splits import Split, Splits, even, parts
from importplan.survey.understanding.file import FileResult, understand_file
from importplan.survey.understanding.period_headings import period_heading

Q1, Q2, Q3, Q4 = (TimeSpan.of_months(2027, month, 3) for month in (1, 4, 7, 10))
NEXT_Q1, NEXT_Q2 = TimeSpan.of_months(2028, 1, 3), TimeSpan.of_months(2028, 4, 3)
YEARS = Splits.of([Split("year", even(4), "王工", "2026-12-01"), Split("half_year", (0.25, 0.75))])


def table(*rows: Any) -> FileResult:
    return read(grid((("企业名称：甲公司",), (), *rows)))


def needs(found: FileResult) -> list[tuple[Any, Any]]:
    return told(found)["甲公司"][0][1]


def notes(found: FileResult) -> list[tuple[str, str]]:
    return [(note.code, note.at.cell) for note in found.file.notes]


def test_months_of_a_quarter_are_added_up() -> None:
    found = table(
        ("序号", "物项名称", "单位", "2027年1月", "2027年2月", "2027年3月", "2027年4月"),
        (1, "数控转台", "台", 2, 3, 4, None),
    )
    assert needs(found) == [(Q1, 9.0)]
    (need,) = found.returns[0].items[0].needs
    assert need.answer("quantity").written == "2 + 3 + 4"
    assert "months_added" in need.answer("quantity").understood


@pytest.mark.parametrize("years", [("2027年", "2028年"), (2027, 2028), ("2027年需求（台/套）", "2028年度采购数量")])
def test_years_are_sent_back_with_parts_that_can_be_taken(years: tuple[Any, Any]) -> None:
    rows = (("序号", "设备名称", "单位", *years, "合计", "备注"), (1, "滚齿机", "台", 2, 5, 7, ""))
    found = table(*rows)
    assert needs(found) == []
    assert codes(found) == [("4", "need-by-year", "1+0+1+0"), ("4", "need-by-year", "1+2+1+1")]
    assert ("survey-no-needs", "4") in notes(found)


def test_parts_written_in_the_cell_are_the_word_of_a_person() -> None:
    found = table(("物项名称", "单位", "2027年", "2028年上半年"), ("滚齿机", "台", "1+0+1+0", "2+3"))
    assert needs(found) == [
        (Q1, 1.0),
        (Q3, 1.0),
        (NEXT_Q1, 2.0),
        (NEXT_Q2, 3.0),
    ]
    assert not found.rejected


def test_the_word_of_the_bureau_splits_years_and_halves_and_is_kept_with_the_answer() -> None:
    rows: Rows = (*FIRM, ("物项名称", "单位", "2027年", "2028年上半年"), ("滚齿机", "台", 2, 8))
    found = understand_file("a.xlsx", [grid(rows)], (), "", None, YEARS)
    assert needs(found) == [
        (Q1, 1.0),
        (Q3, 1.0),
        (NEXT_Q1, 2.0),
        (NEXT_Q2, 6.0),
    ]
    marks = {mark for need in found.returns[0].items[0].needs for mark in need.answer("quantity").understood}
    assert marks == {"year_by_word", "half_year_by_word"}
    rows = (*FIRM, ("物项名称", "单位", "需求时间", "需求数量", "最低", "最高"), ("滚齿机", "台", "2027年", 4, 2, 8))
    found = understand_file("a.xlsx", [grid(rows)], (), "", None, YEARS)
    assert needs(found) == [(Q1, 1.0), (Q2, 1.0), (Q3, 1.0), (Q4, 1.0)]
    assert [need.value("quantity_high") for need in found.returns[0].items[0].needs] == [2.0] * 4
    assert [need.value("quantity_low") for need in found.returns[0].items[0].needs] == [1.0, 0.0, 1.0, 0.0]


@pytest.mark.parametrize("quantity", [0, 1, 2, 3, 5, 126, 2.5])
def test_parts_add_up_to_the_quantity(quantity: float) -> None:
    whole = float(quantity).is_integer()
    for shares in (even(4), even(2), (0.1, 0.2, 0.3, 0.4)):
        found = parts(quantity, shares, whole)
        assert sum(found) == pytest.approx(quantity, abs=1e-5)
        assert not whole or all(part.is_integer() and part >= 0 for part in found)


def test_a_year_above_its_quarters_need_not_be_merged() -> None:
    found = table(
        ("序号", "物项名称", "单位", "2027年"),
        (None, None, None, "一季度", "二季度", "三季度", "四季度", "合计"),
        (1, "数控转台", "台", 2, 3, 4, 5, 14),
        (2, "主轴", "台", 1, None, None, None, 3),
    )
    assert needs(found) == [(Q1, 2.0), (Q2, 3.0), (Q3, 4.0), (Q4, 5.0)]
    assert codes(found) == [("6", "sum-differs", "1")]


def test_a_sum_without_its_parts_is_sent_back() -> None:
    found = table(("物项名称", "单位", "2027Q1", "2027Q2", "合计"), ("主轴", "台", None, None, 3))
    assert codes(found) == [("4", "period-unknown", "")]


def test_parts_of_a_year_without_the_year_are_sent_back_with_that_of_the_title() -> None:
    rows = (
        ("2027年度进口设备需求表",),
        ("企业名称：甲公司",),
        ("物项名称", "单位", "1月", "2月"),
        ("数控转台", "台", 2, None),
    )
    found = read(grid(rows))
    assert [(fault.at.cell, fault.code, fault.proposal) for row in found.rejected for fault in row.faults] == [
        ("C3", "period-without-year", "2027-01")
    ]


def test_a_quantity_over_several_periods_is_sent_back() -> None:
    rows = (("企业名称：甲公司",), ("物项名称", "单位", "2027Q1", "2027Q2"), ("主轴", "台", 4, None))
    found = read(grid(rows, merged=((2, 2, 2, 3),)))
    assert {fault.code for row in found.rejected for fault in row.faults} == {"quantity-merged"}
    assert told(found)["甲公司"] == [("主轴", [])]


@pytest.mark.parametrize(
    "words", ["2025年实际采购量", "2027年预算（万元）", "2026年库存", "物项名称", "2027年单价", "2027年底"]
)
def test_no_period_of_a_need(words: str) -> None:
    assert period_heading(words) is None


def test_the_same_row_again_is_not_counted_again_until_a_person_says_so() -> None:
    rows: Rows = (*FIRM, ("序号", "物项名称", "单位", "需求数量", "需求时间"), (1, "数控转台", "台", 9, "2027Q2"))
    twice = (*rows, (2, "数控转台", "台", 9, "2027Q2"), (3, "数控转台", "台", 4, "2027Q2"))
    found = read(grid(twice))
    assert needs(found) == [(Q2, 9.0), (Q2, 4.0)]
    assert codes(found) == [("5", "need-twice", "整行不用")]
    confirmed = frozenset([("Sheet1", "D5")])
    found = understand_file("a.xlsx", [grid(twice)], (), "", None, confirmed=confirmed)
    assert needs(found) == [(Q2, 9.0), (Q2, 9.0), (Q2, 4.0)]


@pytest.mark.parametrize(
    "name", ["（例）五轴龙门加工中心", "例：五轴龙门加工中心", "示例", "五轴加工中心（示例）", "例1"]
)
def test_an_example_is_not_counted_and_told(name: str) -> None:
    found = table(
        ("序号", "物项名称", "单位", "需求数量", "需求时间"),
        (1, name, "台", 99, "2027Q1"),
        (2, "主轴", "台", 9, "2027Q2"),
    )
    assert told(found)["甲公司"] == [("主轴", [(Q2, 9.0)])]
    assert ("survey-example-left", "4") in notes(found)


def test_goods_are_no_examples() -> None:
    rows = [(f"{name}", "台", 1, "2027Q1") for name in ("比例阀", "例行检测仪", "示波器", "比例阀（德国）")]
    found = table(("物项名称", "单位", "需求数量", "需求时间"), *rows)
    assert [item for item, _ in told(found)["甲公司"]] == ["比例阀", "例行检测仪", "示波器", "比例阀（德国）"]


@pytest.mark.parametrize(
    "footer",
    [
        ("填表人：某某　日期：2026-12-01",),
        ("联系人：某某",),
        ("联系电话：13800000000",),
        ("填报人", None, "某某"),
        ("填报单位：某某商务局",),
    ],
)
def test_a_footer_makes_no_firm(footer: tuple[Any, ...]) -> None:
    rows = (
        ("企业全称", "物项名称", "需求时间", "需求数量"),
        ("甲公司", "主轴", "2027Q3", 2),
        ("合计", None, None, 2),
        footer,
    )
    found = read(grid(rows))
    assert told(found) == {"甲公司": [("主轴", [(Q3, 2.0)])]}


def test_a_firm_may_sign_below_its_table() -> None:
    found = read(grid((("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q3", 2), ("填报单位：甲公司",))))
    assert told(found) == {"甲公司": [("主轴", [(Q3, 2.0)])]}


def test_totals_that_do_not_add_up_and_rows_in_words_are_told() -> None:
    found = table(("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q3", 2), ("导轨", "2027Q3", 3), ("合计", None, 7))
    assert ("survey-total-differs", "C6") in notes(found)
    found = table(("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q3", 2), ("导轨", "2027Q3", 3), ("合计", None, 5))
    assert "survey-total-differs" not in dict(notes(found))
    heads = ("物项名称", "单位", "需求时间", "需求数量（万件）")  # a total in the unit of its heading adds up
    found = table(heads, ("主轴", "件", "2027Q3", 2), ("导轨", "件", "2027Q3", 3), ("合计", None, None, 5))
    assert "survey-total-differs" not in dict(notes(found))
    found = read(grid((("企业名称：甲公司",), ("一、三坐标测量仪：2027年一季度4台；2028年一季度3台。",))))
    assert ("survey-numbers-not-read", "2") in notes(found)


def test_names_where_numbers_belong_are_understood() -> None:
    items = (("序号", "物项名称", "单位", "现有库存"), (1, "主轴", "台", 1), (2, "直线导轨", "套", 2))
    rows = (("物项序号", "需求季度", "需求数量"), ("直线导轨", "2027Q1", 3), ("直线导规", "2027Q2", 3))
    found = read(grid(FIRM), grid(items, "物项情况"), grid(rows, "分季度需求"))
    assert told(found)["甲公司"] == [("主轴", []), ("直线导轨", [(Q1, 3.0)])]
    assert ("3", "need-without-item", "2") in codes(found)
    assert reasons(found) == ["heading", "heading"]


def test_the_year_is_carried_from_column_to_column_and_subtotals_are_no_needs() -> None:
    """As in public procurement plans: months with the sum of their quarter behind them, the year said once."""
    headings = ("Item", "Unit", "Jan 2027", "Feb", "March", "Q1", "Q1 AMOUNT", "April", "May", "June", "Q2", "TOTAL")
    found = table(headings, ("主轴", "台", 1, None, 2, 3, 900, None, 4, None, 5, 8))
    assert needs(found) == [(Q1, 3.0), (Q2, 4.0)]
    assert codes(found) == [("4", "sum-differs", "4"), ("4", "sum-differs", "7")]
    found = table(("物项名称", "单位", "2027年Q3", "Q4", "2028年Q1", "Q2"), ("主轴", "台", 1, 2, 3, 4))
    assert needs(found) == [
        (Q3, 1.0),
        (Q4, 2.0),
        (NEXT_Q1, 3.0),
        (NEXT_Q2, 4.0),
    ]
    found = table(
        ("物项名称", "单位", "2027年Q4", "Q1"), ("主轴", "台", 1, 2)
    )  # of which year the second is, is not said
    assert needs(found) == [(Q4, 1.0)] and codes(found) == [("4", "period-without-year", "")]


def test_what_may_be_a_month_or_a_quarter_is_sent_back() -> None:
    found = table(("物项名称", "需求时间", "需求数量"), ("主轴", "2027.2", 2))
    assert needs(found) == [] and codes(found) == [("4", "period-ambiguous", "2027Q2")]


def test_the_end_of_a_year_is_not_split_over_it() -> None:
    rows: Rows = (*FIRM, ("物项名称", "需求时间", "需求数量"), ("主轴", "2027年底", 2))
    found = understand_file("a.xlsx", [grid(rows)], (), "", None, YEARS)
    assert needs(found) == [] and codes(found) == [("4", "period-too-long", "2027Q4")]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("物项名称", "单位", "第一年", "第二年", "第三年"), ("主轴", "台", 1, 2, 3)),
        (("物项名称", "单位", "近期（1年内）", "中期", "远期"), ("主轴", "台", 1, 2, 3)),
        (("物项名称", "单位", "2027~2029年需求", "备注", "用途"), ("主轴", "台", 6, "", "")),
        (("物项名称", "单位", "需求数量", "2027年预算（万元）", "2028年预算（万元）"), ("主轴", "台", 6, 100, 200)),
        (("物项名称", "单位", "2025年实际采购", "2026年实际采购", "备注"), ("主轴", "台", 4, 5, "")),
        (("物项名称", "单位", "2027年", "2028年", "备注"), ("主轴", "台", "4（每季度1台）", "2(Q3)", "")),
        (("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q1、Q3", 2)),
        (("物项名称", "需求时间", "需求数量"), ("主轴", "2027年1-2季度", 2)),
        (("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q1", "2/3")),
        (("物项名称", "需求时间", "需求数量"), ("主轴", "2027Q1", "1+1")),
    ],
)
def test_what_nobody_can_be_sure_of_is_no_need_and_named(headings: Any, cells: Any) -> None:
    found = table(headings, cells)
    assert [need for _, some in told(found)["甲公司"] for need in some] == []
    assert found.rejected or {code for code, _ in notes(found)} & {"survey-no-needs", "survey-numbers-not-read"}


def test_sections_of_a_table_are_no_needs() -> None:
    found = table(
        ("序号", "物项名称", "单位", "2027Q1"), ("一", "机床类", None, None), (1, "滚齿机", "台", 2), ("二、部件类",)
    )
    assert [(item, told_needs) for item, told_needs in told(found)["甲公司"] if told_needs] == [("滚齿机", [(Q1, 2.0)])]


@pytest.mark.parametrize(
    ("remark", "proposal"),
    [
        ("数量改为5台", "5"), ("更正为：12", "12"), ("以此为准：4台", "4"), ("其中2台改到2027年4季度", ""),
        ("改到2028", ""), ("取消", "整行不用"), ("该项已取消，不再采购", "整行不用"), ("已采购", "整行不用"),
        ("on hold", "整行不用"), ("另需备用1台", ""), ("plus 2 spares", ""),
    ],
)  # fmt: skip
def test_a_remark_that_changes_the_need_sends_its_row_back(remark: str, proposal: str) -> None:
    heads = ("物项名称", "单位", "需求时间", "需求数量", "备注")
    found = table(heads, ("主轴", "台", "2027Q3", 2, remark), ("导轨", "套", "2027Q3", 3, "优先"))
    assert codes(found) == [("4", "remark-changes", proposal)]
    assert told(found)["甲公司"] == [("主轴", []), ("导轨", [(Q3, 3.0)])]
    by_quarter = table(("物项名称", "单位", "2027Q3", "2027Q4", "备注"), ("主轴", "台", 2, 1, remark))
    assert codes(by_quarter) == [("4", "remark-changes", proposal)]
    spot = frozenset({("Sheet1", "D4")})  # a person has answered in the cell of the quantity
    rows: Rows = (*FIRM, heads, ("主轴", "台", "2027Q3", 2, remark))
    confirmed = understand_file("a.xlsx", [grid(rows)], (), "", None, confirmed=spot)
    assert needs(confirmed) == [(Q3, 2.0)]


@pytest.mark.parametrize(
    "remark", ["型号应为X200", "替换2015年设备", "2028年视订单", "2025年进口过同类", "需国外厂家安装", "增加产能"]
)
def test_other_remarks_are_left_to_people(remark: str) -> None:
    found = table(("物项名称", "需求时间", "需求数量", "备注"), ("主轴", "2027Q3", 2, remark))
    assert (codes(found), needs(found)) == ([], [(Q3, 2.0)])


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("2028年交付", "2028年"), ("2028Q1需要", "2028q1"), ("四季度到货", "四季度"), ("10月份到厂", "10月"),
        ("2027.12投产", "2027.12"), ("上半年交货", "上半年"), ("8月到货", ""), ("2027年三季度", ""),
        ("2019年购入的旧机更新", ""), ("质保12个月", ""), ("分两批", ""),
    ],
)  # fmt: skip
def test_a_remark_that_names_another_period_is_told(remark: str, words: str) -> None:
    found = table(("物项名称", "需求时间", "需求数量", "备注"), ("主轴", "2027Q3", 2, remark))
    assert needs(found) == [(Q3, 2.0)]
    told_of = [note.values["words"] for note in found.file.notes if note.code == "survey-remark-period"]
    assert told_of == ([words] if words else [])
    by_quarter = table(("物项名称", "单位", "2027Q3", "2028Q1", "备注"), ("主轴", "台", 2, None, remark))
    assert [code for code, _ in notes(by_quarter)].count("survey-remark-period") == bool(words)


def test_two_goods_in_one_name_are_sent_back() -> None:
    heads = ("物项名称", "需求时间", "需求数量")
    found = table(heads, ("数控转台2台、电主轴3台", "2027Q3", 5), ("四轴转台（2台套）", "2027Q3", 1))
    assert codes(found) == [("4", "several-items", "")]
    assert told(found)["甲公司"] == [("四轴转台（2台套）", [(Q3, 1.0)])]
