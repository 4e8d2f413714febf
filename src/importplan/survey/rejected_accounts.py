"""The sheets of the rejected-rows workbook beside the faults: skipped rows, refused files, and what was let pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importplan.basics.labels import known, text
from importplan.documents.excel.book import Book
from importplan.documents.excel.layout import lines_of
from importplan.documents.excel.palette import TAB_BLUE, TAB_BROWN, TAB_GREY
from importplan.documents.excel.titled_sheet import HEADING_ROW
from importplan.survey.rejected_table import shown, table_sheet
from importplan.survey.returns.collected import Collected, SkippedRow

SKIPPED_COLUMNS: Mapping[str, float] = {
    "file": 34.0, "sheet": 16.0, "reason": 26.0, "count": 8.0, "rows": 18.0, "content": 70.0,
}  # fmt: skip
REFUSED_COLUMNS: Mapping[str, float] = {"file": 44.0, "found": 60.0, "repair": 60.0}
NOTED_COLUMNS: Mapping[str, float] = {"file": 44.0, "sheet": 16.0, "cell": 8.0, "found": 60.0, "repair": 60.0}
LINE_HEIGHT, SMALL = 13.0, 9.0  # of a line of text, and its size, in points
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
        told = (file, sheet, text(key, book.language) if known(key) else reason, stretches(rows), content)
        widths, lines = tuple(SKIPPED_COLUMNS.values()), 1
        for place, words in zip((0, 1, 2, 4, 5), told, strict=True):
            tab.write_string(line, place, shown(words, LONGEST_CONTENT), cell)
            lines = max(lines, lines_of(shown(words, LONGEST_CONTENT), widths[place] - 1.0, SMALL))
        tab.set_row(line, 4.0 + LINE_HEIGHT * lines)
        tab.write_number(line, 3, len(rows), book.boxed(font_size=9, valign="top", align="center"))
    tab.autofilter(HEADING_ROW, 0, max(line, HEADING_ROW + 1), len(SKIPPED_COLUMNS) - 1)
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
    tab = table_sheet(book, "refused", REFUSED_COLUMNS, TAB_BROWN)
    cell = book.boxed(num_format="@", font_size=9)
    line = HEADING_ROW
    for file in collected.files:
        if file.refused is None:
            continue
        line += 1
        told = (file.path, file.refused.found(book.language), file.refused.repair(book.language))
        for place, words in enumerate(told):
            tab.write_string(line, place, shown(words), cell)
    tab.freeze_panes(HEADING_ROW + 1, 0)


def write_noted(book: Book, collected: Collected) -> None:
    """One line for each thing that was let pass: a heading that was guessed, a hidden sheet, macros, several firms."""
    tab = table_sheet(book, "noted", NOTED_COLUMNS, TAB_BLUE)
    cell = book.boxed(num_format="@", font_size=9)
    line = HEADING_ROW
    for note in (note for file in collected.files for note in file.notes):
        line += 1
        at = note.at
        told = (at.file, at.sheet, at.cell, note.found(book.language), note.repair(book.language))
        for place, words in enumerate(told):
            tab.write_string(line, place, shown(words), cell)
    tab.autofilter(HEADING_ROW, 0, max(line, HEADING_ROW + 1), len(NOTED_COLUMNS) - 1)
    tab.freeze_panes(HEADING_ROW + 1, 0)
