"""From cells to the typed scenario."""

from __future__ import annotations

from datetime import date

import pytest
from case_tables import CaseTables, address

from importplan.documents.case.example import example
from importplan.scenario.from_rows import from_rows
from importplan.scenario.unused import unused
from importplan.tables.grid import SourceFile


def test_tables_of_a_scenario_give_the_scenario_again() -> None:
    scenario, issues = CaseTables().read()
    assert scenario == example("en")
    assert issues == ()


def test_row_knows_the_cell_of_each_value() -> None:
    scenario, _ = CaseTables().read()
    assert scenario is not None
    assert str(scenario.offers[0].cell("unit_price")) == "case.xlsx: offers!D2"
    assert str(scenario.settings.cell("start")) == "case.xlsx: settings!B3"


def test_blank_means_the_default_and_zero_is_a_value() -> None:
    case = CaseTables()
    case.set_cell("offers", 2, "deposit_share", None)
    case.set_cell("offers", 2, "shipment_share", 0)
    scenario, _ = case.read()
    assert scenario is not None
    assert scenario.offers[0].deposit_share == 0.3
    assert scenario.offers[0].shipment_share == 0.0


def test_reference_may_be_written_a_little_differently_from_the_id() -> None:
    case = CaseTables()
    case.set_cell("offers", 2, "supplier", " ｓ1")
    case.set_cell("risk_targets", 2, "target", "country：日本")
    case.add_row("limits", rule="max_country_share", who="日本", value=0.9)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert scenario.offers[0].supplier == "S1"
    assert scenario.risk_targets[0].target == "country:JP"
    assert scenario.limits[0].who == "JP"


def test_reference_that_may_mean_two_ids_is_left_alone() -> None:
    case = CaseTables()
    case.add_row("suppliers", supplier="s1", country="DE")
    case.set_cell("offers", 2, "supplier", "Ｓ1")
    _, issues = case.read()
    assert "reference-misspelt" in [issue.code for issue in issues]


def test_a_name_written_where_an_id_belongs_means_the_id() -> None:
    case = CaseTables()
    case.set_cell("suppliers", 2, "name", "日本供应商")
    case.set_cell("offers", 2, "supplier", "日本 供应商")
    case.set_cell("demand", 2, "item", example("zh").items[0].name_zh)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert (scenario.offers[0].supplier, scenario.demand[0].item) == ("S1", "M1")


def test_a_name_that_two_rows_bear_is_told_with_an_id() -> None:
    case = CaseTables()
    case.set_cell("suppliers", 2, "name", "日本供应商")
    case.set_cell("suppliers", 3, "name", "日本供应商")
    case.set_cell("offers", 2, "supplier", "日本供应商")
    _, issues = case.read()
    found = next(issue for issue in issues if issue.code == "reference-misspelt")
    assert found.at.cell == "B2"


@pytest.mark.parametrize("written", ["country:JP", "国家：日本", "日本", "Japan", "jp"])
def test_a_target_is_known_by_its_names_in_both_languages(written: str) -> None:
    case = CaseTables()
    case.set_cell("risk_targets", 2, "target", written)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert scenario.risk_targets[0].target == "country:JP"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("供应商:日本供应商", "supplier:S1"),
        ("日本供应商", "supplier:S1"),
        ("报价:S1-M1", "offer:S1-M1"),
        ("s2-m1", "offer:S2-M1"),
    ],
)
def test_a_supplier_or_an_offer_is_a_target_by_its_name(written: str, meant: str) -> None:
    case = CaseTables()
    case.set_cell("suppliers", 2, "name", "日本供应商")
    case.set_cell("risk_targets", 2, "target", written)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert scenario.risk_targets[0].target == meant


def test_a_word_that_may_mean_two_targets_is_left_as_it_is_written() -> None:
    case = CaseTables()
    case.set_cell("suppliers", 2, "name", "荷兰")
    case.set_cell("risk_targets", 2, "target", "荷兰")
    scenario, _ = case.read()
    assert scenario is not None
    assert scenario.risk_targets[0].target == "荷兰"


