"""The third sheet: one row per item and quarter; name and unit of the item come by themselves."""

from __future__ import annotations

from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.palette import (
    ASIDE,
    BAND,
    DOUBTFUL,
    FAINT,
    GREY,
    MISSING,
    ORANGE,
    PALE_ORANGE,
    RED,
    SHOWN,
)
from importplan.survey.form import checks
from importplan.survey.form.lists import Offered
from importplan.survey.form.page import open_sheet, paint, write_ask
from importplan.survey.form.places import (
    ITEM_FIRST_ROW,
    ITEM_ROWS,
    NAME_COLUMN,
    NEED_CHECK_COLUMN,
    NEED_COLUMNS,
    NEED_FIRST_ROW,
    NEED_HEADING_ROW,
    NEED_NAME_COLUMN,
    NEED_ROWS,
    NEED_ROWS_PRINTED,
    NEED_UNIT_COLUMN,
    NUMBER_COLUMN,
    item_columns,
)
from importplan.survey.form.rules import number_format, rule
from importplan.survey.questions import BY_KEY

TITLE_ROW, NOTE_ROW, ASK_ROW = range(3)
WIDTHS = (9.0, 24.0, 14.0, 10.0, 9.0, 9.0, 9.0, 12.0, 30.0)
LAST_ROW = NEED_FIRST_ROW + NEED_ROWS - 1


def write_need_sheet(book: Book, offered: Offered) -> None:
    """Write the sheet; A4 upright, one page that holds the first rows."""
    tab = open_sheet(book, "need", WIDTHS, landscape=False)
    _write_head(tab, book)
    _write_rows(tab, book, offered)
    _mark(tab, book)
    tab.freeze_panes(NEED_FIRST_ROW, 0)
    tab.print_area(0, 0, NEED_FIRST_ROW + NEED_ROWS_PRINTED - 1, NEED_CHECK_COLUMN)
    tab.set_selection(NEED_FIRST_ROW, 0, NEED_FIRST_ROW, 0)


def _write_head(tab: Any, book: Book) -> None:
    language, last = book.language, NEED_CHECK_COLUMN
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, last, text("survey.form.needs.title", language), book.title())
    tab.merge_range(NOTE_ROW, 0, NOTE_ROW, last, text("survey.form.needs.note", language), book.note())
    for row, height in ((TITLE_ROW, 28), (NOTE_ROW, 48), (ASK_ROW, 34), (NEED_HEADING_ROW, 34)):
        tab.set_row(row, height)
    for number, first, final in (("B10", "item_number", "quantity_high"), ("B11", "firmness", "firmness")):
        reach = (NEED_COLUMNS[first], NEED_COLUMNS[final])
        write_ask(tab, book, ASK_ROW, reach, number, number == "B10", (ORANGE, ASIDE))
    tab.write_blank(ASK_ROW, NEED_CHECK_COLUMN, None, book.heading(BAND))
    for key, column in NEED_COLUMNS.items():
        words = text(f"survey.question.{key}", language)
        tab.write_string(NEED_HEADING_ROW, column, words, book.heading(PALE_ORANGE))
    for word, column in (("name", NEED_NAME_COLUMN), ("unit", NEED_UNIT_COLUMN), ("check", NEED_CHECK_COLUMN)):
        words = text(f"survey.form.column.{word}", language)
        tab.write_string(NEED_HEADING_ROW, column, words, book.heading(BAND, font_size=9))


def _write_rows(tab: Any, book: Book, offered: Offered) -> None:
    language = book.language
    shown = book.boxed(font_color=GREY, font_size=9, bg_color=SHOWN)
    check = book.boxed(font_size=8, font_color=RED, bg_color=FAINT)
    for row in range(NEED_FIRST_ROW, NEED_FIRST_ROW + NEED_ROWS):
        tab.set_row(row, 17)
        for key, column in NEED_COLUMNS.items():
            tab.write_blank(row, column, None, book.answer(number_format(BY_KEY[key]), align="center"))
        tab.write_formula(row, NEED_NAME_COLUMN, f"={_of_item(row, NAME_COLUMN, language)}", shown, "")
        unit = item_columns()["unit"]
        tab.write_formula(row, NEED_UNIT_COLUMN, f"={_of_item(row, unit, language)}", shown, "")
        tab.write_formula(row, NEED_CHECK_COLUMN, check_formula(row, language), check, "")
    for key, column in NEED_COLUMNS.items():
        taken = rule(BY_KEY[key], f"{letter(column)}{NEED_FIRST_ROW + 1}", language, offered)
        tab.data_validation(NEED_FIRST_ROW, column, LAST_ROW, column, taken)


def _of_item(row: int, column: int, language: Language) -> str:
    """What stands in a column of the item sheet beside the item number of a row; empty where there is none."""
    sheet = f"'{text('survey.sheet.item', language)}'!"
    reach = [
        f"{sheet}${letter(place)}${ITEM_FIRST_ROW + 1}:${letter(place)}${ITEM_FIRST_ROW + ITEM_ROWS}"
        for place in (column, NUMBER_COLUMN)
    ]
    number = f"${letter(NEED_COLUMNS['item_number'])}{row + 1}"
    return f'IF({number}="","",IFERROR(INDEX({reach[0]},MATCH({number},{reach[1]},0))&"",""))'


def check_formula(row: int, language: Language) -> str:
    """What the check says of a row: the first doubt, nothing where all is well."""
    words = checks.message(checks.NEED_CHECKS, address(row), special(row, language), language, '""')
    return f'=IF({begun(row)},{words},"")'


def address(row: int) -> checks.Cell:
    """The addresses of the answers of a row."""
    return lambda key: f"${letter(NEED_COLUMNS[key])}{row + 1}"


def begun(row: int) -> str:
    """Whether anything is answered in a row."""
    cells = [f"${letter(column)}{row + 1}" for column in NEED_COLUMNS.values()]
    return f"COUNTA({','.join(cells)})>0"


def special(row: int, language: Language) -> dict[str, str]:
    """What the words beginning with @ stand for."""
    keys = ("item_number", "period", "firmness")
    pairs = ",".join(f"{_reach(NEED_COLUMNS[key])},{address(row)(key)}" for key in keys)
    return {"@name": f"${letter(NEED_NAME_COLUMN)}{row + 1}", "@twice": f"COUNTIFS({pairs})>1"}


def _reach(column: int) -> str:
    return f"${letter(column)}${NEED_FIRST_ROW + 1}:${letter(column)}${NEED_FIRST_ROW + NEED_ROWS}"


def _mark(tab: Any, book: Book) -> None:
    row = NEED_FIRST_ROW
    for check in checks.NEED_CHECKS:
        wrong = f"=AND({begun(row)},{checks.condition(check, address(row), special(row, book.language))})"
        color = book.bare(bg_color=MISSING if check.code.endswith("_missing") else DOUBTFUL)
        for key in check.marks:
            paint(tab, (row, NEED_COLUMNS[key]), (LAST_ROW, NEED_COLUMNS[key]), wrong, color)
