"""The echo: the input sheets of the case as they were used; the result workbook reads back as the same scenario."""

from __future__ import annotations

from typing import Any

from importplan.reports.book import Book
from importplan.reports.layout import height, places, widths
from importplan.reports.page import write_cell
from importplan.reports.paper import paper
from importplan.reports.table import Column, Form, Table
from importplan.scenario.schema.column import Kind
from importplan.scenario.to_rows import Plain, SheetTable, to_tables

FORMS: dict[Kind, Form] = {
    Kind.DATE: Form.DATE,
    Kind.PERIOD: Form.DATE,
    Kind.TEXT: Form.LONG_TEXT,
    Kind.LIST: Form.LONG_TEXT,
    Kind.COUNTRIES: Form.LONG_TEXT,
    Kind.PAIRS: Form.LONG_TEXT,
}
TAB = "#A6A6A6"


def write(book: Book) -> None:
    """Write one sheet for every input sheet that has rows: headings in the first row, nothing else."""
    for table in to_tables(book.result.scenario, book.names.language):
        _write(book, table)


def _write(book: Book, table: SheetTable) -> None:
    sheet: Any = book.add_named_sheet(table.name)
    sheet.set_tab_color(TAB)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    forms = [FORMS.get(kind, Form.TEXT) if kind else Form.LONG_TEXT for kind in table.kinds]
    columns = tuple(Column(key, form) for key, form in zip(table.keys, forms, strict=True))
    shape = Table(table.key, columns, table.rows)
    column_widths = widths([shape], [table.headings])
    column_widths = [
        max(width, min(places(words), 16) + 2) for width, words in zip(column_widths, table.headings, strict=True)
    ]
    layout = paper(column_widths, 1)
    sheet.fit_to_pages(layout.across, 0)
    if layout.is_spread:
        sheet.repeat_columns(0)
    for position, width in enumerate(column_widths):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, table.headings[position], book.heading())
    sheet.set_row(0, height(table.headings, column_widths))
    for number, row in enumerate(table.rows, start=1):
        words = [value if isinstance(value, str) else "" for value in row]
        sheet.set_row(number, height(words, column_widths))
        for position, value in enumerate(row):
            write_cell(sheet, number, position, lossless(value), _style(book, forms[position], value))


def lossless(value: Plain) -> Plain:
    """A number that a file's sixteen digits would change, as text, which is read as the same number."""
    exact = not isinstance(value, float) or float(f"{value:.16G}") == value
    return value if exact else repr(value)


def _style(book: Book, form: Form, value: object) -> Any:
    # Numbers keep the general format: what is read back must be what was given, to the last digit.
    if isinstance(value, (int, float)):
        return book.format(border=1, border_color="#BFBFBF", num_format="General", align="right", indent=1)
    if form is Form.DATE or isinstance(value, str):
        return book.cell(Form.LONG_TEXT if isinstance(value, str) else Form.DATE)
    return book.cell(Form.DATE if value is not None else form)
