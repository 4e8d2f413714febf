"""The second sheet: one row an item; questions in plain words above, the fields below, colours by theme."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import text
from importplan.documents.excel.book import Book, span
from importplan.documents.excel.palette import BAND, DOUBTFUL, FAINT, GREY, MISSING, RED, SOFT, TAB_GREEN
from importplan.survey.form import checks
from importplan.survey.form.item_row import address, all_checks, begun, check_formula, special
from importplan.survey.form.lists import Offered
from importplan.survey.form.page import open_sheet, paint, paint_no_values, write_ask
from importplan.survey.form.places import (
    CHECK_COLUMN,
    ITEM_FIRST_ROW,
    ITEM_HEADING_ROW,
    ITEM_ROWS,
    NAME_COLUMN,
    NUMBER_COLUMN,
    THEMES,
    item_columns,
    theme_of,
)
from importplan.survey.form.rules import number_format, rule
from importplan.survey.questions import BY_KEY, Asks, Question

TITLE_ROW, NOTE_ROW, THEME_ROW, ASK_ROW = range(4)
WIDTHS = {
    "kind": 11.0, "item_name": 21.0, "brand_model": 18.0, "hs_code": 12.0, "spec": 28.0, "use_per_machine_year": 13.0,
    "bought_per_year": 10.0, "bought_cny_per_year": 11.0, "first_maker": 12.0, "second_maker": 12.0,
    "first_origin": 10.0, "second_origin": 10.0, "paid_to": 9.5, "unit_price": 10.0, "incoterm": 9.0,
    "beside_price": 11.0,
    "longest_storage_months": 10.0, "install_months": 10.0,
    "on_order_due": 10.0, "survives_months": 14.0, "output_lost_cny_per_month": 13.0, "margin_share": 10.0,
    "workaround": 10.0, "workaround_per_month": 10.0, "workaround_cny_per_month": 11.0, "incidents": 20.0,
    "incident_month": 10.0, "alternatives": 34.0, "accepted_origins": 28.0, "domestic_status": 16.0,
    "validation_months": 16.0, "validation_cny": 18.0,
}  # fmt: skip
USUAL_WIDTH, CHECK_WIDTH, NUMBER_WIDTH = 8.5, 31.0, 5.0
SCALE = 60  # per cent: each theme then fits across A4, in fonts wider than those of Excel too
ROW_HEIGHT = 22.0
LAST_ROW = ITEM_FIRST_ROW + ITEM_ROWS - 1


def write_item_sheet(book: Book, offered: Offered) -> None:
    """Write the sheet; A4 across, three pages beside one another that break between themes."""
    columns = item_columns()
    widths = {NUMBER_COLUMN: NUMBER_WIDTH, CHECK_COLUMN: CHECK_WIDTH}
    widths |= {column: WIDTHS.get(key, USUAL_WIDTH) for key, column in columns.items()}
    tab = open_sheet(book, "item", [widths[column] for column in sorted(widths)], landscape=True)
    last = max(columns.values())
    _write_head(tab, book, columns, last)
    _write_rows(tab, book, columns, offered)
    _mark(tab, book, columns)
    tab.freeze_panes(ITEM_FIRST_ROW, CHECK_COLUMN + 1)
    tab.set_print_scale(SCALE)
    tab.repeat_columns(NUMBER_COLUMN, NAME_COLUMN)
    tab.repeat_rows(THEME_ROW, ITEM_HEADING_ROW)
    tab.print_area(0, 0, LAST_ROW, last)
    tab.set_v_pagebreaks([_first_column(theme.numbers[0], columns) for theme in THEMES if theme.breaks])
    tab.set_selection(ITEM_FIRST_ROW, columns["kind"], ITEM_FIRST_ROW, columns["kind"])


def _write_head(tab: Any, book: Book, columns: Mapping[str, int], last: int) -> None:
    language = book.language
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, NAME_COLUMN, text("survey.form.items.title", language), book.title())
    # Within the columns that are frozen and printed on every page.
    note = text("survey.form.items.note", language)
    tab.merge_range(NOTE_ROW, 0, NOTE_ROW, NAME_COLUMN, note, book.note(font_size=9))
    for row, height in ((TITLE_ROW, 26), (NOTE_ROW, 48), (THEME_ROW, 20), (ASK_ROW, 52), (ITEM_HEADING_ROW, 44)):
        tab.set_row(row, height)
    _write_frozen(tab, book)
    for theme in THEMES:
        reach = [column for key, column in columns.items() if BY_KEY[key].number in theme.numbers]
        beside = [column for column in reach if column > CHECK_COLUMN]
        words = text(f"survey.form.theme.{theme.key}", language)
        span(tab, THEME_ROW, min(beside), max(beside), words, book.heading(
            theme.color, align="left", indent=1))  # fmt: skip
    for number, group in groupby(sorted(columns, key=columns.__getitem__), key=lambda key: BY_KEY[key].number):
        _write_number(tab, book, number, [BY_KEY[key] for key in group], columns)


def _write_frozen(tab: Any, book: Book) -> None:
    """The headings of the number and of the check; the fields of the name stand between them."""
    for column, word in ((NUMBER_COLUMN, "serial"), (CHECK_COLUMN, "check")):
        words = text(f"survey.form.column.{word}", book.language)
        tab.write_blank(ASK_ROW, column, None, book.heading(BAND))
        tab.write_string(ITEM_HEADING_ROW, column, words, book.heading(BAND))
    theme = THEMES[0]
    words = text("survey.form.theme.what", book.language)
    tab.merge_range(THEME_ROW, NUMBER_COLUMN, THEME_ROW, NAME_COLUMN, words, book.heading(theme.color))
    tab.write_blank(THEME_ROW, CHECK_COLUMN, None, book.heading(BAND))


def _write_number(tab: Any, book: Book, number: str, questions: list[Question], columns: Mapping[str, int]) -> None:
    """One question in plain words over all of its fields."""
    theme = theme_of(questions[0])
    reach = [columns[question.key] for question in questions]
    required = any(question.required for question in questions)
    write_ask(tab, book, ASK_ROW, (min(reach), max(reach)), number, required, (theme.pale, GREY))
    for question in questions:
        words = text(f"survey.question.{question.key}", book.language)
        tab.write_string(ITEM_HEADING_ROW, columns[question.key], words, book.heading(theme.pale, font_size=9))


def _write_rows(tab: Any, book: Book, columns: Mapping[str, int], offered: Offered) -> None:
    language = book.language
    tab.set_default_row(ROW_HEIGHT)  # rows without a height of their own grow with long answers
    serial = book.boxed(align="center", font_color=GREY, bg_color=SOFT)
    check = book.boxed(font_size=8, font_color=RED, bg_color=FAINT)
    for row in range(ITEM_FIRST_ROW, ITEM_FIRST_ROW + ITEM_ROWS):
        tab.write_number(row, NUMBER_COLUMN, row - ITEM_FIRST_ROW + 1, serial)
        tab.write_formula(row, CHECK_COLUMN, check_formula(row, language), check, "")
        for key, column in columns.items():
            tab.write_blank(row, column, None, _answer(book, BY_KEY[key]))
    for key, column in columns.items():
        first = f"{letter(column)}{ITEM_FIRST_ROW + 1}"
        taken = rule(BY_KEY[key], first, language, offered)
        tab.data_validation(ITEM_FIRST_ROW, column, LAST_ROW, column, taken)


def _answer(book: Book, question: Question) -> Any:
    wide = question.asks in (Asks.TEXT, Asks.SOME_OF, Asks.COUNTRIES)
    return book.answer(number_format(question), align="left" if wide else "center", font_size=9)


def _mark(tab: Any, book: Book, columns: Mapping[str, int]) -> None:
    row = ITEM_FIRST_ROW
    for check in all_checks(book.language):
        wrong = f"=AND({begun(row)},{checks.condition(check, address(row), special(book.language))})"
        color = book.bare(bg_color=MISSING if check.code == "name_missing" else DOUBTFUL)
        for key in check.marks:
            paint(tab, (row, columns[key]), (LAST_ROW, columns[key]), wrong, color)
    paint_no_values(tab, book, (row, CHECK_COLUMN + 1), (LAST_ROW, max(columns.values())))
    said = checks.doubtful(book.language)
    fine = f'=LEFT(${letter(CHECK_COLUMN)}{row + 1},{len(said)})<>"{said}"'
    paint(tab, (row, CHECK_COLUMN), (LAST_ROW, CHECK_COLUMN), fine, book.bare(font_color=TAB_GREEN))


def _first_column(number: str, columns: Mapping[str, int]) -> int:
    return min(column for key, column in columns.items() if BY_KEY[key].number == number)
