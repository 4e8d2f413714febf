"""The landed cost as a workbook: title and legend, headings, boxed rows as high as their words, A3 across."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language
from importplan.customs.cost.duty_report import DutyReport
from importplan.customs.declaring.report import WaysReport
from importplan.documents.excel.document_control import footer, header
from importplan.documents.excel.layout import words_in_lines
from importplan.documents.excel.sheet_book import FONTS, INK, LINE, SHADE, off_the_edge
from importplan.results.names import Names
from importplan.results.table import Cell, Formula, Look, cell
from importplan.results.views.duty_tables import DutySheet, duty_sheets, ways_sheets

SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
A3 = 8  # paper code
SIZE, LINE_HEIGHT, HEADING_HEIGHT = 9, 13.0, 42.0  # points
ROOM = 1.15  # places of the small type in a place of a column
HEADING = {"bold": True, "text_wrap": True, "align": "center", "bg_color": SHADE}
NUMBERS = {Look.YUAN: "#,##0.00", Look.RATE: "0.00%"}


def write(report: DutyReport, path: Path, language: Language) -> None:
    """Write the landed cost of a case as a workbook."""
    names = Names(report.scenario, report.pricing.catalog, language)
    _write_book(duty_sheets(report, names), path, names)


def write_ways(report: WaysReport, path: Path, language: Language) -> None:
    """Write all ways of one shipment as a workbook."""
    names = Names(report.duty.scenario, report.duty.pricing.catalog, language)
    _write_book(ways_sheets(report, names), path, names)


def _write_book(sheets: Iterator[DutySheet], path: Path, names: Names) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        writer = _Writer(book, names)
        for sheet in sheets:
            writer.fill(book.add_worksheet(names.word(sheet.key)), sheet)
    put(content.getvalue(), path)


class _Writer:
    def __init__(self, book: Any, names: Names) -> None:
        base = {"font_name": FONTS[names.language], "font_size": SIZE, "valign": "vcenter"}
        boxed = base | {"border": 1, "border_color": LINE}
        self.names = names
        self.text = book.add_format(boxed | {"text_wrap": True})
        self.numbers = {
            look: book.add_format(boxed | {"num_format": off_the_edge(pattern), "align": "right", "shrink": True})
            for look, pattern in NUMBERS.items()
        }
        self.heading = book.add_format(boxed | HEADING)
        self.title = book.add_format(base | {"bold": True, "font_size": 14, "font_color": INK})
        self.legend = book.add_format(base | {"font_color": "#404040"})

    def fill(self, tab: Any, sheet: DutySheet) -> None:
        """Title and legend stand in the first row, headings in the second."""
        table, last = sheet.table, 1
        columns = table.told
        tab.write_string(0, 0, self.names.word(sheet.key), self.title)
        if sheet.legend:
            tab.write_string(0, sheet.frozen or 1, sheet.legend, self.legend)
        for number, (column, heading) in enumerate(zip(columns, table.headings(self.names), strict=True)):
            tab.set_column(number, number, column.widest)
            tab.write_string(1, number, heading, self.heading)
        looks = [self.numbers.get(column.form.look, self.text) for column in columns]
        for last, row in enumerate(table.rows, start=2):
            values = [_plain(cell(self.names, column, row)) for column in columns]
            for number, (value, look) in enumerate(zip(values, looks, strict=True)):
                _write(tab, last, number, value, look)
            lines = (_lines(value, column.widest) for value, column in zip(values, columns, strict=True))
            tab.set_row(last, 4.0 + LINE_HEIGHT * max(lines))
        tab.freeze_panes(2, sheet.frozen)
        tab.autofilter(1, 0, last, len(columns) - 1)
        tab.set_row(0, 22.0)
        tab.set_row(1, HEADING_HEIGHT)
        self.set_paper(tab)

    def set_paper(self, tab: Any) -> None:
        tab.hide_gridlines(2)
        tab.set_landscape()
        tab.set_paper(A3)
        tab.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        tab.fit_to_pages(1, 0)
        tab.repeat_rows(1)
        settings = self.names.scenario.settings
        tab.set_header(header(settings, self.names.language))
        tab.set_footer(footer(settings, self.names.language))


def _plain(value: Cell) -> str | float | None:
    """A value without its live formula, dates as text."""
    now = value.value if isinstance(value, Formula) else value
    return now.isoformat() if isinstance(now, date) else now


def _write(tab: Any, row: int, column: int, value: str | float | None, look: Any) -> None:
    if value is None or value == "":
        tab.write_blank(row, column, None, look)
    elif isinstance(value, str):
        tab.write_string(row, column, value, look)
    else:
        tab.write_number(row, column, value, look)


def _lines(value: str | float | None, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(words_in_lines(line, width * ROOM) for line in value.split("\n"))
