"""From returned files to a case that plans: questions asked once, figures with their cells, nothing counted twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from returned_form import form, save

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.cli.survey.show_collected import collected_record
from importplan.pipeline import survey_case
from importplan.pipeline.case import read_case
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings

BASE = Path(__file__).parents[3] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
TODAY = date(2026, 12, 1)
FIRMS = (
    {"firm_name": "东莞市甲精密机械有限公司", "city": "东莞", "budget_year_1_cny": "5000", "signed_on": "2026-11-01"},
    {"firm_name": "佛山市乙数控装备有限公司", "city": "佛山", "reliefs": "重大技术装备", "signed_on": "2026-11-02"},
)
MACHINE = {
    "item_number": 1, "kind": "整机", "item_name": "立式五轴加工中心", "unit": "台", "first_maker": "北村",
    "first_origin": "日本", "make_months": 9, "transit_months": 1.5, "unit_price": "80000000", "currency": "日元",
    "incoterm": "CIF", "output_lost_cny_per_month": "100", "margin_share": "30%", "stock": 1,
}  # fmt: skip
SCALE = {
    "item_number": 2, "kind": "关键零部件", "item_name": "光栅尺", "unit": "件", "first_maker": "海德汉",
    "first_origin": "德国", "unit_price": "1200", "currency": "欧元", "incoterm": "FCA", "on_order": 5,
    "on_order_due": "2027-03",
}  # fmt: skip
NEEDS = (
    {"item_number": 1, "period": "2027Q3", "quantity": 2, "firmness": "已立项"},
    {"item_number": 2, "period": "2027Q2", "quantity": 30, "quantity_low": 20, "quantity_high": 40},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "returned"
    for number, firm in enumerate(FIRMS):
        save(place / f"{number}.xlsx", form(firm, (MACHINE, SCALE), NEEDS))
    return place


def collect(folder: Path, **options: object) -> survey_case.CollectedSurvey:
    return survey_case.collect_surveys(folder, BASE, today=TODAY, workers=1, **options)  # type: ignore[arg-type]


def test_figures_stand_in_the_case_with_their_cells(folder: Path) -> None:
    """Output 1,000,000 CNY a month × margin 0.3 × 3 months a quarter = 900,000 CNY per machine and quarter."""
    result = collect(folder)
    lines = [line for line in result.scenario.demand if line.firm == "东莞甲精密机械"]
    (line,) = lines  # the scale waits for a person
    assert (line.item, line.quantity, str(line.period), line.firmness) == ("FIVE-AXIS-V", 2.0, "2027Q3", "approved")
    assert (line.shortage_cost_cny, line.shortage_basis) == (900_000.0, "estimated")
    assert line.source == "0.xlsx!分季度需求!C2"
    offer = next(offer for offer in result.scenario.offers if offer.offer not in {o.offer for o in result.base.offers})
    assert (offer.maker, offer.origin, offer.unit_price, offer.price_basis) == ("北村", "JP", 8e7, "past_deal")
    # 9 and 1.5 months of 365/12 days
    assert (offer.lead_time_days, offer.transit_days) == (274.0, 46.0)
    assert {row.owner: row.quantity for row in result.scenario.stock if row.item == "FIVE-AXIS-V"} == {
        "东莞甲精密机械": 1.0, "佛山乙数控装备": 1.0,
    }  # fmt: skip
    (budget,) = [row for row in result.scenario.budgets if row.payer == "东莞甲精密机械"]
    assert (budget.amount_cny, budget.from_day, budget.to_day) == (5e7, date(2027, 1, 1), date(2027, 12, 31))


def test_a_relief_that_only_the_questionnaire_names_frees_nothing(folder: Path) -> None:
    (row,) = collect(folder).scenario.qualifications
    assert (row.firm, row.regime, row.status, row.certificate) == ("佛山乙数控装备", "major_equipment", "planned", "")


def test_names_that_wait_are_left_out_told_and_asked_once(folder: Path, tmp_path: Path) -> None:
    """After the answer the scale of both firms counts, with its range and its contract, and nobody is asked again."""
    reviews = tmp_path / "reviews.xlsx"
    first = collect(folder, reviews=reviews)
    (name,) = first.surveyed.matched.in_state("review")
    assert (name.asked.rows, len(name.asked.firms)) == (2, 2)
    assert sum(entry.reason == "name_waits" for entry in first.case.left_out) == 2
    survey_case.write_reviews(first, reviews)
    answer_all(reviews, "1")
    second = collect(folder, reviews=reviews)
    assert second.reviews.answered == 1
    assert not second.has_questions
    scales = [line for line in second.scenario.demand if line.item == "LINEAR-SCALE"]
    assert [(line.quantity, line.quantity_low, line.quantity_high, line.firmness) for line in scales] == [
        (30.0, 20.0, 40.0, "wished")
    ] * 2
    orders = [row for row in second.scenario.open_orders if row.offer == "LINEAR-SCALE@HEIDENHAIN"]
    assert [(row.quantity, row.due) for row in orders] == [(5.0, date(2027, 3, 31))] * 2
    survey_case.write_reviews(second, reviews)
    third = collect(folder, reviews=reviews)
    assert third.reviews.answered == 0
    answer = third.surveyed.remembered.names["光栅尺"]
    assert (answer.item, answer.who, answer.when) == ("LINEAR-SCALE", "陈", "2026-12-01")


def test_answers_that_are_crossed_out_or_not_seen_are_told(folder: Path, tmp_path: Path) -> None:
    """A decision in a row that a filter hides counts; one with a line through it is asked for again."""
    reviews = tmp_path / "reviews.xlsx"
    survey_case.write_reviews(collect(folder, reviews=reviews), reviews)
    answer_all(reviews, "1")
    book = load_workbook(reviews)
    book["待确认物项"].row_dimensions[4].hidden = True
    book.save(reviews)
    hidden = collect(folder, reviews=reviews).reviews
    assert [(issue.code, "4:4" in str(issue.values["cells"])) for issue in hidden.issues] == [
        ("survey-answer-unseen", True)
    ]
    assert hidden.answered == 1
    book["待确认物项"].row_dimensions[4].hidden = False
    for cell in book["待确认物项"][4]:
        cell.font = Font(strike=True)
    book.save(reviews)
    struck = collect(folder, reviews=reviews)
    assert [issue.code for issue in struck.reviews.issues] == ["survey-answer-struck"]
    assert (struck.reviews.answered, struck.has_questions) == (0, True)


def test_an_offer_of_the_base_stands_before_past_deals_of_the_same_maker(folder: Path, tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.xlsx"
    survey_case.write_reviews(collect(folder, reviews=reviews), reviews)
    answer_all(reviews, "LINEAR-SCALE")
    result = collect(folder, reviews=reviews)
    scales = [offer for offer in result.scenario.offers if offer.item == "LINEAR-SCALE"]
    assert scales == [offer for offer in result.base.offers if offer.item == "LINEAR-SCALE"]
    (beside,) = [figure for figure in result.case.figures if figure.basis == "beside_base"]
    assert (beside.row, beside.value) == ("LINEAR-SCALE@HEIDENHAIN", 1200.0)


def test_an_answer_that_means_nothing_is_told_and_kept_in_its_cell(folder: Path, tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.xlsx"
    survey_case.write_reviews(collect(folder, reviews=reviews), reviews)
    answer_all(reviews, "光学尺子")
    result = collect(folder, reviews=reviews)
    (issue,) = result.reviews.issues
    assert issue.at.sheet == "待确认物项"
    survey_case.write_reviews(result, reviews)
    assert "光学尺子" in [cell.value for row in load_workbook(reviews)["待确认物项"].iter_rows() for cell in row]


def test_the_written_case_is_the_collected_one(folder: Path, tmp_path: Path) -> None:
    result = collect(folder)
    survey_case.write_case(result, tmp_path / "case.xlsx")
    assert read_case(tmp_path / "case.xlsx") == result.scenario
    notes = {sheet.title for sheet in load_workbook(tmp_path / "case.xlsx") if sheet.title.startswith("_")}
    assert notes == {"_企业识别与回收", "_物项匹配", "_数据来源", "_未计入"}


def test_sources_of_figures_say_choices_in_words(folder: Path, tmp_path: Path) -> None:
    """What stands in the sheet of needs as 已签约 is not called ordered beside it."""
    survey_case.write_case(collect(folder), tmp_path / "case.xlsx")
    rows = list(load_workbook(tmp_path / "case.xlsx")["_数据来源"].iter_rows(min_row=2, values_only=True))
    firmness = {row[3] for row in rows if row[2] == "确定程度"}
    assert firmness
    assert firmness <= {"已签约", "已列预算", "已立项", "意向"}


def test_a_printed_case_has_headings_and_ids_on_every_page(folder: Path, tmp_path: Path) -> None:
    survey_case.write_case(collect(folder), tmp_path / "case.xlsx")
    for sheet in load_workbook(tmp_path / "case.xlsx"):
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_cols == "$A:$A" or (sheet.page_setup.fitToWidth or 1) == 1


def test_with_the_answers_given_the_case_plans_without_another_edit(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["survey", "collect", "returned", "-o", "case.xlsx", "--base", str(BASE), "--workers", "1"]
    assert main(words) == ExitCode.DONE
    answer_all(tmp_path / "case_reviews.xlsx", "1")
    assert main([*words, "--update"]) == ExitCode.DONE
    assert not list(tmp_path.glob("case_2.xlsx"))
    assert "新增" in capsys.readouterr().out
    result = plan_case(tmp_path / "case.xlsx", RunSettings(draws=2, fresh=2, time_limit_s=30))
    assert result.has_plan
    offers, options = result.scenario.offers, result.landed.options
    sold = {offer.offer: offer.item for offer in offers}
    bought = {sold[options[order.option].offer] for order in result.solution.plan.orders}
    assert "FIVE-AXIS-V" in bought


def test_a_case_that_is_there_is_left_alone_without_leave(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["survey", "collect", "returned", "-o", "case.xlsx", "--base", str(BASE), "--workers", "1"]
    assert main(words) == ExitCode.DONE
    before = (tmp_path / "case.xlsx").read_bytes()
    assert main([*words, "--preview"]) == ExitCode.DONE
    assert not (tmp_path / "case_2.xlsx").exists()
    assert main(words) == ExitCode.DONE
    assert (tmp_path / "case.xlsx").read_bytes() == before
    assert (tmp_path / "case_2.xlsx").exists()
    assert main([*words, "--update", "--replace"]) == ExitCode.USAGE


def test_collecting_again_finds_nothing_changed(folder: Path, tmp_path: Path) -> None:
    survey_case.write_case(collect(folder), tmp_path / "case.xlsx")
    again = collect(folder, before=tmp_path / "case.xlsx", mode="update")
    assert again.difference is not None
    assert {row.change for row in again.difference.rows} == {"unchanged"}


def test_what_a_planner_added_stays_when_the_case_is_updated(folder: Path, tmp_path: Path) -> None:
    survey_case.write_case(collect(folder), tmp_path / "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    sheet = book["需求计划"]
    sheet.cell(1, sheet.max_column + 1, "保障等级（1最高）")
    sheet.cell(2, sheet.max_column, 1)
    book.save(tmp_path / "case.xlsx")
    changed = [{**NEEDS[0], "quantity": 3}, NEEDS[1]]
    save(folder / "0.xlsx", form(FIRMS[0], (MACHINE, SCALE), changed))
    result = collect(folder, before=tmp_path / "case.xlsx", mode="update")
    line = result.scenario.demand[0]
    assert (line.quantity, line.priority) == (3.0, 1)


def test_a_need_told_by_month_takes_the_place_of_its_quarter_when_the_case_is_updated(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 in 2027Q3, then 1 in July and 2 in September: 3 in the quarter, not 5; what a planner added stays."""
    survey_case.write_case(collect(folder), tmp_path / "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    sheet = book["需求计划"]
    own = [cell.value for cell in sheet[2]]
    sheet.append(["手工-1", *own[1:]])
    book.save(tmp_path / "case.xlsx")
    by_month = [{**NEEDS[0], "period": "2027-07", "quantity": 1}, {**NEEDS[0], "period": "2027-09"}]
    save(folder / "0.xlsx", form(FIRMS[0], (MACHINE, SCALE), by_month))
    words = [str(folder), "-o", str(tmp_path / "case.xlsx"), "--base", str(BASE), "--workers", "1", "--update"]
    assert main(["survey", "collect", *words]) == ExitCode.DONE
    assert "2027-07 1, 2027-09 2" in capsys.readouterr().out
    demand = read_case(tmp_path / "case.xlsx").demand
    lines = {line.line: line.quantity for line in demand if line.firm == "东莞甲精密机械"}
    name = "FIVE-AXIS-V@东莞甲精密机械-2027"
    assert lines == {"手工-1": 2.0, f"{name}-07": 1.0, f"{name}-09": 2.0}


def test_what_is_written_is_never_read_as_a_return(folder: Path) -> None:
    """Not into the folder; and a review workbook that somebody puts there is passed over."""
    words = ["survey", "collect", str(folder), "-o", str(folder / "case.xlsx"), "--base", str(BASE)]
    assert main(words) == ExitCode.USAGE
    before = collect(folder)
    survey_case.write_reviews(before, folder / "reviews.xlsx")
    after = collect(folder)
    assert after.scenario == before.scenario
    assert len(after.collected.files) == len(before.collected.files) + 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert main(["survey", "collect", str(tmp_path / "none"), "--base", str(BASE)]) == ExitCode.INPUT_ISSUES


def answer_all(path: Path, decision: str) -> None:
    """Fill in the column of decisions, as a person would."""
    book = load_workbook(path)
    sheet = book["待确认物项"]
    headings = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, headings["填报名称"]).value:
            sheet.cell(row, headings["决定"], decision)
            sheet.cell(row, headings["确认人"], "陈")
    book.save(path)


def test_figures_far_from_their_peers_are_worth_a_call_with_their_money(folder: Path, tmp_path: Path) -> None:
    """Price of a scale: 1,200 万 EUR typed for 1,200; the sheet names firm, cells and money in both languages."""
    result = collect(folder)
    assert [call.trap for call in result.calls if call.item == "LINEAR-SCALE"] == []
    dear = {**SCALE, "item_name": "直线光栅尺", "unit_price": "1200万"}
    save(folder / "0.xlsx", form(FIRMS[0], (MACHINE, dear), NEEDS))
    for language, sheet in (("zh", "电话核实"), ("en", "worth a call")):
        result = collect(folder, language=language)
        call = next(call for call in result.calls if call.item == "LINEAR-SCALE")
        assert call.trap in ("slip", "reference") and (call.moves_cny or 0.0) > 1e6
        reviews = tmp_path / f"{language}.xlsx"
        survey_case.write_reviews(result, reviews)
        cells = [str(cell.value) for row in load_workbook(reviews)[sheet].iter_rows() for cell in row if cell.value]
        assert "东莞市甲精密机械有限公司" in cells and any("物项情况!" in words for words in cells)
    assert "calls" in collected_record(result, {})
