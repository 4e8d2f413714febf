"""The echo: the input sheets of the case as they were used; the result workbook reads back as the same scenario."""

from __future__ import annotations

from typing import Any

from importplan.documents.excel.book import lossless, write_value
from importplan.documents.excel.layout import height, places, widths
from importplan.documents.excel.palette import TAB_GREY
from importplan.documents.excel.paper import columns_on_paper
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.table import Column, Form, Look, Shown
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import SPANS, CellKind
from importplan.scenario.to_rows import SheetTable, to_tables

PRINTED = 40  # rows, on one page: the case itself is what one prints whole
LOOKS: dict[CellKind, Look] = {
    **dict.fromkeys(SPANS, Look.DATE),
    CellKind.TEXT: Look.LONG_TEXT,
    CellKind.LIST: Look.LONG_TEXT,
    CellKind.COUNTRIES: Look.LONG_TEXT,
    CellKind.PAIRS: Look.LONG_TEXT,
}


def write(book: SheetBook, scenario: Scenario) -> None:
    """Write one sheet for every input sheet that has rows: headings in the first row, nothing else."""
    for table in to_tables(scenario, book.speech.language):
        _write(book, table)


def _write(book: SheetBook, table: SheetTable) -> None:
    looks = [LOOKS.get(kind, Look.TEXT) if kind else Look.LONG_TEXT for kind in table.kinds]
    columns: list[Column[Any]] = [Column(table.key, "", Form(look), lambda row: None) for look in looks]
    shown = Shown(f"input:{table.key}", tuple(columns), table.headings, table.rows)
    needed = widths([shown])
    column_widths = [
        max(width, min(places(words), 16) + 2) for width, words in zip(needed, table.headings, strict=True)
    ]
    across, down = columns_on_paper(column_widths, most=1), min(len(table.rows), PRINTED)
    is_cut = (across, down) != (len(column_widths), len(table.rows))
    sheet = book.controlled(table.name, widths=column_widths, tab=TAB_GREY, down=1, excerpt=is_cut)
    if is_cut:
        sheet.print_area(0, 0, down, across - 1)
    book.places.table(sheet.name, shown, 1, {key: place for place, key in enumerate(table.keys)})
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for position, heading in enumerate(table.headings):
        sheet.write_string(0, position, heading, book.head())
    sheet.set_row(0, height(table.headings, column_widths))
    for number, row in enumerate(table.rows, start=1):
        words = [value if isinstance(value, str) else "" for value in row]
        sheet.set_row(number, height(words, column_widths))
        for position, value in enumerate(row):
            write_value(sheet, number, position, lossless(value), _style(book, looks[position], value))


def _style(book: SheetBook, look: Look, value: object) -> Any:
    # Numbers keep the general format: what is read back must be what was given, to the last digit.
    if isinstance(value, (int, float)):
        return book.boxed(text_wrap=False, num_format="General", align="right", indent=1)
    if look is Look.DATE or isinstance(value, str):
        return book.cell(Look.LONG_TEXT if isinstance(value, str) else Look.DATE)
    return book.cell(Look.DATE if value is not None else look)
