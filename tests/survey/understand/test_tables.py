"""Tables as people leave them: moved and renamed columns, two-line headings, merged cells, totals, several firms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from importplan.basics.spans import TimeSpan
from importplan.survey.returns.answers import Told
from importplan.survey.understanding.file import FileResult, understand_file
from importplan.tables.grid import Grid, Spot

Rows = Sequence[Sequence[Any]]
Q1, Q2, Q3 = (TimeSpan.of_months(2027, month, 3) for month in (1, 4, 7))
NEXT_Q1, NEXT_Q2 = TimeSpan.of_months(2028, 1, 3), TimeSpan.of_months(2028, 4, 3)
FIRM: Rows = (("企业全称", "甲公司"), ("所在地市", "东莞"))


def grid(rows: Rows, name: str = "Sheet1", merged: Sequence[tuple[int, int, int, int]] = ()) -> Grid:
    """A sheet; merged areas are top, left, bottom, right from 0, and only their first cells keep a value."""
    covered: dict[Spot, Spot] = {
        (row, column): (top, left)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    width = max(len(row) for row in rows)
    values = tuple(tuple(row) + (None,) * (width - len(row)) for row in rows)
    return Grid("a.xlsx", name, values, covered=covered)


def read(*grids: Grid) -> FileResult:
    found = understand_file("a.xlsx", grids, (), "", None)
    file = found.file
    assert file.rows == file.read + file.rejected + file.skipped
    assert (file.rejected, file.skipped) == (len(found.rejected), len(found.skipped))
    return found


def told(found: FileResult) -> dict[str, list[tuple[str, list[tuple[Any, Any]]]]]:
    """Firm → items with the periods and quantities of their needs."""
    return {
        firm.record.text("firm_name"): [
            (item.record.text("item_name"), [(need.value("period"), need.value("quantity")) for need in item.needs])
            for item in firm.items
        ]
        for firm in found.returns
    }


def reasons(found: FileResult) -> list[str]:
    return [row.reason for row in found.skipped]


def codes(found: FileResult) -> list[tuple[str, str, str]]:
    return [(row.at.cell, fault.code, fault.proposal) for row in found.rejected for fault in row.faults]


def test_columns_are_found_by_their_words_wherever_they_stand() -> None:
    found = read(
        grid(FIRM),
        grid(
            (
                ("2026年进口设备需求", None, None),
                ("（各单位填写）", None, None),
                ("数量", "B10 需求时间（季度）", "确定程度", "备注", "设备名称"),
                (3, "2027Q1", "意向", "尽快", "五轴加工中心"),
            )
        ),
    )
    assert told(found) == {"甲公司": [("五轴加工中心", [(Q1, 3.0)])]}
    assert reasons(found) == ["note", "note", "heading"]
    assert not found.file.notes  # 备注 asks nothing and is no puzzle


def test_unforeseen_headings_are_taken_for_the_likeliest_question_and_told() -> None:
    rows = (
        ("拟申报设备名称", "需求时间", "申报数量", "申报数量下限", "申报数量上限", "颜色"),
        ("五轴", "2027Q1", 3, 2, 4, "红"),
    )
    found = read(grid(FIRM), grid(rows))
    need = found.returns[0].items[0].needs[0]
    assert (need.value("quantity"), need.value("quantity_low"), need.value("quantity_high")) == (3.0, 2.0, 4.0)
    told_notes = {(note.code, note.values["heading"]) for note in found.file.notes}
    assert ("survey-heading-guessed", "申报数量") in told_notes
    assert ("survey-heading-unknown", "颜色") in told_notes


def test_headings_of_two_lines_are_one() -> None:
    rows = (
        ("序号", "物项名称", "第一来源", None, None, "第二来源", None, None, "库存"),
        (None, None, "制造商", "原产国", "占比", "制造商", "原产国", "占比", None),
        (1, "主轴", "GMN", "德国", 0.6, "昊志", "中国", "40%", 5),
    )
    found = read(grid(FIRM), grid(rows, merged=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7))))
    record = found.returns[0].items[0].record
    assert [record.value(key) for key in ("first_maker", "first_origin", "first_share")] == ["GMN", "DE", 0.6]
    assert [record.value(key) for key in ("second_maker", "second_origin", "second_share")] == ["昊志", "CN", 0.4]
    assert record.value("stock") == 5.0


def test_a_second_column_of_the_same_heading_is_that_of_the_second_source() -> None:
    rows = (
        ("物项名称", "制造商", "原产国", "占比", "备选供应商", "原产国", "占比"),
        ("主轴", "GMN", "德国", 60, "HSD", "意大利", 40),
    )
    record = read(grid(FIRM), grid(rows)).returns[0].items[0].record
    assert [record.value(key) for key in ("first_origin", "first_share")] == ["DE", 0.6]
    assert [record.value(key) for key in ("second_maker", "second_origin", "second_share")] == ["HSD", "IT", 0.4]


def test_quarters_as_columns_are_needs() -> None:
    rows = (
        ("物项名称", "单位", "2027Q1", "2027年二季度", "27年Q3"),
        ("主轴", "台", 2, None, "3台"),
        ("导轨", "套", "无", 4, "若干"),
    )
    found = read(grid(FIRM), grid(rows))
    assert told(found)["甲公司"] == [
        ("主轴", [(Q1, 2.0), (Q3, 3.0)]),
        ("导轨", [(Q1, None), (Q2, 4.0)]),
    ]
    (rejected,) = found.rejected
    assert rejected.used and [fault.written for fault in rejected.faults] == ["若干"]


def test_quarters_below_their_years_are_needs() -> None:
    rows = (
        ("物项名称", "单位", "2027年", None, "2028年", None),
        (None, None, "三季度", "四季度", "一季度", "二季度"),
        ("主轴", "套", 1, None, 2, "约3"),
    )
    found = read(grid(FIRM), grid(rows))
    assert told(found)["甲公司"] == [
        (
            "主轴",
            [
                (Q3, 1.0),
                (NEXT_Q1, 2.0),
                (NEXT_Q2, 3.0),
            ],
        )
    ]


def test_unit_of_the_heading_of_the_quantity_is_that_of_the_item() -> None:
    item = read(grid(FIRM), grid((("物项名称", "季度", "数量（台）"), ("主轴", "2027Q1", 2)))).returns[0].items[0]
    assert item.record.value("unit") == "machine"
    assert (item.record.answer("unit").written, item.record.answer("unit").at.cell) == ("数量（台）", "C1")


def test_a_lowest_above_the_quantity_is_sent_back_and_the_quantity_stands() -> None:
    rows = (("物项名称", "季度", "数量", "最低", "最高"), ("主轴", "2027Q1", 5, 8, 3), ("导轨", "2027Q1", 5, 5, 5))
    found = read(grid(FIRM), grid(rows))
    assert [fault.question for row in found.rejected for fault in row.faults] == ["quantity_low", "quantity_high"]
    assert found.rejected[0].used
    need = found.returns[0].items[0].needs[0]
    assert (need.value("quantity"), need.answer("quantity_low").told) == (5.0, Told.UNKNOWN)


def test_a_table_on_its_side_is_told() -> None:
    rows = (
        ("项目", "设备1", "设备2"),
        ("物项名称", "磨床", "主轴"),
        ("需求数量", 2, 30),
        ("需求季度", "2027Q2", "2027Q3"),
    )
    found = read(grid(FIRM), grid(rows))
    assert reasons(found) == ["no_question", "sideways", "sideways", "sideways"]
    assert [note.code for note in found.file.notes] == ["survey-sideways"]


def test_items_told_once_hold_for_the_rows_below() -> None:
    """One sheet of an older form: an item's cells are blank, merged or 同上 in the rows of its further quarters."""
    rows = (
        ("序号", "设备名称", "型号", "库存", "季度", "数量"),
        (1, "主轴", "A1", 5, "2027Q1", 1),
        (2, None, None, None, "2027Q2", 2),
        (3, "导轨", "B1", 7, "2027Q1", 3),
        (4, None, None, None, "2027Q2", 4),
        (5, "同上", "同上", "同上", "2027Q3", 5),
    )
    found = read(grid(FIRM), grid(rows, merged=((3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3))))
    assert told(found)["甲公司"] == [
        ("主轴", [(Q1, 1.0), (Q2, 2.0)]),
        ("导轨", [(Q1, 3.0), (Q2, 4.0), (Q3, 5.0)]),
    ]
    assert [item.record.value("stock") for item in found.returns[0].items] == [5.0, 7.0]


