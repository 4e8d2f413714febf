"""The template: made from the schema, reads back as its example, and explains every column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.case.example import example
from importplan.documents.case.template import write_template
from importplan.scenario.case_file import read
from importplan.scenario.checks.run import run
from importplan.scenario.from_rows import from_rows
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS
from importplan.scenario.schema.column import CellKind
from importplan.scenario.wording import find_sheet, sheet_name


@pytest.fixture(scope="module", params=LANGUAGES)
def template(request: Any, tmp_path_factory: Any) -> tuple[Language, Path, Any]:
    """The template in both languages: language, path and what another program sees."""
    path = tmp_path_factory.mktemp("template") / "case.xlsx"
    write_template(path, request.param)
    return request.param, path, load_workbook(path)


def test_example_reads_back_without_any_issue(template: tuple[Language, Path, Any]) -> None:
    language, path, _ = template
    raw, faults = read(path)
    scenario, issues = from_rows(raw)
    assert (faults, issues) == ((), ())
    assert scenario == example(language)
    assert run(scenario) == ()


def test_guide_comes_first_then_the_required_sheets_then_all_others(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    names = book.sheetnames
    assert names[0] == text("template.guide.sheet", language)
    assert tuple(find_sheet(name) for name in names[1:6]) == REQUIRED_SHEETS
    assert {find_sheet(name) for name in names[1:]} == {schema.SHEET for schema in SHEETS}


def test_every_column_has_a_note_a_format_and_frozen_headings(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    for schema in SHEETS:
        if schema.ONE_ROW:
            continue
        sheet = book[sheet_name(schema.SHEET, language)]
        assert sheet.freeze_panes == "B3"
        for position, spec in enumerate(schema.specs(), start=1):
            assert text(f"note.{schema.SHEET}.{spec.key}", language) in sheet.cell(1, position).comment.text
            assert sheet.cell(2, position).value.startswith(spec.key)
            assert ("*" in sheet.cell(1, position).value) == spec.required


def test_every_page_names_its_sheet_and_no_word_of_the_example_is_cut(template: tuple[Language, Path, Any]) -> None:
    _, _, book = template
    for sheet in book:
        assert "&A" in sheet.oddHeader.left.text or sheet.oddHeader.left.text == "&[Tab]"
    for schema in SHEETS:
        if schema.ONE_ROW:
            continue
        sheet = book[sheet_name(schema.SHEET, template[0])]
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                words = cell.value if isinstance(cell.value, str) else ""
                signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)
                assert signs < width_of(sheet, cell.column), words


def width_of(sheet: Any, column: int) -> float:
    """The width of a column; neighbours of one width stand in the file once."""
    return next(float(one.width) for one in sheet.column_dimensions.values() if one.min <= column <= one.max)


def test_rates_are_per_unit_of_currency_not_per_machine(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    keys = {str(cell.value) for cell in book[sheet_name("fx", language)][2]}
    unit = "元/外币" if language == "zh" else "CNY per unit of currency"
    assert {f"{key}\n({unit})" for key in ("cny_per_unit", "budget_rate", "locked_rate")} <= keys


def test_codes_are_text_so_that_excel_keeps_their_zeros(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    items = book[sheet_name("items", language)]
    column = next(cell.column_letter for cell in items[2] if cell.value == "hs_code")
    assert items[f"{column}3"].number_format == "@"
    assert items[f"{column}3"].value == "84571010"


def test_choices_yes_no_and_references_have_dropdowns(template: tuple[Language, Path, Any]) -> None:
    """One rule for each such column, over the rows people fill in."""
    language, _, book = template
    listed = (CellKind.CHOICE, CellKind.YES_NO, CellKind.REFERENCE, CellKind.PROBABILITY_WORD)
    for schema in SHEETS:
        sheet = book[sheet_name(schema.SHEET, language)]
        wanted = sum(spec.kind in listed for spec in schema.specs())
        assert len(sheet.data_validations.dataValidation) == wanted, schema.SHEET


def test_dropdown_of_references_offers_the_ids_of_the_other_sheet(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    offers = book[sheet_name("offers", language)]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in offers.data_validations.dataValidation}
    assert rules["B3"].formula1 == f"'{sheet_name('suppliers', language)}'!$A$3:$A$1000"
    assert rules["C3"].formula1 == f"'{sheet_name('items', language)}'!$A$3:$A$1000"


def test_settings_say_unit_default_and_meaning(template: tuple[Language, Path, Any]) -> None:
    language, _, book = template
    sheet = book[sheet_name("settings", language)]
    rows = {row[5]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["discount_rate"][3] == "4%"
    assert rows["time_limit_s"][2] == text("unit.s", language)
    assert rows["start"][0].endswith("*")