@pytest.mark.parametrize(
    ("written", "meant"), [("全部", "all"), ("all", "all"), ("公司", "F1"), ("the company", "F1"), ("华南机床", "F1")]
)
def test_a_payer_is_known_by_its_names(written: str, meant: str) -> None:
    case = CaseTables()
    case.add_row("firms", firm="F1", name="华南机床")
    case.set_cell("budgets", 2, "payer", written)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert scenario.budgets[0].payer == meant


def test_the_company_of_two_firms_is_nobody() -> None:
    case = CaseTables()
    for firm in ("F1", "F2"):
        case.add_row("firms", firm=firm, name=firm)
    case.set_cell("demand", 2, "firm", "F1")
    case.set_cell("budgets", 2, "payer", "公司")
    assert [issue.code for issue in case.read()[1] if issue.at.sheet == "budgets"] == ["reference-unknown"]


def test_title_lines_second_headings_blank_rows_and_notes_are_understood() -> None:
    case = CaseTables()
    case.sheets["fx"] = [
        ["2027年汇率表"],
        [],
        ["币制 *", "人民币汇率", "#备注"],
        ["currency", "cny_per_unit\n(CNY per unit)", None],
        [],
        ["日元", 0.0455, "财务部"],
        ["欧元", "7.6", None],
    ]
    case.sheets["#草稿"] = [["anything"]]
    case.sheets["_old"] = [["anything"]]
    case.sheets["决策摘要"] = [["a result"]]
    scenario, issues = case.read()
    assert scenario is not None
    assert issues == ()
    assert [(row.currency, row.cny_per_unit) for row in scenario.fx] == [("JPY", 0.0455), ("EUR", 7.6)]
    assert scenario.fx[0].place.cell == "6"


def test_chinese_headings_and_words_give_the_same_scenario_in_any_order_of_columns() -> None:
    case = CaseTables()
    del case.sheets["suppliers"]
    case.sheets["供应商"] = [["国别", "供应商编号", "名称"], ["日本", "S1", "Japanese supplier (example)"],
                          ["中国", "S2", "Domestic supplier (example)"]]  # fmt: skip
    scenario, issues = case.read()
    assert issues == ()
    assert scenario == example("en")


def test_unknown_columns_are_kept_out_and_reported_with_the_nearest_name() -> None:
    case = CaseTables()
    headings = case.sheets["offers"][0]
    headings[headings.index("maker")] = "makr"
    scenario, issues = case.read()
    assert scenario is not None
    (issue,) = issues
    assert (issue.code, issue.values["nearest"]) == ("column-misspelt", "maker")


def test_case_without_sheets_was_refused_by_the_reader_of_the_file() -> None:
    assert from_rows(SourceFile("x.xlsx")) == (None, ())


def test_what_is_not_used_yet_is_named_with_its_first_cell() -> None:
    """Column `maker` is used, `group` is not; a default says nothing."""
    case = CaseTables()
    case.set_cell("suppliers", 2, "group", "parent")
    case.set_cell("offers", 2, "payment", "TT")
    scenario, issues = case.read()
    assert scenario is not None, issues
    found = tuple(unused(scenario))
    assert [(issue.code, str(issue.at)) for issue in found] == [
        ("column-not-used-yet", "case.xlsx: suppliers!D2"),
    ]
    assert "group" in found[0].found("en")


def test_example_uses_nothing_that_is_not_used() -> None:
    assert not list(unused(example("zh")))
    assert example("zh").settings.start == date(2027, 1, 1)


def test_amounts_are_in_the_unit_of_the_item_that_their_row_is_about() -> None:
    """By its id, or by the offer that the row names; a breaking price has the currency of its offer."""
    case = CaseTables()
    row = next(place for place, line in enumerate(case.sheets["items"], 1) if line[0] == "M1")
    case.set_cell("items", row, "unit", "打")
    case.set_cell("demand", 2, "quantity", "24件")
    case.add_row("price_breaks", offer="S1-M1", from_quantity="60件", unit_price="12万美元")
    scenario, issues = case.read()
    assert scenario is None
    assert [(issue.code, str(issue.at)) for issue in issues if issue.code == "foreign-currency"] == [
        ("foreign-currency", "case.xlsx: price_breaks!C2")
    ]
    case.set_cell("price_breaks", 2, "unit_price", 12)
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert (scenario.demand[0].quantity, scenario.price_breaks[0].from_quantity) == (2.0, 5.0)
    told = {str(issue.at): issue.values["taken"] for issue in issues if issue.code == "cell-taken"}
    assert told == {"case.xlsx: demand!E2": "2", "case.xlsx: price_breaks!B2": "5"}