def test_one_quantity_merged_over_two_quarters_is_not_counted_twice() -> None:
    rows = (("物项名称", "季度", "数量"), ("主轴", "2027Q1", 6), ("主轴", "2027Q2", None), ("主轴", "2027Q3", 1))
    found = read(grid(FIRM), grid(rows, merged=((1, 2, 2, 2),)))
    assert told(found)["甲公司"] == [("主轴", [(Q3, 1.0)])]
    assert [code for _, code, _ in codes(found)] == ["quantity-merged", "quantity-merged"]


def test_totals_notes_examples_and_empty_lines_are_skipped_with_a_reason() -> None:
    rows = (
        ("序号", "物项名称", "单位", "现有库存"),
        ("例", "五轴加工中心", "台", 2),
        (1, "主轴", "台", 5),
        (None, None, None, None),
        (2, None, "台", None),
        ("合  计", None, None, 5),
        ("注：库存按月末填写", None, None, None),
        ("填表人签字", None, None, None),
    )
    found = read(grid(FIRM), grid(rows))
    assert reasons(found) == ["heading", "example", "not_filled_in", "total", "note", "note"]
    assert [name for name, _ in told(found)["甲公司"]] == ["主轴"]


def test_guides_lists_and_notes_are_no_answers() -> None:
    lists = grid((("整机",), ("关键零部件",)), "选项")
    mine = grid((("企业全称", "别的公司"),), "#草稿")
    found = read(grid(FIRM), lists, mine)
    assert list(told(found)) == ["甲公司"]
    assert reasons(found) == ["guide_sheet"] * 3


