"""What the command `duty` shows: lines for machines, rows for people, the workbook."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.basics.labels import Language, known
from importplan.catalog.load import load
from importplan.cli.duty_tables import show
from importplan.customs.cost.duty_lines import charge_key
from importplan.customs.cost.duty_report import DutyReport, report, select
from importplan.customs.cost.rules import RULES
from importplan.documents.excel import duty_workbook
from importplan.scenario.schema.firms import Firm

CATALOG = load()
KEYS = {
    "option", "chosen", "offer", "firm", "arrival", "regime", "charge",
    "base_cny", "rate", "amount_cny", "rule", "source", "confidence",
}  # fmt: skip


@pytest.fixture
def priced() -> DutyReport:
    """One encouraged project whose certificate ends with 2026, and a second firm without one."""
    return until(date(2026, 12, 31))


def until(last: date) -> DutyReport:
    """The project with a certificate to a day."""
    relief = {"regime": "encouraged_project", "valid_to": last}
    case = {"item": {"name_zh": "磨床", "name_en": "Grinder", **CONSENT}, "relief": relief}
    firms = (Firm(firm="F", name="甲公司"), Firm(firm="G", name="=乙公司"))
    return report(tiny(case, firms=firms), CATALOG)


def test_what_changes_when_the_plan_is_over_has_no_row() -> None:
    """The certificate ends with the plan's last day: whoever arrives after it would be taxed, but nobody does."""
    ends = until(date(2028, 12, 31))
    calendar = ends.pricing.arrivals.calendar
    assert calendar.end == date(2029, 1, 1)
    assert {row.run.first for row in ends.rows if row.has_relief} == {0}


def test_the_lines_for_machines_have_the_keys_of_the_contract(priced: DutyReport) -> None:
    records = [line.as_record() for line in priced.lines()]
    assert all(set(record) >= KEYS for record in records)
    assert json.loads(json.dumps(records)) == records


def test_there_is_one_line_per_option_arrival_and_charge(priced: DutyReport) -> None:
    """Three options, twelve quarters, four lines each: goods, customs value, duty, VAT."""
    keys = [(line.number, line.arrival, line.line.charge) for line in priced.lines()]
    assert len(keys) == len(set(keys)) == 3 * 12 * 4


def test_exactly_one_treatment_is_chosen_for_an_offer_firm_and_arrival(priced: DutyReport) -> None:
    duty = [line for line in priced.lines() if line.line.charge == "duty" and line.chosen]
    assert len({(line.option.offer, line.option.payer, line.arrival) for line in duty}) == len(duty) == 2 * 12
    by_arrival = {line.arrival: line for line in duty if line.option.payer == "F"}
    assert (by_arrival["2026Q4"].option.regime, by_arrival["2026Q4"].line.amount_cny) == ("encouraged_project", 0)
    assert (by_arrival["2027Q1"].option.regime, by_arrival["2027Q1"].line.amount_cny) == ("ordinary", 90_000)


def test_people_see_runs_of_equal_arrivals_and_firms_that_pay_the_same_together(priced: DutyReport) -> None:
    seen = [(row.regime, priced.payers(row, "en"), priced.arrival(row.run, "en"), row.chosen) for row in priced.rows]
    assert ("encouraged_project", "甲公司", "2026Q1–2026Q4", True) in seen
    assert ("ordinary", "甲公司", "2026Q1–2026Q4", False) in seen
    assert ("ordinary", "甲公司", "2027Q1 and later", True) in seen
    assert ("ordinary", "=乙公司", "2026Q1 and later", True) in seen


def test_the_cheapest_stands_first(priced: DutyReport) -> None:
    first = [row.cost_cny for row in priced.rows if row.run.first == 0]
    assert first == sorted(first) == [1_000_000, 1_090_000, 1_090_000]


def test_the_terminal_shows_costs_reliefs_and_assumptions(
    priced: DutyReport, capsys: pytest.CaptureFixture[str]
) -> None:
    show(priced, "zh")
    page = capsys.readouterr().out
    for words in ("磨床", "到厂成本", "可抵扣增值税", "1,090,000.00", "减免税额", "成本影响", "资金影响", "沿用"):
        assert words in page
    show(priced, "en")
    assert "Effect on cost" in capsys.readouterr().out


def test_the_workbook_holds_every_line_with_its_rule(priced: DutyReport, tmp_path: Path) -> None:
    path = tmp_path / "out" / "duty.xlsx"
    duty_workbook.write(priced, path, "zh")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["到厂成本", "税费明细", "减免税效果", "减免税判断", "目录匹配建议", "假设与待核"]
    lines = list(book["税费明细"].values)[2:]
    assert len(lines) == sum(len(row.lines) for row in priced.rows)
    assert all(line[11] and line[12] and line[13] for line in lines)
    assert [path.name for path in path.parent.iterdir()] == ["duty.xlsx"]


@pytest.mark.parametrize(("language", "unit"), [("zh", "其余为元"), ("en", "all else in CNY")])
def test_sheets_of_amounts_say_their_unit_and_keep_numbers_off_the_next_column(
    priced: DutyReport, tmp_path: Path, language: Language, unit: str
) -> None:
    duty_workbook.write(priced, tmp_path / "duty.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "duty.xlsx")
    for sheet in book.worksheets[:3]:
        assert unit in " ".join(str(cell.value) for cell in sheet[1])
        numbers = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.data_type == "n" and cell.value]
        assert numbers
        assert all("_0" in cell.number_format for cell in numbers)
    if language == "en":
        headings = [str(cell.value) for sheet in book for cell in sheet[2]]
        assert [words for words in [*book.sheetnames, *headings] if words[0].islower()] == []


def test_text_that_looks_like_a_formula_stays_text(priced: DutyReport, tmp_path: Path) -> None:
    duty_workbook.write(priced, tmp_path / "duty.xlsx", "en")
    sheet = openpyxl.load_workbook(tmp_path / "duty.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=乙公司"]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_only_the_items_asked_for_are_priced() -> None:
    scenario = tiny()
    items = (*scenario.items, replace(scenario.items[0], item="N"))
    offers = (*scenario.offers, replace(scenario.offers[0], offer="P", item="N"))
    both = scenario.replace(items=items, offers=offers)
    assert {row.offer.offer for row in report(select(both, ("N",)), CATALOG).rows} == {"P"}
    assert select(both, ()) is both


def test_every_rule_word_of_every_charge_is_in_the_labels_table(priced: DutyReport) -> None:
    """A rule is a key of the table or the number of a document."""
    for line in priced.lines():
        assert known(line.line.rule) or "号" in line.line.rule
        assert known(f"confidence.{line.line.confidence}")
        assert known(f"charge.{charge_key(line.option, line.line.charge)}")
    assert len(RULES) == len(set(RULES))
