"""The sheets of the rejected-rows workbook beside the faults: skipped rows, refused files, and what was let pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from importplan.basics.labels import known, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.layout import small_height
from importplan.documents.excel.palette import TAB_BLUE, TAB_BROWN, TAB_GREY
from importplan.documents.excel.titled_sheet import HEADING_ROW, filtered
from importplan.survey.rejected_table import shown, table_sheet
from importplan.survey.returns.collected import Collected, SkippedRow

SKIPPED_COLUMNS: Mapping[str, float] = {
    "file": 34.0, "sheet": 16.0, "reason": 26.0, "count": 8.0, "rows": 18.0, "content": 70.0,
}  # fmt: skip
REFUSED_COLUMNS: Mapping[str, float] = {"file": 44.0, "found": 60.0, "repair": 60.0}
NOTED_COLUMNS: Mapping[str, float] = {"file": 44.0, "sheet": 16.0, "cell": 8.0, "found": 60.0, "repair": 60.0}
MOST_SHOWN, LONGEST_CONTENT = 20, 200  # rows of one reason whose content is shown, and characters of it
MOST_PRINTED = 30  # lines of skipped rows: the rest is for the screen, as it may be hundreds of pages


def write_skipped(book: Book, collected: Collected) -> None:
    """One line for each sheet and reason: thousands of files have hundreds of thousands of such rows."""
    tab = table_sheet(book, "skipped", SKIPPED_COLUMNS, TAB_GREY)
    cell = book.boxed(num_format="@", font_size=9, valign="top")
    line = HEADING_ROW
    for (file, sheet, reason), rows in _by_reason(collected.skipped).items():
        line += 1
        key = f"survey.skipped.{reason}"
        content = " / ".join(" | ".join(words for words in row.cells if words) for row in rows[:MOST_SHOWN])
        told = (file, sheet, text(key, book.language) if known(key) else reason, "", stretches(rows), content)
        cells = [shown(words, LONGEST_CONTENT) for words in told]
        for place, words in enumerate(cells):
            tab.write_string(line, place, words, cell)
        tab.set_row(line, small_height(zip(cells, SKIPPED_COLUMNS.values(), strict=True)))
        tab.write_number(line, 3, len(rows), book.boxed(font_size=9, valign="top", align="center"))
    filtered(tab, line, len(SKIPPED_COLUMNS))
    tab.freeze_panes(HEADING_ROW + 1, 0)
    if line > HEADING_ROW + MOST_PRINTED:
        tab.print_area(0, 0, HEADING_ROW + MOST_PRINTED, len(SKIPPED_COLUMNS) - 1)


def _by_reason(skipped: Sequence[SkippedRow]) -> dict[tuple[str, str, str], list[SkippedRow]]:
    groups: dict[tuple[str, str, str], list[SkippedRow]] = {}
    for row in skipped:
        groups.setdefault((row.at.file, row.at.sheet, row.reason), []).append(row)
    return groups


def stretches(rows: Sequence[SkippedRow]) -> str:
    """The numbers of rows, those that follow one another as a stretch: `1–3, 7`."""
    numbers = {int(row.at.cell) for row in rows if row.at.cell.isdigit()}
    starts = sorted(number for number in numbers if number - 1 not in numbers)
    ends = sorted(number for number in numbers if number + 1 not in numbers)
    pairs = zip(starts, ends, strict=True)
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in pairs)


def write_refused(book: Book, collected: Collected) -> None:
    """One line for each file of which nothing could be read, with what to do."""
    told = ((file.path, file.refused) for file in collected.files if file.refused is not None)
    lines = [(path, refused.found(book.language), refused.repair(book.language)) for path, refused in told]
    _write_words(book, table_sheet(book, "refused", REFUSED_COLUMNS, TAB_BROWN), lines)


def write_noted(book: Book, collected: Collected) -> None:
    """One line for each thing that was let pass: a heading that was guessed, a hidden sheet, macros, several firms."""
    tab, language = table_sheet(book, "noted", NOTED_COLUMNS, TAB_BLUE), book.language
    notes = [note for file in collected.files for note in file.notes]
    told = (((note.at.file, note.at.sheet, note.at.cell), note) for note in notes)
    _write_words(book, tab, [(*at, note.found(language), note.repair(language)) for at, note in told])
    filtered(tab, HEADING_ROW + len(notes), len(NOTED_COLUMNS))


def _write_words(book: Book, tab: Any, lines: Sequence[Sequence[str]]) -> None:
    for line, told in enumerate(lines, start=HEADING_ROW + 1):
        for place, words in enumerate(told):
            tab.write_string(line, place, shown(words), book.boxed(num_format="@", font_size=9))
    tab.freeze_panes(HEADING_ROW + 1, 0)
