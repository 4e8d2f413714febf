"""The questionnaire as a workbook: whole, checked, printable; what is filled in comes back as it was meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.basics.spans import TimeSpan
from importplan.documents.case.example import example
from importplan.survey.collect import collect
from importplan.survey.form import firm_sheet
from importplan.survey.form.checks import CODE_WEIGHTS, FIRM_CHECKS, ITEM_CHECKS, NEED_CHECKS
from importplan.survey.form.item_row import check_formula
from importplan.survey.form.places import (
    ITEM_FIRST_ROW,
    ITEM_HEADING_ROW,
    ITEM_ROWS,
    NEED_COLUMNS,
    NEED_FIRST_ROW,
    NEED_HEADING_ROW,
    NEED_ROWS_PRINTED,
    THEMES,
    item_columns,
)
from importplan.survey.form.written import written
from importplan.survey.questions import (
    FIRM,
    ITEM,
    NEED,
    QUESTIONS,
    VERSION,
    VERSION_NAME,
    Asks,
    Question,
    choice_key,
    of_group,
)
from importplan.survey.returns.answers import Answer, AnswerValue, Told
from importplan.survey.template import write_template

TODAY = date(2026, 11, 24)
ANSWER_COLUMN = 3


def book_of(folder: Path, language: Language = "zh", base: bool = False) -> Workbook:
    path = folder / "form.xlsx"
    write_template(path, language, example(language) if base else None, TODAY)
    return load_workbook(path)


@pytest.fixture(scope="module", params=LANGUAGES)
def form(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Language]:
    return book_of(tmp_path_factory.mktemp("form"), request.param), request.param


def rules_at(sheet: Worksheet, row: int, column: int) -> list[DataValidation]:
    cell = sheet.cell(row, column).coordinate
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def place(question: Question) -> tuple[int, int, int]:
    """Sheet, row and column of the first answer to a question, as openpyxl counts."""
    if question.group == FIRM:
        return 0, firm_sheet.rows()[question.key] + 1, ANSWER_COLUMN
    if question.group == ITEM:
        return 1, ITEM_FIRST_ROW + 1, item_columns()[question.key] + 1
    return 2, NEED_FIRST_ROW + 1, NEED_COLUMNS[question.key] + 1


def heading(book: Workbook, question: Question) -> Any:
    sheet, row, column = place(question)
    if question.group == FIRM:
        return book.worksheets[sheet].cell(row, ANSWER_COLUMN - 1).value
    return book.worksheets[sheet].cell({1: ITEM_HEADING_ROW, 2: NEED_HEADING_ROW}[sheet] + 1, column).value


def test_every_question_stands_once_under_its_words(form: tuple[Workbook, Language]) -> None:
    book, language = form
    assert len({place(question) for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert heading(book, question) == text(f"survey.question.{question.key}", language)


def test_every_number_is_printed_once(form: tuple[Workbook, Language]) -> None:
    book, _ = form
    cells = [str(cell.value) for sheet in book.worksheets[:3] for row in sheet.iter_rows() for cell in row]
    for number in {question.number for question in QUESTIONS}:
        assert sum(words.split(" ")[0] == number for words in cells) == 1, number


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_answer_is_unlocked_and_has_one_rule(question: Question, form: tuple[Workbook, Language]) -> None:
    """Choices come as a dropdown, numbers and codes within limits; all but plain words take “do not know”."""
    book, language = form
    number, row, column = place(question)
    sheet = book.worksheets[number]
    assert not sheet.cell(row, column).protection.locked
    (rule,) = rules_at(sheet, row, column)
    unknown = text("survey.told.unknown", language)
    if question.asks in (Asks.ONE_OF, Asks.SOME_OF, Asks.YES_NO):
        offered = str(rule.formula1).strip('"').split(",")
        for choice in question.choices:
            assert text(choice_key(question.key, choice), language) in offered
        assert unknown in offered
    elif question.asks in (Asks.COUNTRY, Asks.CURRENCY, Asks.QUARTER) or question.key in ("city", "industry"):
        assert rule.type == "list" and rule.errorStyle == "warning"
    elif question.key != "item_number" and question.asks not in (Asks.TEXT, Asks.COUNTRIES):
        assert rule.type == "custom" and unknown in str(rule.formula1)
    if question.group == ITEM:
        assert rules_at(sheet, ITEM_FIRST_ROW + ITEM_ROWS, column) == [rule]


def test_labels_are_protected_without_a_password(form: tuple[Workbook, Language]) -> None:
    for sheet in form[0].worksheets[:4]:
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet.cell(1, 1).protection.locked


def test_the_version_is_told_by_name_and_in_words(form: tuple[Workbook, Language]) -> None:
    book, _ = form
    assert book.defined_names[VERSION_NAME].attr_text == f'"{VERSION}"'
    assert VERSION in str(book.worksheets[0].cell(1, 1).value)


def test_each_sheet_prints_on_one_page_and_items_on_one_for_each_theme(form: tuple[Workbook, Language]) -> None:
    firm, items, needs, shown, lists = form[0].worksheets
    for sheet, across in ((firm, False), (needs, False), (shown, True)):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {None, 1}  # what is not written is 1
        assert sheet.page_setup.paperSize == 9 and (sheet.page_setup.orientation == "landscape") == across
    assert items.page_setup.paperSize == 9 and items.page_setup.orientation == "landscape"
    assert len(items.col_breaks.brk) == len(THEMES) - 1
    assert needs.print_area.endswith(f"${NEED_FIRST_ROW + NEED_ROWS_PRINTED}")
    assert lists.sheet_state == "hidden"


def test_no_page_of_items_is_wider_than_paper(form: tuple[Workbook, Language]) -> None:
    """A4 across holds 276 mm between its margins; a place is 2.25 mm wide in DejaVu Sans, 1.9 mm in YaHei."""
    sheet = form[0].worksheets[1]
    spans = sheet.column_dimensions.values()
    widths = [span.width for span in spans for _ in range(span.min, span.max + 1)]
    assert len(widths) == sheet.max_column
    breaks = [0, *(entry.id for entry in sheet.col_breaks.brk), len(widths)]
    for first, last in pairwise(breaks):
        places = sum(widths[first:last]) + (sum(widths[:3]) if first else 0)
        assert places * 2.25 * sheet.page_setup.scale / 100 <= 276


def test_a_base_gives_quarters_and_item_names(tmp_path: Path) -> None:
    """The list begins with the quarter in which the plan of the base begins; without a base with the next one."""
    base = example("zh")
    lists = book_of(tmp_path, base=True).worksheets[-1]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.iter_cols()}
    assert columns["items"] == [item.name_zh for item in base.items]
    assert columns["quarters"][0] == f"{base.settings.start.year}年{(base.settings.start.month + 2) // 3}季度"
    assert len(columns["quarters"]) == 12
    alone = book_of(tmp_path).worksheets[-1]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in alone.iter_cols()}
    assert columns["quarters"][0] == "2027年1季度"
    assert "items" not in columns


def test_weights_of_the_check_digit() -> None:
    """GB 32100-2015, table of weights: 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28."""
    assert CODE_WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@pytest.mark.parametrize("language", LANGUAGES)
def test_checks_are_formulas_that_excel_takes(language: Language) -> None:
    """Excel takes 8,192 signs in a formula and 255 in one text of it; brackets and quotation marks must pair."""
    formula = check_formula(ITEM_FIRST_ROW, language)
    assert len(formula) < 8_192
    bare = formula.split('"')[::2]
    assert formula.count('"') % 2 == 0 and "".join(bare).count("(") == "".join(bare).count(")")
    assert all(len(words) <= 255 for words in formula.split('"')[1::2])
    assert "{" not in "".join(bare) and "@" not in "".join(bare)
    for check in (*ITEM_CHECKS, *NEED_CHECKS, *FIRM_CHECKS):
        assert text(f"survey.check.{check.code}", language).count("{}") == len(check.shows)


def test_conditions_keep_what_excel_allows(form: tuple[Workbook, Language]) -> None:
    """No lists of constants in rules and formats; 255 signs in a rule, in what a list offers and in a hint."""
    for sheet in form[0].worksheets[:4]:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= 255 and "{" not in (rule.formula1 or "")
            assert len(rule.prompt or "") <= 255 and not (rule.prompt or "").endswith("…")
            assert len(rule.promptTitle or "") <= 32 and len(rule.error or "") <= 255
        for span in sheet.conditional_formatting:
            for condition in span.rules:
                assert "{" not in condition.formula[0] and len(condition.formula[0]) < 8_192


# Filled in and read back

VALUES: dict[Asks, AnswerValue] = {
    Asks.CREDIT_CODE: "91440600MA5EXAMPLR", Asks.CUSTOMS_CODE: "4406960000", Asks.HS_CODE: "08013200",
    Asks.MONEY: 1_234_500.0, Asks.SHARE: 0.35, Asks.YES_NO: True, Asks.COUNTRY: "TW", Asks.COUNTRIES: ("DE", "JP"),
    Asks.CURRENCY: "CHF", Asks.QUARTER: TimeSpan.of_months(2027, 4, 3), Asks.MONTH: TimeSpan.of_months(2027, 3),
    Asks.DATE: date(2027, 3, 15), Asks.UNTIL: date(2027, 12, 31), Asks.NUMBER: 2.5,
}  # fmt: skip
TEXTS = {"spec": "定位精度≤0.005mm；=5轴", "contact_phone": "013800000000"}


def value(question: Question, choice: int = 0) -> AnswerValue:
    if question.asks is Asks.ONE_OF:
        return question.choices[choice % len(question.choices)]
    if question.asks is Asks.SOME_OF:
        return tuple(question.choices[choice % 3 : choice % 3 + 2])
    if question.asks is Asks.TEXT:
        return TEXTS.get(question.key, f"{question.key} 甲")
    return VALUES[question.asks]


def fill(sheet: Worksheet, row: int, column: int, content: Any) -> None:
    """Text stays text, as a cell of the questionnaire keeps it."""
    cell = sheet.cell(row, column)
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"


def filled(book: Workbook, language: Language, told: Iterable[Told]) -> None:
    """The firm with values; one item for each way to answer, with one need each."""
    ways = list(told)
    for question in of_group(FIRM):
        number, row, column = place(question)
        answer = Answer(Told.VALUE, value(question))
        fill(book.worksheets[number], row, column, written(question, answer, language))
    for line, way in enumerate(ways):
        for question in (*of_group(ITEM), *of_group(NEED)):
            number, row, column = place(question)
            answer = expected(question, way, line)
            fill(book.worksheets[number], row + line, column, written(question, answer, language))


def expected(question: Question, way: Told, line: int) -> Answer:
    """Name, number, period and quantity of a row must be there; the other questions are answered in the given way."""
    if question.key == "item_number":
        return Answer(Told.VALUE, float(line + 1))
    needed = question.required and question.key != "quantity"
    return Answer(Told.VALUE, value(question, line)) if needed or way is Told.VALUE else Answer(way)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_comes_back(language: Language, tmp_path: Path) -> None:
    """Every question with a value, with “none”, with “do not know” and left empty: four different answers."""
    book = book_of(tmp_path, language)
    ways = (Told.VALUE, Told.VALUE, Told.NONE, Told.UNKNOWN, Told.VALUE)
    filled(book, language, ways)
    (tmp_path / "returned").mkdir()
    book.save(tmp_path / "returned" / "甲.xlsx")
    collected = collect(tmp_path / "returned")
    assert [fault for row in collected.rejected for fault in row.faults] == []
    assert {note.code for note in collected.files[0].notes} <= {"survey-counted-unseen"}  # no heading was guessed
    (firm,) = collected.returns
    assert firm.template == VERSION
    for question in of_group(FIRM):
        assert firm.record.value(question.key) == value(question), question.key
    assert len(firm.items) == len(ways)
    for line, (way, item) in enumerate(zip(ways, firm.items, strict=True)):
        for question in of_group(ITEM):
            wanted, found = expected(question, way, line), item.record.answer(question.key)
            if wanted.told is Told.NONE and "none" in question.choices:
                wanted = Answer(Told.VALUE, "none")  # “无” is one of the choices
            assert (found.told, found.value) == (wanted.told, wanted.value), (question.key, way)
        need = item.needs[0]
        assert need.value("period") == VALUES[Asks.QUARTER]
        assert need.answer("quantity").told is way


def test_an_empty_form_holds_no_answer(tmp_path: Path) -> None:
    """Numbers, hints, formulas and the example are no answers; each of their rows is skipped with a reason."""
    (tmp_path / "returned").mkdir()
    write_template(tmp_path / "returned" / "空.xlsx", "zh", None, TODAY)
    collected = collect(tmp_path / "returned")
    assert collected.rejected == ()
    assert all(answer.told is Told.BLANK for one in collected.returns for answer in one.record.answers.values())
    assert [item for one in collected.returns for item in one.items] == []
