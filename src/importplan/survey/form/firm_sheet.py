"""The first sheet of the questionnaire: purpose, how to fill it in, how far one is, and the questions of the firm."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.layout import lines_of
from importplan.documents.excel.palette import (
    BAND,
    BLUE,
    DARK,
    DOUBTFUL,
    GREY,
    INK,
    MISSING,
    PALE_BLUE,
    PALE_VIOLET,
    RED,
    SECRECY,
    SOFT,
    VIOLET,
)
from importplan.survey.form import checks
from importplan.survey.form.lists import Offered
from importplan.survey.form.page import open_sheet, paint, paint_no_values, second_language
from importplan.survey.form.places import (
    CHECK_COLUMN,
    ITEM_FIRST_ROW,
    ITEM_ROWS,
    NAME_COLUMN,
    NEED_CHECK_COLUMN,
    NEED_COLUMNS,
    NEED_FIRST_ROW,
    NEED_ROWS,
)
from importplan.survey.form.rules import hint, no_value_words, number_format, rule
from importplan.survey.questions import FIRM, VERSION, Question, of_group

NUMBER, LABEL, ANSWER, HINT, CHECK = range(5)
WIDTHS = (6.0, 30.0, 36.0, 38.0, 20.0)
WIDE = sum(WIDTHS)
PARTS = {"A": (BLUE, PALE_BLUE), "C": (VIOLET, PALE_VIOLET)}
TITLE_ROW, PURPOSE_ROW = 0, 1
NOTES = {2: "steps", 3: "cells", 4: "blanks", 5: "money", 6: "return"}
RETURN_ROW, PROGRESS_ROW, HEADING_ROW = 6, 7, 8


def rows() -> dict[str, int]:
    """Question key → its row, from 0; a band of its own stands above each part."""
    found, row, part = {}, HEADING_ROW, ""
    for question in of_group(FIRM):
        row += 1 if question.number[0] == part else 2
        part = question.number[0]
        found[question.key] = row
    return found


def write_firm_sheet(book: Book, offered: Offered) -> None:
    """Write the sheet; A4 upright, one page."""
    tab = open_sheet(book, "firm", WIDTHS, landscape=False)
    _write_head(tab, book)
    places = rows()
    for question in of_group(FIRM):
        _write_question(tab, book, question, places[question.key], offered)
        _write_check(tab, book, question.key, places)
    _write_bands(tab, book, places)
    _write_numbers(tab, book, places)
    _mark(tab, book, places)
    tab.print_area(0, 0, max(places.values()), CHECK)
    tab.set_selection(places["firm_name"], ANSWER, places["firm_name"], ANSWER)


def _write_head(tab: Any, book: Book) -> None:
    language = book.language
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, CHECK, text("survey.form.title", language, version=VERSION), book.title())
    tab.set_row(TITLE_ROW, 34)
    secrecy = book.note(bold=True, font_color=RED, bg_color=SECRECY, indent=1)
    tab.merge_range(PURPOSE_ROW, 0, PURPOSE_ROW, CHECK, text("survey.form.purpose", language), secrecy)
    for row, key in NOTES.items():
        note = book.note(indent=1, locked=row != RETURN_ROW)
        words = text(f"survey.form.{key}", language)
        tab.merge_range(row, 0, row, CHECK, words, note)
        tab.set_row(row, 4 + 15.0 * lines_of(words, WIDE))
    tab.set_row(PURPOSE_ROW, 24)
    told = book.note(bold=True, font_color=INK, bg_color=SOFT, indent=1)
    tab.merge_range(PROGRESS_ROW, 0, PROGRESS_ROW, CHECK, "", told)
    tab.write_formula(PROGRESS_ROW, 0, _progress(language), told, text("survey.form.progress.none", language))
    tab.set_row(PROGRESS_ROW, 24)
    for column, word in enumerate(("number", "question", "answer", "hint", "check")):
        tab.write_string(HEADING_ROW, column, text(f"survey.form.column.{word}", language), book.heading(BAND))
    tab.set_row(HEADING_ROW, 22)


def _write_question(tab: Any, book: Book, question: Question, row: int, offered: Offered) -> None:
    language = book.language
    pale = PARTS[question.number[0]][1]
    tab.write_string(
        row, LABEL, text(f"survey.question.{question.key}", language), book.boxed(bg_color=pale, font_color=INK)
    )
    tab.write_blank(row, ANSWER, None, book.answer(number_format(question), align="left"))
    tab.data_validation(row, ANSWER, row, ANSWER, rule(question, f"C{row + 1}", language, offered))
    other = text(f"survey.question.{question.key}", second_language(language))
    grey, small = book.format(font_color=GREY, font_size=8), book.format(font_color=DARK, font_size=9)
    told = hint(question, language, offered.start.year)
    cell = book.boxed(font_color=DARK, font_size=9)
    if told:
        tab.write_rich_string(row, HINT, small, told + "\n", grey, other, cell)
    else:
        tab.write_string(row, HINT, other, book.boxed(font_color=GREY, font_size=8))
    lines = 1 + (lines_of(told, WIDTHS[HINT], 9) if told else 0)
    least = 52.0 if question.key == "signed_by" else 28.0  # room for a seal
    tab.set_row(row, max(least, 4 + 13.0 * lines))


def _write_numbers(tab: Any, book: Book, places: Mapping[str, int]) -> None:
    """Each number once, over all of its lines."""
    for number, group in groupby(of_group(FIRM), key=lambda question: question.number):
        questions = list(group)
        reach = [places[question.key] for question in questions]
        star = " *" if any(question.required for question in questions) else ""
        cell = book.boxed(bg_color=PARTS[number[0]][1], align="center", font_color=INK, bold=True)
        if len(reach) > 1:
            tab.merge_range(min(reach), NUMBER, max(reach), NUMBER, "", cell)
        tab.write_string(reach[0], NUMBER, number + star, cell)


def _write_check(tab: Any, book: Book, key: str, places: Mapping[str, int]) -> None:
    mine = [check for check in all_checks(book.language) if key in check.marks]
    cell = book.boxed(font_color=RED, font_size=9)
    if not mine:
        tab.write_blank(places[key], CHECK, None, cell)
        return
    formula = checks.message(mine, address(places), special(book.language, places), book.language, '""')
    tab.write_formula(places[key], CHECK, f"={formula}", cell, "")


def _write_bands(tab: Any, book: Book, places: Mapping[str, int]) -> None:
    for part, (color, _) in PARTS.items():
        first = min(places[question.key] for question in of_group(FIRM) if question.number[0] == part)
        words = text(f"survey.form.part.{part}", book.language)
        tab.merge_range(first - 1, 0, first - 1, CHECK, words, book.heading(color, align="left", indent=1))
        tab.set_row(first - 1, 22)


def _mark(tab: Any, book: Book, places: Mapping[str, int]) -> None:
    """Colours of what is missing or doubtful; “无” and “不清楚” are grey."""
    missing, doubt = book.bare(bg_color=MISSING), book.bare(bg_color=DOUBTFUL)
    needed = (places["firm_name"], ANSWER)
    paint(tab, needed, needed, f'=$C${needed[0] + 1}=""', missing)
    said = checks.doubtful(book.language)
    for key in dict.fromkeys(key for check in all_checks(book.language) for key in check.marks):
        # Excel takes no list of constants in such a condition, so that it asks what the check says.
        cell = (places[key], ANSWER)
        paint(tab, cell, cell, f'=LEFT($E${cell[0] + 1},{len(said)})="{said}"', doubt)
    first, last = min(places.values()), max(places.values())
    paint_no_values(tab, book, (first, ANSWER), (last, ANSWER))


def all_checks(language: Language) -> tuple[checks.FormCheck, ...]:
    """The checks of the sheet."""
    return (*checks.FIRM_CHECKS, *checks.for_some_of(of_group(FIRM), language))


def address(places: Mapping[str, int]) -> checks.Cell:
    """The address of the answer to a question."""
    return lambda key: f"$C${places[key] + 1}"


def special(language: Language, places: Mapping[str, int]) -> dict[str, str]:
    """What the words beginning with @ stand for."""
    code = address(places)("credit_code")
    none, unknown = no_value_words(language)
    answers = f"$C${min(places.values()) + 1}:$C${max(places.values()) + 1}"
    return {
        "@told": f'OR({code}="{none}",{code}="{unknown}")',
        "@digit": checks.code_digit(code),
        "@begun": f"COUNTA({answers})>0",
    }


def _progress(language: Language) -> str:
    """How many questions are answered, items and needs told, and how many rows are doubtful."""
    items, needs = (f"'{text(f'survey.sheet.{name}', language)}'!" for name in ("item", "need"))
    places = rows()
    answers = f"$C${min(places.values()) + 1}:$C${max(places.values()) + 1}"
    names = f"{items}{_column(NAME_COLUMN, ITEM_FIRST_ROW, ITEM_ROWS)}"
    amounts = f"{needs}{_column(NEED_COLUMNS['quantity'], NEED_FIRST_ROW, NEED_ROWS)}"
    mark = f'"{checks.doubtful(language)}*"'
    checked = (
        f"$E${min(places.values()) + 1}:$E${max(places.values()) + 1}",
        f"{items}{_column(CHECK_COLUMN, ITEM_FIRST_ROW, ITEM_ROWS)}",
        f"{needs}{_column(NEED_CHECK_COLUMN, NEED_FIRST_ROW, NEED_ROWS)}",
    )
    shown = (f"COUNTA({answers})", f"COUNTA({names})", f"COUNTA({amounts})", "+".join(
        f"COUNTIF({area},{mark})" for area in checked))  # fmt: skip
    pieces = text("survey.form.progress", language).split("{}")
    return "=" + f'"{pieces[0]}"' + "".join(
        f'&({value})&"{piece}"' for value, piece in zip(shown, pieces[1:], strict=True)
    )  # fmt: skip


def _column(column: int, first: int, count: int) -> str:
    return f"${letter(column)}${first + 1}:${letter(column)}${first + count}"
