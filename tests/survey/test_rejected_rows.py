"""Reject, correct, collect again: nothing of a row is lost, and corrections count as if in the first file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from returned_form import FIRM_ANSWERS, ITEM_LINES, NEED_LINES, form, save

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.excel.titled_sheet import HEADING_ROW
from importplan.survey.collect import collect
from importplan.survey.corrections import is_rejected_workbook
from importplan.survey.rejected import AS_WAS, PLACES, write_rejected
from importplan.survey.rejected_accounts import stretches
from importplan.survey.returns.answers import Told
from importplan.survey.returns.collected import Collected, ReadFile, SkippedRow

WRONG_CODE = "91441900MA5F7K2X3A"
FIRST = HEADING_ROW + 2  # first line of faults, as openpyxl counts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A code with a wrong check digit, a duration in words, an item number that is not there, a formula as name."""
    firm = {**FIRM_ANSWERS, "credit_code": WRONG_CODE}
    items = [{**ITEM_LINES[0], "survives_months": "很久", "spec": "'=1+1"}, ITEM_LINES[1]]
    needs = [*NEED_LINES, {"item_number": 9, "period": "2027Q1", "quantity": 7, "firmness": "意向"}]
    save(tmp_path / "returned" / "东莞" / "甲.xlsx", form(firm, items, needs))
    return tmp_path / "returned"


def written(collected: Collected, path: Path, language: Language = "zh") -> tuple[Workbook, Worksheet]:
    write_rejected(collected, path, language)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    return book, sheet


def line_of(sheet: Worksheet, question: str, language: Language = "zh") -> int:
    words = text(f"survey.question.{question}", language)
    column = PLACES["question"] + 1
    return next(row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, column).value == words)


