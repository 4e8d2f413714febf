"""What a person sees of a case counts: merged amounts, lines through rows, totals, what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from importplan.basics.issues import Issue
from importplan.documents.case.explain import explanation
from importplan.scenario.case_file import read
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand

HEAD = {
    "settings": (("start", date(2027, 1, 1)), ("periods", 8), ("open_need_share", 0)),
    "firms": (("firm", "name"), ("F1", "甲")),
    "items": (("item", "hs_code", "reference_value_cny"), ("M1", "84571010", 4_000_000)),
    "suppliers": (("supplier", "country"), ("S1", "DE")),
    "offers": (("offer", "supplier", "item", "unit_price", "currency", "duty_rate", "lead_time_days"),
               ("O1", "S1", "M1", 500_000, "EUR", 0.1, 30)),
    "demand": (("line", "firm", "item", "period", "quantity", "source"),
               ("D1", "F1", "M1", "2027Q3", 2, "x"), ("D2", "F1", "M1", "2027Q4", 5, "x")),
    "fx": (("currency", "cny_per_unit"), ("EUR", 8)),
}  # fmt: skip
Change = Callable[[Any, dict[str, Any]], None]


def written(path: Path, change: Change) -> Path:
    """The case with what `change` does to the workbook and its sheets."""
    book = xlsxwriter.Workbook(str(path / "case.xlsx"), {"default_date_format": "yyyy-mm-dd"})
    tabs = {name: book.add_worksheet(name) for name in (*HEAD, "budgets", "open_orders")}
    for name, rows in HEAD.items():
        lines = (("key", "value"), *rows) if name == "settings" else rows
        for number, line in enumerate(lines):
            tabs[name].write_row(number, 0, line)
    tabs["settings"].write_datetime(1, 1, date(2027, 1, 1))
    tabs["budgets"].write_row(0, 0, ("payer", "from", "to", "amount_cny"))
    tabs["open_orders"].write_row(0, 0, ("order", "offer", "firm", "quantity", "due"))
    change(book, tabs)
    book.close()
    return path / "case.xlsx"


def opened(path: Path, change: Change) -> tuple[Scenario | None, dict[str, Issue]]:
    raw, faults = read(written(path, change))
    scenario, issues = from_rows(raw)
    issues = (*faults, *issues)
    found = {issue.code: issue for issue in issues}
    assert len(found) == len(issues), [(issue.code, str(issue.at)) for issue in issues]
    return scenario, found


def nothing(book: Any, tabs: dict[str, Any]) -> None:
    """The case as it stands."""


def test_the_case_itself_is_sound(tmp_path: Path) -> None:
    scenario, issues = opened(tmp_path, nothing)
    assert scenario is not None
    assert issues == {}


def comment(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_comment("E3", "张工:\n数量为两年合计")
    tabs["demand"].write_comment("F3", "importplan 核对： 提醒\n…")
    tabs["demand"].write_comment("H9", "草稿")


def comment_at_heading(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_comment("E1", "单位：万件")
    tabs["demand"].write_comment("D1", explanation("demand", Demand.specs()[3], "zh"))


@pytest.mark.parametrize(
    ("change", "at", "words"), [(comment, "E3", "张工: 数量为两年合计"), (comment_at_heading, "E1", "单位：万件")]
)
def test_a_comment_of_a_person_is_told_with_its_cell(tmp_path: Path, change: Change, at: str, words: str) -> None:
    """Not what a check or the template has written, nor what stands beside the table."""
    scenario, issues = opened(tmp_path, change)
    assert scenario is not None and issues.keys() == {"cell-comment"}
    assert (issues["cell-comment"].at.cell, issues["cell-comment"].values["words"]) == (at, words)


def hide_row(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].set_row(2, None, None, {"hidden": True})


def collapse(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].set_row(2, None, None, {"level": 1, "hidden": True})


def filter_out(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].autofilter(0, 0, 2, 5)
    tabs["demand"].filter_column(3, "x == 2027Q3")
    hide_row(book, tabs)


def no_height(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].set_row(2, 0)


@pytest.mark.parametrize("change", [hide_row, collapse, filter_out, no_height])
def test_a_hidden_row_counts_and_is_told_with_its_money(tmp_path: Path, change: Change) -> None:
    scenario, issues = opened(tmp_path, change)
    assert scenario is not None
    assert [line.quantity for line in scenario.demand] == [2, 5]
    assert dict(issues["counted-unseen"].values) == {"cells": "demand!3:3", "cny": "20,000,000", "unknown": "-"}


def hide_column(book: Any, tabs: dict[str, Any]) -> None:
    tabs["offers"].set_column(5, 5, None, None, {"hidden": True})


def no_width(book: Any, tabs: dict[str, Any]) -> None:
    tabs["offers"].set_column(5, 5, 0)


@pytest.mark.parametrize("change", [hide_column, no_width])
def test_on_a_hidden_column_of_offers_rest_the_needs_of_their_items(tmp_path: Path, change: Change) -> None:
    _, issues = opened(tmp_path, change)
    assert dict(issues["counted-unseen"].values) == {"cells": "offers!F:F", "cny": "28,000,000", "unknown": "-"}


def white(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_number(2, 4, 5, book.add_format({"font_color": "#FFFFFF"}))


def nothing_shown(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_number(2, 4, 5, book.add_format({"num_format": ";;;"}))


@pytest.mark.parametrize("change", [white, nothing_shown])
def test_an_amount_that_looks_blank_is_told(tmp_path: Path, change: Change) -> None:
    scenario, issues = opened(tmp_path, change)
    assert scenario is not None
    assert scenario.demand[1].quantity == 5
    assert issues["counted-unseen"].values["cells"] == "demand!E3"


def test_all_that_is_hidden_stands_in_one_note_and_counts_once(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        hide_row(book, tabs)
        hide_column(book, tabs)
        tabs["suppliers"].hide()
        tabs["budgets"].write_row(1, 0, ("F1", "2027Q1", "2027Q4", 1e6))
        tabs["budgets"].set_row(1, None, None, {"hidden": True})

    _, issues = opened(tmp_path, change)
    told = issues["counted-unseen"].values
    assert told["cells"] == "suppliers, offers!F:F, demand!3:3, budgets!2:2"
    assert told["cny"] == "29,000,000"  # seven machines of 4 million, each once, and the budget


def test_what_is_hidden_beside_the_table_is_not_told(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].set_row(7, None, None, {"hidden": True})
        tabs["demand"].set_column(9, 12, None, None, {"hidden": True})
        tabs["fx"].write_string(
            0, 3, "# white on a colour is seen", book.add_format({"font_color": "white", "bg_color": "navy"})
        )

    assert opened(tmp_path, change)[1] == {}


def merged_need(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].merge_range(1, 4, 2, 4, 5)


def merged_across(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_string(0, 5, "quantity_low")
    tabs["demand"].write_blank(2, 5, None)
    tabs["demand"].merge_range(1, 4, 1, 5, 2)
    tabs["demand"].write_number(2, 5, 4)


def merged_budget(book: Any, tabs: dict[str, Any]) -> None:
    tabs["budgets"].write_row(1, 0, ("F1", "2027Q1", "2027Q2"))
    tabs["budgets"].write_row(2, 0, ("F1", "2027Q3", "2027Q4"))
    tabs["budgets"].merge_range(1, 3, 2, 3, 5_000_000)


def merged_order(book: Any, tabs: dict[str, Any]) -> None:
    for row, due in ((1, "2027-05-01"), (2, "2027-08-01")):
        tabs["open_orders"].write_row(row, 0, (f"C{row}", "O1", "F1", None, due))
    tabs["open_orders"].merge_range(1, 3, 2, 3, 2)


def merged_price(book: Any, tabs: dict[str, Any]) -> None:
    tabs["offers"].write_row(2, 0, ("O2", "S1", "M1", None, "EUR"))
    tabs["offers"].merge_range(1, 3, 2, 3, 500_000)


@pytest.mark.parametrize(
    ("change", "code", "area", "split"),
    [
        (merged_need, "amount-merged", "E2:E3", "E2 3, E3 2"),
        (merged_budget, "amount-merged", "D2:D3", "D2 2500000, D3 2500000"),
        (merged_order, "amount-merged", "D2:D3", "D2 1, D3 1"),
        (merged_across, "value-merged", "E2:F2", None),
        (merged_price, "value-merged", "D2:D3", None),
    ],
)
def test_an_amount_never_stands_for_two_rows(
    tmp_path: Path, change: Change, code: str, area: str, split: str | None
) -> None:
    scenario, issues = opened(tmp_path, change)
    assert scenario is None
    assert set(issues) == {code}
    assert (issues[code].values["area"], issues[code].values.get("split")) == (area, split)
    assert str(issues[code].at).endswith(f"!{area[:2]}")


def test_names_days_and_shares_may_stand_for_several_rows(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].merge_range(1, 1, 2, 1, "F1")
        tabs["demand"].merge_range(1, 3, 2, 3, "2027Q4")
        tabs["offers"].write_row(2, 0, ("O2", "S1", None, 400_000, "EUR"))
        for column, value in ((2, "M1"), (5, 0.1), (6, 30)):
            tabs["offers"].merge_range(1, column, 2, column, value)

    scenario, issues = opened(tmp_path, change)
    assert issues == {}
    assert scenario is not None
    assert [(line.firm, line.period) for line in scenario.demand] == [("F1", scenario.demand[0].period)] * 2
    assert [(offer.item, offer.duty_rate, offer.lead_time_days) for offer in scenario.offers] == [("M1", 0.1, 30)] * 2


def struck_row(book: Any, tabs: dict[str, Any]) -> None:
    for column, value in enumerate(HEAD["demand"][2]):
        tabs["demand"].write(2, column, value, book.add_format({"font_strikeout": True}))


def struck_amount(book: Any, tabs: dict[str, Any]) -> None:
    tabs["demand"].write_number(2, 4, 5, book.add_format({"font_strikeout": True}))


def struck_runs(book: Any, tabs: dict[str, Any]) -> None:
    line = book.add_format({"font_strikeout": True})
    tabs["demand"].write_rich_string(2, 0, line, "D", line, "2")


@pytest.mark.parametrize(("change", "cell"), [(struck_row, "A3"), (struck_amount, "E3"), (struck_runs, "A3")])
def test_a_row_that_is_crossed_out_is_a_fault(tmp_path: Path, change: Change, cell: str) -> None:
    scenario, issues = opened(tmp_path, change)
    assert scenario is None
    assert {code: issue.at.cell for code, issue in issues.items()} == {"row-struck-out": cell}


def test_a_line_through_a_remark_is_none_through_the_row(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].write_string(2, 5, "x", book.add_format({"font_strikeout": True}))

    assert opened(tmp_path, change)[1] == {}


def test_a_number_of_which_a_part_is_crossed_out_is_not_read_as_both(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].write_rich_string(2, 4, book.add_format({"font_strikeout": True}), "1", "5")

    scenario, issues = opened(tmp_path, change)
    assert scenario is None
    assert {code: issue.at.cell for code, issue in issues.items()} == {"cell-partly-struck": "E3"}


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (("合计", None, None, None, 7), "row-is-a-total", "E4 7 = 7"),
        (("合计（台）：", None, None, None, 7), "row-is-a-total", "E4 7 = 7"),
        (("Total", None, None, None, 9), "row-total-differs", "E4 9 ≠ 7"),
        ((None, "总计", None, None, 7), "row-is-a-total", "E4 7 = 7"),
    ],
)
def test_a_total_is_told_and_held_against_its_rows(tmp_path: Path, line: Any, code: str, told: str) -> None:
    scenario, issues = opened(tmp_path, lambda book, tabs: tabs["demand"].write_row(3, 0, line))
    assert scenario is not None
    assert len(scenario.demand) == 2
    assert set(issues) == {code}
    assert issues[code].values["sums"] == told


def test_subtotals_hold_for_the_rows_since_the_last(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].write_row(3, 0, ("小计", None, None, None, 7))
        tabs["demand"].write_row(4, 0, ("D3", "F1", "M1", "2027Q4", 4))
        tabs["demand"].write_row(5, 0, ("小计", None, None, None, 4))
        tabs["demand"].write_row(6, 0, ("合计", None, None, None, 11))

    raw, _ = read(written(tmp_path, change))
    scenario, issues = from_rows(raw)
    assert scenario is not None
    assert [line.quantity for line in scenario.demand] == [2, 5, 4]
    assert [(issue.code, issue.at.cell) for issue in issues] == [("row-is-a-total", row) for row in ("4", "6", "7")]


def test_who_made_a_table_is_no_row(tmp_path: Path) -> None:
    scenario, issues = opened(
        tmp_path, lambda book, tabs: tabs["demand"].write_row(3, 0, ("制表人：张三", "", "电话 13800000000"))
    )
    assert scenario is not None
    assert (set(issues), issues["row-is-a-note"].at.cell) == ({"row-is-a-note"}, "4")


def test_a_whole_row_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    line = ("合计", "F1", "M1", "2027Q4", 1)
    scenario, issues = opened(tmp_path, lambda book, tabs: tabs["demand"].write_row(3, 0, line))
    assert scenario is not None
    assert len(scenario.demand) == 3
    assert issues == {}


def test_signs_that_nobody_sees_are_dropped_and_told(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["demand"].write_row(2, 2, ("\ufeffM1", "2027Q4\u200b", "5\u200e"))
        tabs["offers"].write_row(0, 5, ("duty_rate\u200b",))
        tabs["demand"].write_string(3, 0, "\u200b")  # a row in which nothing stands

    scenario, issues = opened(tmp_path, change)
    assert scenario is not None
    assert (scenario.demand[1].item, scenario.demand[1].quantity) == ("M1", 5)
    assert issues["signs-dropped"].values["cells"] == "offers!F1, demand!C3, demand!D3, demand!E3, demand!A4"
    assert set(issues) == {"signs-dropped"}


def test_a_crossed_out_row_that_is_switched_off_is_no_fault(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        struck_row(book, tabs)
        hide_row(book, tabs)
        tabs["demand"].write_string(0, 6, "use")
        tabs["demand"].write_string(2, 6, "否")

    _, issues = opened(tmp_path, change)
    assert "row-struck-out" not in issues
    assert issues["counted-unseen"].values["cny"] == "0"  # nothing rests on it


@pytest.mark.parametrize(
    ("sheet", "spot", "stored", "code", "fits"),
    [
        ("demand", (2, 4), 5, '0"台"', True),
        ("demand", (2, 4), 5, '0"打"', False),
        ("demand", (2, 4), 5, '0"千件"', False),
        ("demand", (2, 4), 5000, "0,", False),
        ("demand", (2, 4), 5, "0%", False),
        ("demand", (2, 4), 5, '0"台/月"', False),
        ("demand", (2, 4), 5, '0.00"t"', False),
        ("demand", (2, 4), 5, "#,##0_);(#,##0)", True),
        ("offers", (1, 3), 500_000, "[$€-407] #,##0.00", True),
        ("offers", (1, 3), 500_000, '#,##0"欧元"', True),
        ("offers", (1, 3), 500_000, "[$$-409]#,##0.00", False),
        ("offers", (1, 3), 500_000, '0!.0,"万"', True),
        ("offers", (1, 3), 50, '0.0"万欧元"', False),
        ("offers", (1, 5), 0.1, "0.0%", True),
        ("offers", (1, 5), 0.1, '0.0"%"', False),
        ("offers", (1, 6), 30, '0"天"', True),
        ("offers", (1, 6), 6, '0"个月"', False),
        ("items", (1, 2), 4_000_000, '0!.0,"万元"', True),
        ("items", (1, 2), 400, '#,##0"万元"', False),
        ("items", (1, 2), 4_000_000, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', True),
    ],
)
def test_an_amount_is_what_is_seen_or_it_is_refused(
    tmp_path: Path, sheet: str, spot: tuple[int, int], stored: float, code: str, fits: bool
) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs[sheet].write_number(*spot, stored, book.add_format({"num_format": code}))

    scenario, issues = opened(tmp_path, change)
    assert (scenario is not None, set(issues)) == ((True, set()) if fits else (False, {"number-shown-otherwise"}))


def test_ids_are_read_as_they_are_seen(tmp_path: Path) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["items"].write_number(1, 0, 7, book.add_format({"num_format": '"S-"000'}))
        tabs["offers"].write_string(1, 2, "S-007")
        for row in (1, 2):
            tabs["demand"].write_string(row, 2, "S-007")

    scenario, issues = opened(tmp_path, change)
    assert issues == {}
    assert scenario is not None
    assert scenario.items[0].item == "S-007"


def test_a_setting_that_is_crossed_out_or_shared_is_a_fault(tmp_path: Path) -> None:
    def struck(book: Any, tabs: dict[str, Any]) -> None:
        tabs["settings"].write_number(2, 1, 8, book.add_format({"font_strikeout": True}))

    def shared(book: Any, tabs: dict[str, Any]) -> None:
        tabs["settings"].write_row(4, 0, ("draws", None))
        tabs["settings"].merge_range(2, 1, 4, 1, 8)

    scenario, issues = opened(tmp_path, struck)
    assert (scenario, {code: issue.at.cell for code, issue in issues.items()}) == (None, {"row-struck-out": "B3"})
    scenario, issues = opened(tmp_path, shared)
    assert (scenario, {code: issue.values["area"] for code, issue in issues.items()}) == (
        None,
        {"value-merged": "B3:B5"},
    )


@pytest.mark.parametrize("code", ["yyyy-mm-dd", 'm"月"d"日"'])
def test_an_id_that_became_a_day_is_told_once(tmp_path: Path, code: str) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        tabs["items"].write_datetime(1, 0, date(2027, 3, 1), book.add_format({"num_format": code}))
        tabs["offers"].write_string(1, 2, "3-1")
        for row in (1, 2):
            tabs["demand"].write_string(row, 2, "3-1")

    scenario, issues = opened(tmp_path, change)
    assert (scenario, {code: issue.at.cell for code, issue in issues.items()}) == (None, {"name-became-date": "A2"})
    assert str(issues["name-became-date"].values["typed"]).startswith("3-1")


def test_what_a_spreadsheet_made_of_ids_is_named_in_a_folder_of_csv_files_too(tmp_path: Path) -> None:
    for name, rows in HEAD.items():
        lines = (("key", "value"), *rows) if name == "settings" else rows
        text = "\n".join(",".join(map(str, line)) for line in lines)
        changed = {"items": ("M1", "3月1日"), "suppliers": ("S1", "1.00E+05"), "demand": ("D2", "D2\u200b")}
        text = text.replace(*changed.get(name, ("", "")))
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    raw, _ = read(tmp_path)
    scenario, issues = from_rows(raw)
    assert scenario is None
    named = {issue.code: issue.values.get("typed") for issue in issues if issue.code.startswith(("name-", "signs-"))}
    assert named == {"name-became-date": "3-1", "name-became-number": "1E5", "signs-dropped": None}


@pytest.mark.parametrize(
    ("criteria", "number_format", "told"),
    [
        ("=$E2>1", "0,", "number-shown-otherwise"),  # five seen as 0.005, under a condition that holds
        ("=TRUE", '"充足"', "number-shown-otherwise"),
        ("=TRUE", ";;;", "counted-unseen"),
        ("=SUM($E:$E)>1", "0,", "looks-open"),
        ("=$E2>100", "0,", ""),
    ],
)
def test_a_conditional_format_counts_like_an_ordinary_one(
    criteria: str, number_format: str, told: str, tmp_path: Path
) -> None:
    def change(book: Any, tabs: dict[str, Any]) -> None:
        look = book.add_format({"num_format": number_format})
        tabs["demand"].conditional_format(
            "E3:E3", {"type": "formula", "criteria": criteria.replace("2", "3"), "format": look}
        )

    scenario, issues = opened(tmp_path, change)
    assert set(issues) == ({told} if told else set())
    assert (scenario is None) is (told == "number-shown-otherwise")
    if told:
        issue = issues[told]
        assert "E3" in f"{issue.at.cell} {issue.values.get('cells', '')}"