def test_an_unknown_sheet_is_skipped_row_by_row() -> None:
    found = read(grid(FIRM), grid((("人员", "工资"), ("张三", 1), ("李四", 2)), "工资表"))
    assert reasons(found) == ["no_question"] * 3


# Several firms in one file


def test_blocks_of_firms_on_one_sheet_keep_their_items() -> None:
    rows = (
        ("企业全称", "甲公司", "所在地市", "东莞"),
        ("物项名称", "季度", "数量"),
        ("主轴", "2027Q1", 1),
        ("企业全称", "乙公司", "所在地市", "佛山"),
        ("物项名称", "季度", "数量"),
        ("导轨", "2027Q1", 2),
    )
    found = read(grid(rows))
    assert told(found) == {"甲公司": [("主轴", [(Q1, 1.0)])], "乙公司": [("导轨", [(Q1, 2.0)])]}
    assert [firm.record.text("city") for firm in found.returns] == ["东莞", "佛山"]
    assert [note.code for note in found.file.notes] == ["survey-several-firms"]


def test_a_column_of_firms_tells_whose_row_it_is() -> None:
    rows = (
        ("企业名称", "所在地市", "物项名称", "季度", "数量"),
        ("甲公司", "东莞", "主轴", "2027Q1", 1),
        (None, None, "导轨", "2027Q1", 2),
        ("乙公司", "佛山", "主轴", "2027Q2", 3),
        ("甲公司", "东莞", "主轴", "2027Q2", 4),
    )
    found = read(grid(rows))
    assert told(found) == {
        "甲公司": [("主轴", [(Q1, 1.0), (Q2, 4.0)]), ("导轨", [(Q1, 2.0)])],
        "乙公司": [("主轴", [(Q2, 3.0)])],
    }


