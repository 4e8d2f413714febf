"""What Excel cells may hold besides plain values, and what becomes of it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from importplan.basics.issues import Severity
from importplan.basics.spans import TimeSpan
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.scenario.case_file import read
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """The example as a workbook of a planner, open for changes by another program."""
    write(example("en"), tmp_path / "base.xlsx", "en")
    return load_workbook(tmp_path / "base.xlsx")


def read_back(book: Workbook, tmp_path: Path) -> tuple[Scenario | None, dict[str, str]]:
    """The scenario and code → place of the issues."""
    path = tmp_path / "case.xlsx"
    book.save(path)
    raw, faults = read(path)
    scenario, issues = from_rows(raw)
    return scenario, {issue.code: str(issue.at).removeprefix("case.xlsx: ") for issue in (*faults, *issues)}


def column(sheet: Any, key: str) -> int:
    """The position of a column, from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == key)


def test_formula_that_excel_has_calculated_is_its_value(book: Any, tmp_path: Path) -> None:
    """openpyxl writes formulas without results, so the result is put in by hand."""
    write(example("en"), tmp_path / "base.xlsx", "en")
    calculated = tmp_path / "case.xlsx"
    with zipfile.ZipFile(tmp_path / "base.xlsx") as source, zipfile.ZipFile(calculated, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet9.xml":
                assert b"<v>0.0455</v>" in content
                content = content.replace(b"<v>0.0455</v>", b"<f>4.55/100</f><v>0.0455</v>")
            target.writestr(name, content)
    raw, faults = read(calculated)
    scenario, issues = from_rows(raw)
    assert (faults, issues) == ((), ())
    assert scenario == example("en")


def test_formula_that_was_never_calculated_is_a_fault(book: Any, tmp_path: Path) -> None:
    sheet = book["offers"]
    sheet.cell(2, column(sheet, "unit_price")).value = "=52*1000000"
    scenario, issues = read_back(book, tmp_path)
    assert scenario is None
    assert issues == {"cell-formula-without-value": "offers!D2"}


def test_error_value_is_a_fault_at_its_cell(book: Any, tmp_path: Path) -> None:
    sheet = book["fx"]
    cell = sheet.cell(2, column(sheet, "cny_per_unit"))
    cell.value, cell.data_type = "#N/A", "e"
    scenario, issues = read_back(book, tmp_path)
    assert scenario is None
    assert issues == {"cell-error-value": "fx!B2"}


def test_merged_cells_hold_their_value_in_every_row(book: Any, tmp_path: Path) -> None:
    """Two suppliers under one merged country."""
    sheet = book["suppliers"]
    country = column(sheet, "country")
    sheet.merge_cells(start_row=2, start_column=country, end_row=3, end_column=country)
    scenario, issues = read_back(book, tmp_path)
    assert scenario is not None
    assert issues == {}
    assert [supplier.country for supplier in scenario.suppliers] == ["JP", "JP"]


def test_hidden_sheet_is_read_and_said(book: Any, tmp_path: Path) -> None:
    book["fx"].sheet_state = "hidden"
    scenario, issues = read_back(book, tmp_path)
    assert scenario == example("en")
    assert issues == {"counted-unseen": "case.xlsx"}


def test_percent_dates_and_codes_are_understood_as_excel_stores_them(book: Any, tmp_path: Path) -> None:
    offers, items, demand = book["offers"], book["items"], book["demand"]
    refusal = offers.cell(2, column(offers, "licence_refusal"))
    refusal.value, refusal.number_format = 0.05, "0%"
    code = items.cell(2, column(items, "hs_code"))
    code.value, code.number_format = 84571010, "00000000"
    period = demand.cell(2, column(demand, "period"))
    period.value, period.number_format = datetime(2028, 3, 1), 'yyyy"年"m"月"'
    scenario, issues = read_back(book, tmp_path)
    given = example("en")
    march = replace(given.demand[0], period=TimeSpan.of_months(2028, 3))
    assert scenario == given.replace(demand=(march, *given.demand[1:]))
    assert issues == {"hs-code-is-a-number": f"items!{code.coordinate}"}


def test_result_sheets_and_notes_are_skipped(book: Any, tmp_path: Path) -> None:
    for name in ("summary", "到厂成本明细", "#备注", "_old"):
        book.create_sheet(name)["A1"] = "=1/0"
    scenario, issues = read_back(book, tmp_path)
    assert scenario == example("en")
    assert issues == {}


def test_dates_of_the_1904_system_are_read(book: Any, tmp_path: Path) -> None:
    """Workbooks born on a Mac count days from 1904."""
    book.epoch = CALENDAR_MAC_1904
    settings = book["settings"]
    start = next(row for row in settings.iter_rows() if row[0].value == "start")[1]
    start.value = date(2027, 1, 1)
    scenario, _ = read_back(book, tmp_path)
    assert scenario is not None
    assert scenario.settings.start == date(2027, 1, 1)


def test_remarks_far_to_the_right_without_heading_are_said_and_left_out(book: Any, tmp_path: Path) -> None:
    book["fx"]["Z2"] = "ask finance"
    scenario, issues = read_back(book, tmp_path)
    assert scenario == example("en")
    assert issues == {"value-without-heading": "fx!Z2"}


def test_a_formatted_but_empty_million_rows_cost_nothing(book: Any, tmp_path: Path) -> None:
    """People format whole columns; only values count."""
    sheet = book["fx"]
    sheet.cell(1_048_576, 1).number_format = "0.00"
    scenario, issues = read_back(book, tmp_path)
    assert scenario == example("en")
    assert issues == {}


def test_error_in_a_column_that_is_not_read_does_no_harm(book: Any, tmp_path: Path) -> None:
    sheet = book["fx"]
    sheet["Y1"], sheet["Y2"] = "#check", "=A2/0"
    scenario, issues = read_back(book, tmp_path)
    assert scenario == example("en")
    assert issues == {}


def test_warnings_do_not_stop_a_case(book: Any, tmp_path: Path) -> None:
    book["fx"]["Z2"] = "ask finance"
    book.save(tmp_path / "case.xlsx")
    raw, _ = read(tmp_path / "case.xlsx")
    _, issues = from_rows(raw)
    assert {issue.severity for issue in issues} == {Severity.WARNING}
