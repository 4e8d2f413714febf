"""Writes a scenario as a workbook that reads back as the identical scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language
from importplan.documents.case.paper import on_paper, pages_across
from importplan.parsing.words import is_note
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import CellKind
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.tables.clean import clean_text

INK = "#1F3864"
SOFT = "#D9E2F3"
NOTE_TAB = "#A6A6A6"
CELL_LIMIT = 32_767  # characters that Excel keeps in a cell
NUMBER_FORMATS = {
    CellKind.SHARE: "0.0##%",
    CellKind.MONEY: "#,##0",
    CellKind.NUMBER: "General",
    CellKind.WHOLE: "0",
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.PERIOD: "yyyy-mm-dd",
}


def write(scenario: Scenario, path: Path, language: Language, notes: Sequence[SheetTable] = ()) -> None:
    """Write a case as a workbook with headings in one language; written beside and then renamed.

    `notes` are further sheets for people; their names begin with `_`, so that reading passes them over.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": clean_text(scenario.settings.title)[:250]})
        for table in (*to_tables(scenario, language), *notes):
            _write_table(book, table)
    put(content.getvalue(), path)


def _write_table(book: Any, table: SheetTable) -> None:
    sheet = book.add_worksheet(table.name)
    heading = book.add_format({"bold": True, "bg_color": SOFT, "font_color": INK, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format(_look(kind)) for kind in CellKind if kind in table.kinds}
    widths = [_width(table, column) for column in range(len(table.headings))]
    for column, (words, kind) in enumerate(zip(table.headings, table.kinds, strict=True)):
        sheet.write_string(0, column, words, heading)
        sheet.set_column(column, column, widths[column], formats.get(kind) if kind else None)
    made = cache(lambda look: book.add_format(dict(look)))
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            kind = table.kinds[column]
            cell_format = formats.get(kind) if kind else None
            if kind is None and is_note(table.name) and value is not None:
                cell_format = made(tuple(_of_note(value).items()))
            write_plain(sheet, number, column, value, cell_format, day)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    across = pages_across(widths)
    if across > 1:
        sheet.repeat_columns(0)
    on_paper(sheet, across)
    if is_note(table.name):
        sheet.set_tab_color(NOTE_TAB)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)


def _look(kind: CellKind) -> dict[str, Any]:
    """Numbers stand a little off the words of the next column."""
    look: dict[str, Any] = {"num_format": NUMBER_FORMATS.get(kind, "@")}
    numeric = kind in (CellKind.NUMBER, CellKind.WHOLE, CellKind.SHARE, CellKind.MONEY)
    return look | ({"align": "right", "indent": 1} if numeric else {})


def _of_note(value: Plain) -> dict[str, Any]:
    """The look of a value on a sheet that is only for people: words wrap, large numbers have separators."""
    if isinstance(value, str):
        return {"text_wrap": True, "valign": "top"}
    whole = isinstance(value, float | int) and value == round(value)
    return {"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0" if whole else "General"}


def write_plain(sheet: Any, row: int, column: int, value: Plain, cell_format: Any, day_format: Any) -> None:
    """Write one value: text always as text, never as a formula, numbers without losing a digit."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, clean_text(value)[:CELL_LIMIT], cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day_format)
    elif exact_in_excel(value):
        sheet.write_number(row, column, value, cell_format)
    else:
        sheet.write_string(row, column, repr(value), cell_format)


def exact_in_excel(value: float) -> bool:
    """Whether the number survives the sixteen digits that xlsxwriter writes into a file."""
    try:
        return float(f"{value:.16G}") == value
    except OverflowError:
        return False


def _width(table: SheetTable, column: int) -> float:
    words = [table.headings[column], *(str(row[column] or "") for row in table.rows[:200])]
    longest = max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in words)
    return float(min(max(longest + 2, 10), 48))
