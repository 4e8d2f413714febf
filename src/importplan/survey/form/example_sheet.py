"""The last sheet: the questionnaire filled in by a made-up firm, with answers that are no values too, on one page."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from importplan.basics.labels import text
from importplan.documents.excel.book import Book, write_value
from importplan.documents.excel.palette import BLUE, GREEN, GREY, INK, ORANGE, PALE_BLUE, PALE_ORANGE, RED
from importplan.survey.form.example_answers import FIRM as FIRM_LINE
from importplan.survey.form.example_answers import MACHINE, PART, example_answer, example_needs
from importplan.survey.form.lists import Offered
from importplan.survey.form.page import open_sheet
from importplan.survey.form.places import NEED_COLUMNS, theme_of
from importplan.survey.form.rules import number_format
from importplan.survey.form.written import written
from importplan.survey.questions import BY_KEY, FIRM, ITEM, Question, of_group
from importplan.survey.returns.answers import Answer

# Left: number, question, answer of the firm, six columns of needs below; right: number, question, two items.
LEFT = (6.0, 13.0, 11.0, 9.0, 9.0, 12.0)
GAP = 2.0
RIGHT = (6.0, 34.0, 34.0, 34.0)
TITLE_ROW, NOTE_ROW, HEADING_ROW = range(3)
RIGHT_COLUMN = len(LEFT) + 1
FIRM_ANSWER = 3  # merged to the end of the left half
FIRM_COLOR, NEED_COLOR = PALE_BLUE, PALE_ORANGE


def write_example_sheet(book: Book, offered: Offered) -> None:
    """Write the sheet; A4 across, one page."""
    tab = open_sheet(book, "example", (*LEFT, GAP, *RIGHT), landscape=True)
    language, last = book.language, RIGHT_COLUMN + len(RIGHT) - 1
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, last, text("survey.form.example.title", language), book.title())
    note = book.note(font_color=RED)
    tab.merge_range(NOTE_ROW, 0, NOTE_ROW, last, text("survey.form.example.note", language), note)
    tab.set_row(TITLE_ROW, 28)
    tab.set_row(NOTE_ROW, 22)
    below = _write_firm(tab, book)
    _write_needs(tab, book, below + 1, offered.start)
    end = _write_items(tab, book)
    tab.print_area(0, 0, max(end, below + 8), last)


def _write_firm(tab: Any, book: Book) -> int:
    """The answers of the firm; the last row."""
    band = book.heading(BLUE, align="left", indent=1)
    words = f"① {text('survey.sheet.firm', book.language)}"
    tab.merge_range(HEADING_ROW, 0, HEADING_ROW, len(LEFT) - 1, words, band)
    row = HEADING_ROW
    for number, group in groupby(of_group(FIRM), key=lambda question: question.number):
        questions = list(group)
        for question in questions:
            row += 1
            _write_number(tab, book, row, 0, number if question is questions[0] else "", FIRM_COLOR)
            label = book.boxed(bg_color=FIRM_COLOR, font_size=9, text_wrap=False, shrink=True)
            words = text(f"survey.question.{question.key}", book.language)
            tab.merge_range(row, 1, row, FIRM_ANSWER - 1, words, label)
            answer = example_answer(question, FIRM_LINE, "firm", book.language)
            cell = _cell(book, question, answer)
            tab.merge_range(row, FIRM_ANSWER, row, len(LEFT) - 1, "", cell)
            write_value(tab, row, FIRM_ANSWER, written(question, answer, book.language), cell)
    return row


def _write_needs(tab: Any, book: Book, first: int, start: date) -> None:
    """The rows of needs under the firm."""
    band = book.heading(ORANGE, align="left", indent=1)
    words = f"③ {text('survey.sheet.need', book.language)}"
    tab.merge_range(first, 0, first, len(LEFT) - 1, words, band)
    head = book.heading(NEED_COLOR, font_size=9, text_wrap=False, shrink=True)
    for column, key in enumerate(NEED_COLUMNS):
        tab.write_string(first + 1, column, text(f"survey.question.{key}", book.language), head)
    for row, answers in enumerate(example_needs(start), start=first + 2):
        for column, (key, answer) in enumerate(answers.items()):
            cell = _cell(book, BY_KEY[key], answer, align="center")
            write_value(tab, row, column, written(BY_KEY[key], answer, book.language), cell)


def _write_items(tab: Any, book: Book) -> int:
    """The two items side by side, one question a line; the last row."""
    language, first = book.language, RIGHT_COLUMN
    heads = (f"② {text('survey.sheet.item', language)}", "", *(
        text(f"survey.form.example.{name}", language) for name in ("machine", "part")))  # fmt: skip
    tab.merge_range(HEADING_ROW, first, HEADING_ROW, first + 1, heads[0], book.heading(GREEN, align="left"))
    for column in (2, 3):
        tab.write_string(HEADING_ROW, first + column, heads[column], book.heading(GREEN))
    tab.set_row(HEADING_ROW, 20)
    row, above = HEADING_ROW, ""
    for question in of_group(ITEM):
        row += 1
        color = theme_of(question).pale
        _write_number(tab, book, row, first, question.number if question.number != above else "", color)
        above = question.number
        words = text(f"survey.question.{question.key}", language)
        label = book.boxed(bg_color=color, font_size=9, text_wrap=False, shrink=True)
        tab.write_string(row, first + 1, words, label)
        for column, (line, named) in enumerate(((MACHINE, "machine"), (PART, "part")), start=2):
            answer = example_answer(question, line, named, language)
            cell = _cell(book, question, answer)
            write_value(tab, row, first + column, written(question, answer, language), cell)
    return row


def _write_number(tab: Any, book: Book, row: int, column: int, number: str, color: str) -> None:
    tab.write_string(row, column, number, book.boxed(bg_color=color, font_size=9, align="center", font_color=INK))


def _cell(book: Book, question: Question, answer: Answer, align: str = "left") -> Any:
    grey = {"font_color": GREY, "italic": True} if answer.value is None else {}
    looks = {"num_format": number_format(question), "font_size": 9, "align": align, "text_wrap": False, "shrink": True}
    return book.boxed(**looks, **grey)