def test_sheets_of_several_firms_follow_one_another() -> None:
    need = (("物项名称", "季度", "数量"), ("主轴", "2027Q1", 1))
    found = read(
        grid(FIRM, "企业情况"),
        grid(need, "需求"),
        grid((("企业全称", "乙公司"),), "企业情况(2)"),
        grid(need, "需求(2)"),
    )
    assert told(found) == {"甲公司": [("主轴", [(Q1, 1.0)])], "乙公司": [("主轴", [(Q1, 1.0)])]}


# Items and needs on sheets of their own

ITEMS: Rows = (("序号", "物项名称", "品牌型号", "现有库存"), (1, "主轴", "A", 1), (2, "导轨", "B", 2))
NEED_HEADINGS = ("物项序号", "物项名称", "季度", "数量")


def needs(*rows: tuple[Any, ...]) -> FileResult:
    return read(grid(FIRM), grid((NEED_HEADINGS, *rows)), grid(ITEMS))


def test_needs_may_stand_before_items_and_name_them_instead_of_their_numbers() -> None:
    found = needs((1, None, "2027Q1", 1), (None, "导轨", "2027Q1", 2), (2, "直线导轨", "2027Q2", 3))
    assert told(found)["甲公司"] == [("主轴", [(Q1, 1.0)]), ("导轨", [(Q1, 2.0), (Q2, 3.0)])]
    assert not found.rejected


def test_number_and_name_of_different_items_are_sent_back() -> None:
    assert codes(needs((1, "导轨", "2027Q1", 1))) == [("2", "number-and-name-differ", "2")]


def test_needs_without_item_period_or_quantity_are_sent_back() -> None:
    found = needs((9, None, "2027Q1", 1), (1, None, None, 1), (1, None, "2027Q1", None), (1, None, "不清楚", 1))
    assert [(code, row.used) for row in found.rejected for code in (row.faults[0].code,)] == [
        ("need-without-item", False),
        ("answer-missing", False),
        ("answer-missing", False),
        ("period-unknown", False),
    ]


def test_a_need_of_unknown_or_no_quantity_is_an_answer() -> None:
    found = needs((1, None, "2027Q1", "不清楚"), (1, None, "2027Q2", "无"), (2, None, "2027Q1", 0))
    assert not found.rejected
    spindle, guide = found.returns[0].items
    assert [need.answer("quantity").told for need in spindle.needs] == [Told.UNKNOWN, Told.NONE]
    assert guide.needs[0].value("quantity") == 0.0


def test_needs_of_an_item_without_name_wait_for_it() -> None:
    """Both rows go back: once the name is given, the need follows by its number."""
    items = (("序号", "物项名称", "品牌型号", "现有库存"), (1, None, "牧野 D500", 1), (2, "导轨", "B", 2))
    found = read(grid(FIRM), grid(items), grid((NEED_HEADINGS, (1, None, "2027Q1", 1), (2, None, "2027Q1", 2))))
    assert codes(found) == [("2", "answer-missing", "牧野 D500"), ("2", "item-rejected", "")]
    assert told(found)["甲公司"] == [("导轨", [(Q1, 2.0)])]


# What cells say of one another


@pytest.mark.parametrize(
    ("row", "unit", "quantity"),
    [
        (("主轴", None, "2027Q1", "3套"), "set", 3.0),
        (("主轴", "台", "2027Q1", "3套"), "machine", 3.0),
        (("光刻胶", "千克", "2027Q1", "0.5吨"), "kilogram", 500.0),
    ],
)
def test_unit_in_the_quantity(row: tuple[Any, ...], unit: str, quantity: float) -> None:
    item = read(grid(FIRM), grid((("物项名称", "单位", "季度", "数量"), row))).returns[0].items[0]
    assert (item.record.value("unit"), item.needs[0].value("quantity")) == (unit, quantity)