def told(sheet: Worksheet, line: int) -> dict[str, Any]:
    return {name: sheet.cell(line, place + 1).value for name, place in PLACES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fault_stands_with_its_place_reason_and_row(folder: Path, tmp_path: Path, language: Language) -> None:
    collected = collect(folder)
    _, sheet = written(collected, tmp_path / "rejected.xlsx", language)
    assert sheet.max_row == HEADING_ROW + 1 + sum(len(row.faults) for row in collected.rejected) == HEADING_ROW + 4
    line = line_of(sheet, "survives_months", language)
    found = told(sheet, line)
    assert (found["file"], found["sheet"], found["row"]) == ("东莞/甲.xlsx", "物项情况", "2")
    assert found["written"] == "很久" and found["cell"].endswith("2")
    assert found["reason"] == text("survey.fault.number-expected", language)
    assert found["firm"] == FIRM_ANSWERS["firm_name"]
    as_was = " ".join(str(cell.value) for cell in sheet[line][AS_WAS:] if cell.value)
    for words in ("五轴立式加工中心", "整机", "日本", "很久", "'=1+1"):
        assert words in as_was


def test_corrections_count_as_if_written_in_the_returned_file(folder: Path, tmp_path: Path) -> None:
    before = collect(folder)
    original = (folder / "东莞" / "甲.xlsx").read_bytes()
    book, sheet = written(before, tmp_path / "rejected.xlsx")
    for question, answer in (("survives_months", "6"), ("item_number", "2"), ("credit_code", "无")):
        sheet.cell(line_of(sheet, question), PLACES["correction"] + 1).value = answer
    book.save(folder / "更正.xlsx")
    after = collect(folder)
    assert after.rejected == ()
    (firm,) = after.returns
    survives = firm.items[0].record.answer("survives_months")
    assert (survives.value, survives.written, survives.understood) == (6.0, "6", ("corrected",))
    assert survives.at == before.rejected[1].faults[0].at
    assert [need.value("quantity") for need in firm.items[1].needs] == [12.0, 7.0]
    assert firm.record.answer("credit_code").told is Told.NONE
    assert "更正.xlsx: 退回更正!G" in firm.notes[f"corrected {survives.at.sheet}!{survives.at.cell}"]
    assert (folder / "东莞" / "甲.xlsx").read_bytes() == original
    first, again = before.files[0], next(file for file in after.files if file.path == "东莞/甲.xlsx")
    assert (again.rows, again.read, again.rejected) == (first.rows, first.read + 3, 0)


def test_corrections_that_are_crossed_out_or_not_seen_are_told(folder: Path, tmp_path: Path) -> None:
    """A hidden correction counts, a struck one does not: its row stays rejected."""
    book, sheet = written(collect(folder), tmp_path / "rejected.xlsx")
    for question, answer in (("survives_months", "6"), ("item_number", "2")):
        sheet.cell(line_of(sheet, question), PLACES["correction"] + 1).value = answer
    sheet.cell(line_of(sheet, "item_number"), PLACES["correction"] + 1).font = Font(strike=True)
    sheet.row_dimensions[line_of(sheet, "survives_months")].hidden = True
    book.save(folder / "更正.xlsx")
    after = collect(folder)
    assert after.returns[0].items[0].record.value("survives_months") == 6.0
    assert [fault.question for row in after.rejected for fault in row.faults] == ["credit_code", "item_number"]
    notes = next(file for file in after.files if file.path == "更正.xlsx").notes
    assert [note.code for note in notes] == [
        "survey-corrections-read", "survey-answer-struck", "survey-answer-unseen"
    ]  # fmt: skip


def test_corrections_beside_the_folder_count_too_and_the_later_workbook_stands(folder: Path, tmp_path: Path) -> None:
    """`_10` comes after `_9`, though not as text."""
    paths = [tmp_path / f"case_rejected_{number}.xlsx" for number in (10, 9)]
    before = collect(folder)
    for path, answer in zip(paths, ("10", "9"), strict=True):
        book, sheet = written(before, path)
        sheet.cell(line_of(sheet, "survives_months"), PLACES["correction"] + 1).value = answer
        book.save(path)
    after = collect(folder, corrected=paths)
    assert after.returns[0].items[0].record.value("survives_months") == 10.0
    assert [file.rows for file in after.files if file.path in map(str, paths)] == [0, 0]


def test_the_workbook_of_corrections_is_no_return(folder: Path, tmp_path: Path) -> None:
    book, sheet = written(collect(folder), tmp_path / "rejected.xlsx")
    sheet.cell(line_of(sheet, "survives_months"), PLACES["correction"] + 1).value = "6"
    book.save(folder / "更正.xlsx")
    collected = collect(folder)
    account = next(file for file in collected.files if file.path == "更正.xlsx")
    assert (account.rows, account.refused) == (0, None)
    assert [(note.code, note.values["corrections"]) for note in account.notes] == [("survey-corrections-read", 1)]
    assert len(collected.returns) == 1


def test_a_row_that_is_no_answer_can_be_left_out(folder: Path, tmp_path: Path) -> None:
    before = collect(folder)
    book, sheet = written(before, tmp_path / "rejected.xlsx")
    sheet.cell(line_of(sheet, "item_number"), PLACES["correction"] + 1).value = "整行不用"
    book.save(folder / "更正.xlsx")
    after = collect(folder)
    file = next(file for file in after.files if file.path == "东莞/甲.xlsx")
    assert (file.rows, file.rejected, file.skipped) == (before.files[0].rows, 2, before.files[0].skipped + 1)
    assert [need.value("quantity") for need in after.returns[0].items[1].needs] == [12.0]


def test_a_correction_that_is_wrong_again_is_rejected_again(folder: Path, tmp_path: Path) -> None:
    book, sheet = written(collect(folder), tmp_path / "rejected.xlsx")
    sheet.cell(line_of(sheet, "survives_months"), PLACES["correction"] + 1).value = "还是很久"
    book.save(folder / "更正.xlsx")
    faults = [fault.written for row in collect(folder).rejected for fault in row.faults]
    assert "还是很久" in faults and "很久" not in faults


def test_corrections_of_a_file_that_is_gone_are_told(folder: Path, tmp_path: Path) -> None:
    book, sheet = written(collect(folder), tmp_path / "rejected.xlsx")
    sheet.cell(line_of(sheet, "survives_months"), PLACES["correction"] + 1).value = "6"
    book.save(folder / "更正.xlsx")
    (folder / "东莞" / "甲.xlsx").rename(folder / "东莞" / "乙.xlsx")
    account = next(file for file in collect(folder).files if file.path == "更正.xlsx")
    assert {note.code for note in account.notes} == {"survey-corrections-read", "survey-corrections-without-file"}


def test_what_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    items = [{**ITEM_LINES[0], "item_name": "=HYPERLINK(1)"}]
    path = save(tmp_path / "returned" / "a.xlsx", {})
    book = Workbook()
    for name, rows in form(items=items).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(["" if value is None else value for value in row])
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    del book["Sheet"]
    book["物项情况"].cell(2, 1).value = "@一"
    book.save(path)
    _, sheet = written(collect(tmp_path / "returned"), tmp_path / "rejected.xlsx")
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_only_rejected_workbooks_are_taken_for_such(folder: Path, tmp_path: Path) -> None:
    write_rejected(collect(folder), tmp_path / "any name.xlsx", "en")
    assert is_rejected_workbook(tmp_path / "any name.xlsx")
    assert not is_rejected_workbook(folder / "东莞" / "甲.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert not is_rejected_workbook(tmp_path / "broken.xlsx")


def test_every_skipped_row_is_counted_and_found(folder: Path, tmp_path: Path) -> None:
    """Rows of one sheet and one reason stand on one line, with their number and the stretches of row numbers."""
    collected = collect(folder)
    book, _ = written(collected, tmp_path / "rejected.xlsx")
    lines = list(book.worksheets[1].iter_rows(min_row=FIRST, values_only=True))
    assert sum(int(str(line[3])) for line in lines) == len(collected.skipped) == collected.files[0].skipped
    (title,) = (line for line in lines if line[1] == "企业情况" and "2026.1" in str(line[5]))
    assert title[4] == "1"
    rows = [SkippedRow(Place("a", "b", str(number)), "note") for number in (9, 1, 2, 3, 7)]
    assert stretches(rows) == "1–3, 7, 9"


def test_a_refused_file_stands_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "坏.xlsx").write_bytes(b"PK no workbook")
    book, _ = written(collect(tmp_path / "returned"), tmp_path / "rejected.xlsx")
    file, found, repair = (cell.value for cell in book.worksheets[2][FIRST])
    assert file == "坏.xlsx" and found and repair


def test_what_was_let_pass_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    at = Place("甲.xlsx", "需求", "C3")
    note = Issue.warning("survey-heading-guessed", at, heading="申报数量", question="Quantity", question_zh="需求数量")
    write_rejected(Collected((ReadFile("甲.xlsx", notes=(note,)),)), tmp_path / "rejected.xlsx", "zh")
    sheet = load_workbook(tmp_path / "rejected.xlsx")["读取时的说明"]
    assert [cell.value for cell in sheet[4]][:4] == ["甲.xlsx", "需求", "C3", "栏目“申报数量”按“需求数量”读入"]
