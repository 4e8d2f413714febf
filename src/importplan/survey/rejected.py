"""The rejected-rows workbook: each fault with its row as it was, the reason, a proposal, and a cell to correct it in.

Whoever follows a survey up works down one sheet: a line per fault, with file, sheet, row, what was written, why it was
not understood and what is proposed; the corrected answer goes into one yellow cell, and the whole row stands beside it.
Put back among the returned files, the workbook is read by `importplan.survey.corrections`, as if the answer had been
written in the file that it came from. Skipped rows and refused files stand on sheets of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, known, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.layout import small_height
from importplan.documents.excel.palette import ANSWER, GREY, INK, MISSING, RED
from importplan.documents.excel.titled_sheet import HEADING_ROW, filtered, offer
from importplan.survey.questions import BY_KEY
from importplan.survey.rejected_accounts import write_noted, write_refused, write_skipped
from importplan.survey.rejected_table import said, shown, table_sheet
from importplan.survey.returns.collected import Collected, Fault, RejectedRow

MARK = "importplan_survey_rejected"  # a defined name by which the workbook is known again
FAULT_COLUMNS: Mapping[str, float] = {
    "serial": 5.0, "firm": 24.0, "question": 16.0, "written": 18.0, "reason": 26.0, "proposal": 16.0,
    "correction": 20.0, "used": 15.0, "file": 26.0, "sheet": 12.0, "row": 6.0, "cell": 7.0,
}  # fmt: skip
PLACES = {name: place for place, name in enumerate(FAULT_COLUMNS)}
AS_WAS = len(FAULT_COLUMNS) + 1  # the row as it was begins here, after an empty column
AS_WAS_WIDTH = 15.0
LEAST_HEIGHT = 32.0  # points, two lines of text
LONGEST_CHOICE = 100  # Excel takes no long words into a dropdown


def write_rejected(collected: Collected, path: Path, language: Language) -> None:
    """Write the workbook; written beside and then renamed. Whatever stood in a file stands here as text."""
    book = Book(language)
    _write_faults(book, collected.rejected)
    write_skipped(book, collected)
    write_refused(book, collected)
    write_noted(book, collected)
    book.workbook.define_name(MARK, '="1"')
    book.save(path)


def correctable(fault: Fault) -> bool:
    """Whether a fault is of one cell, so that an answer can be put in its place."""
    return any(sign.isalpha() for sign in fault.at.cell)


def _write_faults(book: Book, rows: Sequence[RejectedRow]) -> None:
    tab = table_sheet(book, "faults", FAULT_COLUMNS, RED, "correction")
    tab.set_column(AS_WAS - 1, AS_WAS - 1, 2)
    widest = max((sum(1 for _ in _filled(row)) for row in rows), default=0)
    if widest:
        tab.set_column(AS_WAS, AS_WAS + widest - 1, AS_WAS_WIDTH)
    tab.write_string(HEADING_ROW, AS_WAS, said("as_was", book.language), book.format(bold=True, font_color=INK))
    line = HEADING_ROW
    for row in rows:
        for fault in row.faults:
            line += 1
            _write_fault(tab, book, line, row, fault)
            _write_as_was(tab, book, line, row)
    filtered(tab, line, len(FAULT_COLUMNS), len(FAULT_COLUMNS))
    tab.freeze_panes(HEADING_ROW + 1, PLACES["firm"] + 1)


def _write_fault(tab: Any, book: Book, line: int, row: RejectedRow, fault: Fault) -> None:
    """One line: what is wrong, what is proposed, and where it stands."""
    language = book.language
    told = {
        "firm": row.belongs_to,
        "question": text(f"survey.question.{fault.question}", language) if fault.question in BY_KEY else "",
        "written": fault.written,
        "reason": text(f"survey.fault.{fault.code}", language) if known(f"survey.fault.{fault.code}") else fault.code,
        "proposal": fault.proposal,
        "used": said("used" if row.used else "not_used", language),
        "file": row.at.file,
        "sheet": row.at.sheet,
        "row": row.at.cell,
        "cell": fault.at.cell if correctable(fault) else "",
    }
    plain, wrong = book.boxed(num_format="@", font_size=9), book.boxed(num_format="@", font_size=9, bg_color=MISSING)
    tab.write_number(line, PLACES["serial"], line - HEADING_ROW, book.boxed(align="center", font_color=GREY))
    cells = ((shown(words), FAULT_COLUMNS[name]) for name, words in told.items())
    tab.set_row(line, max(LEAST_HEIGHT, small_height(cells, 6.0)))
    for name, words in told.items():
        tab.write_string(line, PLACES[name], shown(words), wrong if name == "written" else plain)
    if correctable(fault):
        tab.write_blank(line, PLACES["correction"], None, book.boxed(num_format="@", bg_color=ANSWER, locked=False))
        _offer(tab, book, line, fault)
    else:
        words = said("in_the_file", language)
        tab.write_string(line, PLACES["correction"], words, book.boxed(font_color=GREY, font_size=9))


def _offer(tab: Any, book: Book, line: int, fault: Fault) -> None:
    """A dropdown with the proposal and with what leaves the row out; other answers are taken too."""
    offered = [fault.proposal] if fault.proposal and len(fault.proposal) <= LONGEST_CHOICE else []
    # In a list of Excel a comma parts the choices.
    choices = [words for words in offered if "," not in words] + [said("leave_out", book.language)]
    title, how = said("column.correction", book.language), said("how", book.language)
    offer(tab, line, PLACES["correction"], choices, title, how)


def _write_as_was(tab: Any, book: Book, line: int, row: RejectedRow) -> None:
    """All cells of the row that say something, each under its heading; those at fault are coloured."""
    wrong = {fault.at.cell for fault in row.faults}
    small = book.format(font_size=8, font_color=GREY)
    for place, (address, heading, words) in enumerate(_filled(row), start=AS_WAS):
        cell = book.boxed(num_format="@", font_size=9, **({"bg_color": MISSING} if address in wrong else {}))
        head = f"{address} {heading}".strip() + "\n"
        if words:
            tab.write_rich_string(line, place, small, head, book.format(font_size=9), shown(words), cell)
        else:
            tab.write_string(line, place, head, cell)


def _filled(row: RejectedRow) -> Iterator[tuple[str, str, str]]:
    """Address, heading and words of the cells that say something or are at fault."""
    wrong = {fault.at.cell for fault in row.faults}
    for column, words in enumerate(row.cells):
        address = f"{letter(column)}{row.at.cell}"
        if words or address in wrong:
            yield address, row.headings[column] if column < len(row.headings) else "", words