def test_weight_of_what_is_counted_is_sent_back() -> None:
    found = read(grid(FIRM), grid((("物项名称", "单位", "季度", "数量"), ("主轴", "台", "2027Q1", "3公斤"))))
    assert codes(found) == [("2", "unit-mismatch", "")]


@pytest.mark.parametrize(
    ("heading", "price", "currency", "worth"),
    [
        ("单价", "USD 1,200", None, (1200.0, "USD")),
        ("单价", "12万美元", None, (120_000.0, "USD")),
        ("单价", 12, "万美元", (120_000.0, "USD")),
        ("单价（万元）", 25, None, (250_000.0, "CNY")),
        ("单价（万元）", 25, "欧元", (250_000.0, "EUR")),
        ("单价", "1.1亿", "日元", (110_000_000.0, "JPY")),
    ],
)
def test_price_and_currency(heading: str, price: Any, currency: Any, worth: tuple[float, str]) -> None:
    rows = (("物项名称", heading, "币制", "库存"), ("主轴", price, currency, 1))
    record = read(grid(FIRM), grid(rows)).returns[0].items[0].record
    assert (record.value("unit_price"), record.value("currency")) == worth


@pytest.mark.parametrize(
    ("heading", "answer", "worth"),
    [
        ("含税单价（元）", None, True),
        ("不含税单价（元）", None, False),
        ("不含税单价（元）", "是", True),  # the answer beside it goes first
        ("单价（元）", None, None),
    ],
)
def test_a_heading_tells_whether_vat_is_in_the_price(heading: str, answer: Any, worth: bool | None) -> None:
    rows = (("物项名称", heading, "是否含增值税", "库存"), ("主轴", 1000, answer, 1))
    assert read(grid((*FIRM, *rows))).returns[0].items[0].record.value("price_includes_vat") is worth


def test_without_a_column_for_vat_the_heading_is_enough() -> None:
    rows = (("物项名称", "含税单价（万元）", "库存"), ("主轴", 1.2, 1))
    item = read(grid((*FIRM, *rows))).returns[0].items[0].record
    told = [item.value(key) for key in ("unit_price", "currency", "price_includes_vat")]
    assert told == [12_000.0, "CNY", True]


def test_two_currencies_of_one_price_are_sent_back() -> None:
    found = read(grid(FIRM), grid((("物项名称", "单价", "币制", "库存"), ("主轴", "12万美元", "欧元", 1))))
    assert codes(found) == [("2", "currency-mismatch", "")]
    assert found.rejected[0].used  # the stock and the name stand


# The firm


def test_questions_and_answers_side_by_side() -> None:
    rows = (
        ("填报单位", "甲公司", "信用代码", "91440101MA5F7K2X0"),
        ("题号", "题目", "填写内容", "说明"),
        ("A6", "上年主营业务收入", 3_500_000, "元"),
        ("A4", "所在地市：", "东莞", None),
        ("A4", "县（区）", None, "如 南城街道"),
    )
    found = read(grid(rows))
    record = found.returns[0].record
    assert record.value("revenue_cny") == 3_500_000.0
    assert record.text("city") == "东莞"
    assert record.answer("district").told is Told.BLANK  # the hint is no answer
    assert codes(found) == [("1", "credit-code-length", "")]
    assert found.rejected[0].used and record.text("firm_name") == "甲公司"


def test_answers_may_stand_some_columns_away() -> None:
    rows = (
        ("1", "企业名称：", None, None, "甲公司"),
        ("2", "所在城市", None, None, "佛山"),
        ("3", "手机", None, None, None),
    )
    record = read(grid(rows)).returns[0].record
    assert (record.text("firm_name"), record.text("city")) == ("甲公司", "佛山")
    assert record.answer("city").at.cell == "E2"


