"""Writes a scenario as a workbook that reads back as the identical scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from importplan.basics.labels import Language
from importplan.documents.case.styles import ON_PAPER, value_look
from importplan.documents.excel.book import Book, lossless, write_value
from importplan.documents.excel.layout import signs
from importplan.documents.excel.palette import INK, SHADE, TAB_GREY
from importplan.documents.excel.paper import pages_across
from importplan.parsing.words import is_note
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.tables.clean import clean_text


def write(scenario: Scenario, path: Path, language: Language, notes: Sequence[SheetTable] = ()) -> None:
    """Write a case as a workbook with headings in one language; written beside and then renamed.

    `notes` are further sheets for people; their names begin with `_`, so that reading passes them over.
    """
    book = Book(language, own_cells=False)
    book.workbook.set_properties({"title": clean_text(scenario.settings.title)[:250]})
    for table in (*to_tables(scenario, language), *notes):
        _write_table(book, table)
    book.save(path)


def _write_table(book: Book, table: SheetTable) -> None:
    is_for_people = is_note(table.name)
    widths = [_width(table, column) for column in range(len(table.headings))]
    sheet = book.sheet(
        table.name,
        (),
        TAB_GREY if is_for_people else "",
        gridlines=True,
        across=pages_across(widths),
        repeated=1,
        **ON_PAPER,
    )
    heading = book.bare(bold=True, bg_color=SHADE, font_color=INK, text_wrap=True, valign="top")
    formats = [book.bare(**value_look(kind)) if kind else None for kind in table.kinds]
    for column, words in enumerate(table.headings):
        sheet.write_string(0, column, words, heading)
        sheet.set_column(column, column, widths[column], formats[column])
    day = book.bare(num_format="yyyy-mm-dd", align="left")
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            if value is None:
                continue
            style = day if isinstance(value, date) else formats[column]
            if table.kinds[column] is None and is_for_people and not isinstance(value, date):
                style = book.bare(**_of_note(value))
            write_value(sheet, number, column, lossless(value), style)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    if is_for_people:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)


def _of_note(value: Plain) -> dict[str, Any]:
    """The look of a value on a sheet that is only for people: words wrap, large numbers have separators."""
    if isinstance(value, str):
        return {"text_wrap": True, "valign": "top"}
    whole = isinstance(value, float | int) and value == round(value)
    return {"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0" if whole else "General"}


def _width(table: SheetTable, column: int) -> float:
    words = [table.headings[column], *(str(row[column] or "") for row in table.rows[:200])]
    longest = max(signs(line) for line in words)
    return float(min(max(longest + 2, 10), 48))
