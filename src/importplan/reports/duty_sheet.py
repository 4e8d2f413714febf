"""How a sheet of the landed cost looks: title and legend, headings, boxed rows as high as their words, A3 across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from importplan.basics.labels import Language, text
from importplan.reports.document_control import footer, header
from importplan.reports.layout import words_in_lines
from importplan.reports.sheet_book import FONTS, INK, LINE, SHADE, off_the_edge
from importplan.scenario.schema.settings import Settings

Value = str | float | None
Column = tuple[str, str, float]  # key of the heading, format, width
A3 = 8  # paper code
SIZE, LINE_HEIGHT, HEADING_HEIGHT = 9, 13.0, 42.0  # points
ROOM = 1.15  # places of the small type in a place of a column
NUMBERS = {"money": "#,##0.00", "rate": "0.00%"}


@dataclass(frozen=True)
class Sheet:
    """One sheet: the key of its name, a line that explains it, columns, rows, and how many columns stay in sight."""

    key: str
    legend: str
    columns: tuple[Column, ...]
    rows: Iterator[tuple[Value, ...]]
    frozen: int = 0


class Looks:
    """The few formats of the workbook."""

    def __init__(self, book: Any, language: Language) -> None:
        base = {"font_name": FONTS[language], "font_size": SIZE, "valign": "vcenter"}
        boxed = base | {"border": 1, "border_color": LINE}
        heading = boxed | {"bold": True, "text_wrap": True, "align": "center", "bg_color": SHADE}
        self.cells = {"text": book.add_format(boxed | {"text_wrap": True})}
        for name, number_format in NUMBERS.items():
            look = {"num_format": off_the_edge(number_format), "align": "right", "shrink": True}
            self.cells[name] = book.add_format(boxed | look)
        self.heading = book.add_format(heading)
        self.title = book.add_format(base | {"bold": True, "font_size": 14, "font_color": INK})
        self.legend = book.add_format(base | {"font_color": "#404040"})


def fill(tab: Any, sheet: Sheet, looks: Looks, settings: Settings, language: Language) -> None:
    """Write a sheet. Its title and legend stand in the first row, its headings in the second."""
    tab.write_string(0, 0, text(sheet.key, language), looks.title)
    if sheet.legend:
        tab.write_string(0, sheet.frozen or 1, sheet.legend, looks.legend)
    for number, (key, _, width) in enumerate(sheet.columns):
        tab.set_column(number, number, width)
        tab.write_string(1, number, text(key, language), looks.heading)
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        for number, (value, (_, look, _)) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(tab, last, number, value, looks.cells[look])
        lines = (_lines(value, width) for value, (_, _, width) in zip(row, sheet.columns, strict=True))
        tab.set_row(last, 4.0 + LINE_HEIGHT * max(lines))
    tab.freeze_panes(2, sheet.frozen)
    tab.autofilter(1, 0, last, len(sheet.columns) - 1)
    tab.set_row(0, 22.0)
    tab.set_row(1, HEADING_HEIGHT)
    tab.hide_gridlines(2)
    tab.set_landscape()
    tab.set_paper(A3)
    tab.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
    tab.fit_to_pages(1, 0)
    tab.repeat_rows(1)
    tab.set_header(header(settings, language))
    tab.set_footer(footer(settings, language))


def _write(tab: Any, row: int, column: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        tab.write_blank(row, column, None, look)
    elif isinstance(value, str):
        tab.write_string(row, column, value, look)
    else:
        tab.write_number(row, column, value, look)


def _lines(value: Value, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(words_in_lines(line, width * ROOM) for line in value.split("\n"))