def test_a_file_of_something_else_says_so() -> None:
    found = read(grid((("会议通知",), ("时间", "明天"))))
    assert found.returns == ()
    assert [note.code for note in found.file.notes] == ["survey-no-answers"]


def test_items_without_any_firm_are_kept_and_told() -> None:
    found = read(grid((("物项名称", "季度", "数量"), ("主轴", "2027Q1", 1))))
    assert told(found) == {"": [("主轴", [(Q1, 1.0)])]}
    assert [note.code for note in found.file.notes] == ["survey-firm-without-name"]


def test_question_and_answer_may_stand_in_one_cell() -> None:
    """Behind a colon without an answer nothing is told: the next cell belongs to another question."""
    rows = (
        ("企业名称：乙公司", "所在地市：", "年营收：1.2亿元"),
        ("设备名称", "需求季度", "需求数量"),
        ("磨床", "2027Q1", 2),
    )
    found = read(grid(rows))
    assert told(found) == {"乙公司": [("磨床", [(Q1, 2.0)])]}
    record = found.returns[0].record
    assert record.answer("city").told is Told.BLANK
    assert record.number("revenue_cny") == 120_000_000


def test_name_of_the_firm_on_each_sheet_makes_no_further_firm() -> None:
    needs = grid((("填报单位：甲公司",), ("物项序号", "需求季度", "需求数量"), (1, "2027Q1", 2)), name="分季度需求")
    items = grid((("填报单位：甲公司",), ("序号", "物项名称", "单位"), (1, "磨床", "台")), name="物项情况")
    assert told(read(grid(FIRM), items, needs)) == {"甲公司": [("磨床", [(Q1, 2.0)])]}


def test_formula_without_result_right_of_all_values_costs_its_row_only() -> None:
    """The parser knows nothing of such a cell, so the row is shorter than the place of its fault."""
    rows = (("企业全称", "甲公司"), ("设备名称", "需求季度", "需求数量"), ("磨床", "2027Q1", 2), ("车床", "2027Q1"))
    short = Grid(
        "a.xlsx",
        "Sheet1",
        tuple(rows),
        faults={(3, 2): ("cell-formula-without-value", ""), (2, 7): ("cell-error-value", "#N/A")},
    )
    found = read(short)
    assert told(found)["甲公司"][0] == ("磨床", [(Q1, 2.0)])
    assert [(row.at.cell, [fault.code for fault in row.faults]) for row in found.rejected] == [
        ("4", ["cell-formula-without-value"])
    ]


def test_a_row_whose_need_is_lost_is_not_called_used_though_its_item_is_kept() -> None:
    rows = (("物项名称", "库存", "季度", "数量"), ("主轴", 5, "2027年", 3))
    found = read(grid(FIRM), grid(rows))
    assert [(row.used, row.faults[0].code) for row in found.rejected] == [(False, "need-by-year")]
    assert found.returns[0].items[0].record.value("stock") == 5.0
    assert told(found)["甲公司"] == [("主轴", [])]


# Units of quantities: the heading, the cell, the column of units and the item elsewhere

NEED = "需求数量"