def test_the_unit_of_a_heading_is_told_once_for_its_column() -> None:
    case = CaseTables()
    headings = case.sheets["offers"][0]
    column = headings.index("lead_time_days")
    headings[column] = "生产周期（周）"
    days = [line[column] for line in case.sheets["offers"][1:]]
    for line in case.sheets["offers"][1:]:
        line[column] = 10
    scenario, issues = case.read()
    assert scenario is not None and len(days) > 1
    assert {offer.lead_time_days for offer in scenario.offers} == {70.0}
    assert [issue.values["taken"] for issue in issues if issue.code == "heading-unit"] == ["70"]


def test_a_heading_that_the_schema_knows_adds_no_unit() -> None:
    """国内费用（元/台） is the name of the column, whatever its item is counted in."""
    case = CaseTables()
    for row in range(2, len(case.sheets["items"]) + 1):
        case.set_cell("items", row, "unit", "千克")
    for row in range(2, len(case.sheets["offers"]) + 1):
        case.set_cell("offers", row, "local_cost_cny", 7)
    case.sheets["offers"][0][case.sheets["offers"][0].index("local_cost_cny")] = "国内费用（元/台）"
    scenario, issues = case.read()
    assert scenario is not None, issues
    assert scenario.offers[0].local_cost_cny == 7.0


def budget_from(*others: str) -> tuple[object, list[str]]:
    """The first day of a budget written 3/1/2027 beside other days, and what is told of how it is read."""
    case = CaseTables()
    case.set_cell("budgets", 2, "from", "3/1/2027")
    for row, words in enumerate(others, start=2):
        case.set_cell("fx", row, "as_of", words)
    scenario, issues = case.read()
    own = [issue for issue in issues if str(issue.at).endswith(address("budgets", "from", 2))]
    told = [f"{issue.code} {issue.found('en')}" for issue in own if issue.code in ("cell-taken", "day-or-month")]
    return scenario and scenario.budgets[0].from_day, told


def test_other_days_of_the_case_say_whether_the_month_stands_first() -> None:
    day, (told,) = budget_from("9/25/2026")
    assert day == date(2027, 3, 1)
    assert "cell-taken" in told and "2027-03-01" in told and "The month comes first" in told
    assert budget_from("25/9/2026")[0] == date(2027, 1, 3)
    for others in ((), ("2026-09-25",), ("9/25/2026", "25/9/2026")):
        day, (told,) = budget_from(*others)
        assert day is None and told.startswith("day-or-month")


def test_a_value_of_a_draw_holds_between_both_ends_that_are_written() -> None:
    case = CaseTables()
    case.add_row("draws", draw="A", weight=1)
    offer = case.sheets["offers"][1][0]
    case.add_row("draw_values", draw="A", what="price", id=offer, period="2027Q1–Q3", value=1.5)
    scenario, issues = case.read()
    assert scenario is not None
    period = scenario.draw_values[0].period
    assert period is not None and str(period) == "2027-01~09"
    assert "draw-value-longer-than-period" in {issue.code for issue in issues}


def test_a_need_between_two_ends_is_read_where_one_period_of_the_plan_holds_both() -> None:
    case = CaseTables()
    case.set_cell("demand", 2, "period", "2027年1-3月")
    scenario, issues = case.read()
    assert scenario is not None and str(scenario.demand[0].period) == "2027Q1"
    assert not [issue.code for issue in issues if issue.at.sheet == "demand"]


def test_the_settings_are_a_sheet_of_one_row() -> None:
    case = example("en")
    assert case.rows("settings") == (case.settings,)