@pytest.mark.parametrize(
    ("heading", "unit", "written", "worth"),
    [
        (f"{NEED}（万件）", "件", 20, 200_000.0),
        (f"{NEED}（打）", "件", 20, 240.0),
        (f"{NEED}（百台）", "台", "2", 200.0),
        (f"{NEED}（对）", "件", 3, 6.0),
        (f"{NEED}（吨）", "千克", 0.5, 500.0),
        (f"{NEED}（万件）", "件", "3万", 30_000.0),
        (f"{NEED}（万件）", "件", "500件", 500.0),
        (f"{NEED}（台/套/件）", "套", 2, 2.0),
        (NEED, "件", "3打", 36.0),
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_quantities_are_converted_to_the_unit_of_their_item(
    heading: str, unit: str, written: Any, worth: float, apart: bool
) -> None:
    item = only_item(heading, unit, written, apart)
    assert [need.value("quantity") for need in item.needs] == [worth]
    if worth != written:
        assert item.needs[0].answer("quantity").understood


@pytest.mark.parametrize(
    ("heading", "unit", "written", "proposal"),
    [
        (f"{NEED}（吨）", "件", 20, ""),
        (f"{NEED}（万件）", "台", 20, "200000台"),
        (NEED, "台", "2t", ""),
        (NEED, "千克", "2台", ""),
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_quantities_in_no_unit_of_their_item_are_sent_back(
    heading: str, unit: str, written: Any, proposal: str, apart: bool
) -> None:
    found = read_needs(heading, unit, written, apart)
    assert [(code, offered) for _, code, offered in codes(found)] == [("unit-mismatch", proposal)]
    assert not found.returns[0].items[0].needs


def read_needs(heading: str, unit: str, written: Any, apart: bool) -> Any:
    """A need in one table with its item, or apart from it."""
    if not apart:
        return read(grid(FIRM), grid((("物项名称", "单位", "季度", heading), ("主轴", unit, "2027Q1", written))))
    items = (("序号", "物项名称", "单位", "现有库存"), (1, "主轴", unit, 1))
    needs = (("物项序号", "需求季度", heading, "确定程度"), (1, "2027Q1", written, "已签约"))
    return read(grid(FIRM), grid(items), grid(needs))


def only_item(heading: str, unit: str, written: Any, apart: bool) -> Any:
    found = read_needs(heading, unit, written, apart)
    assert codes(found) == []
    return found.returns[0].items[0]


@pytest.mark.parametrize(
    ("unit", "written", "worth", "price"),
    [("打", 20, 240.0, 10.0), ("吨", 0.5, 500.0, 0.12), ("万件", 2, 20_000.0, 0.012), ("打", "20件", 20.0, 10.0)],
)
@pytest.mark.parametrize("apart", [False, True])
def test_a_column_of_units_scales_numbers_and_prices(
    unit: str, written: Any, worth: float, price: float, apart: bool
) -> None:
    if apart:
        items = (("序号", "物项名称", "单位", "现有库存", "单价"), (1, "刀片", unit, 3, 120))
        needs = (("物项序号", "需求季度", "需求数量", "确定程度"), (1, "2027Q1", written, "已签约"))
        found = read(grid(FIRM), grid(items), grid(needs))
    else:
        rows = (("物项名称", "单位", "季度", "数量", "单价"), ("刀片", unit, "2027Q1", written, 120))
        found = read(grid(FIRM), grid(rows))
    item = found.returns[0].items[0]
    assert codes(found) == []
    assert item.needs[0].value("quantity") == worth
    assert item.record.value("unit_price") == pytest.approx(price)
    assert "unit_converted" in item.record.answer("unit").understood


@pytest.mark.parametrize(
    ("unit", "code"), [("箱", "contents-unknown"), ("米", "unit-mismatch"), ("批", "contents-unknown")]
)
@pytest.mark.parametrize("apart", [False, True])
def test_quantities_of_what_is_neither_counted_nor_weighed_are_not_used(unit: str, code: str, apart: bool) -> None:
    found = read_needs(NEED, unit, 2, apart)
    assert {found_code for _, found_code, _ in codes(found)} == {"choice-unknown", code}
    assert not found.returns[0].items[0].needs


@pytest.mark.parametrize("heading", ["月需求量", "每月数量", "月均用量", "每年需求量"])
def test_a_heading_that_says_a_rate_is_no_quantity_of_a_quarter(heading: str) -> None:
    found = read(grid(FIRM), grid((("物项名称", "单位", heading, "需求时间"), ("主轴", "台", 2, "2027Q1"))))
    assert not [need for firm in found.returns for item in firm.items for need in item.needs]
    assert "survey-heading-unknown" in {note.code for note in found.file.notes}
