"""The template: one workbook made from the schema, with headings, units, notes, dropdowns and a small example."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from importplan.basics.labels import Language
from importplan.documents.case import guide, template_settings
from importplan.documents.case.dropdowns import ID_ROWS, dropdown
from importplan.documents.case.example import example
from importplan.documents.case.explain import explanation, heading_words, unit_words
from importplan.documents.case.styles import ON_PAPER, cell_style, key_style
from importplan.documents.excel.book import Book, lossless, write_value
from importplan.documents.excel.layout import longest_word, signs
from importplan.documents.excel.palette import BLUE, PALE_BLUE, TAB_NAVY, UNUSED
from importplan.documents.excel.paper import pages_across
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS, sheet
from importplan.scenario.schema.column import SPANS, CellKind, ColumnSpec, Row
from importplan.scenario.to_rows import Plain, plain
from importplan.scenario.wording import sheet_name

FIRST_ROW = 2  # below the headings and the keys
NARROW = (
    CellKind.NUMBER,
    CellKind.WHOLE,
    CellKind.SHARE,
    CellKind.YES_NO,
    CellKind.CURRENCY,
    CellKind.CHOICE,
    *SPANS,
)
WIDE = (CellKind.TEXT, CellKind.LIST, CellKind.COUNTRIES, CellKind.PAIRS)
WIDEST, WIDEST_EXAMPLE = 30.0, 40.0
LEAST_LAST_LINE = 9  # places of the last line of a heading: a bracket or a star does not stand alone
THOUSANDS = 1_000.0  # from here on a number of the example is shown with separators


def write_template(path: Path, language: Language, filled: Scenario | None = None) -> None:
    """Write the template with its example, or filled with a case; written beside and then renamed."""
    book, case = Book(language), example(language) if filled is None else filled
    guide.write(book)
    for key in (*REQUIRED_SHEETS, *(entry.SHEET for entry in SHEETS if entry.SHEET not in REQUIRED_SHEETS)):
        if sheet(key).ONE_ROW:
            template_settings.write(book, case, _tab_color(sheet(key)), shows=filled is None)
        else:
            _write_sheet(book, sheet(key), case.rows(key), shows=filled is None)
    book.save(path)


def _tab_color(schema: type[Row]) -> str:
    if schema.SHEET in REQUIRED_SHEETS:
        return TAB_NAVY
    return BLUE


def _write_sheet(book: Book, schema: type[Row], rows: tuple[Row, ...], shows: bool) -> None:
    """`shows`: the rows are the example, and look like one."""
    key, language = schema.SHEET, book.language
    words = [_heading(key, spec, language) for spec in schema.specs()]
    widths = [
        _column_width(key, spec, heading, rows, language) for spec, heading in zip(schema.specs(), words, strict=True)
    ]
    tab = book.sheet(
        sheet_name(key, language), (), _tab_color(schema), gridlines=True, across=pages_across(widths), **ON_PAPER
    )
    for column, spec in enumerate(schema.specs()):
        color = BLUE if spec.required else PALE_BLUE if spec.used else UNUSED
        unit = unit_words(spec, language)
        tab.write_string(0, column, words[column], book.heading(color))
        tab.write_string(1, column, f"{spec.key}\n({unit})" if unit else spec.key, key_style(book))
        tab.write_comment(0, column, explanation(key, spec, language), {"x_scale": 2.2, "y_scale": 1.3})
        tab.set_column(column, column, widths[column], cell_style(book, spec.kind))
        rule = dropdown(key, spec, language)
        if rule is not None:
            tab.data_validation(FIRST_ROW, column, ID_ROWS + len(rows), column, rule)
    _write_rows(tab, book, schema, rows, shows)
    tab.set_row(0, 34)
    tab.set_row(1, 36)
    tab.freeze_panes(FIRST_ROW, 1)
    tab.repeat_rows(0, 1)
    tab.repeat_columns(0)  # the id stands on every page across


def _write_rows(tab: Any, book: Book, schema: type[Row], rows: tuple[Row, ...], shows: bool) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, spec in enumerate(schema.specs()):
            look = cell_style(book, spec.kind, example=shows)
            value = _plain(row, spec, schema.SHEET, book.language)
            if isinstance(value, date):
                look = cell_style(book, CellKind.DATE, example=shows)
            if spec.kind is CellKind.NUMBER and isinstance(value, float) and value >= THOUSANDS:
                look = cell_style(book, CellKind.MONEY, example=shows)
            write_value(tab, number, column, lossless(value), look)


def _heading(key: str, spec: ColumnSpec, language: Language) -> str:
    return heading_words(key, spec.key, language) + (" *" if spec.required else "")


def _column_width(key: str, spec: ColumnSpec, words: str, rows: tuple[Row, ...], language: Language) -> float:
    shown = (_plain(row, spec, key, language) for row in rows)
    longest = max((signs(value) for value in shown if isinstance(value, str)), default=0.0)
    return max(_width(spec.kind, words, spec.key), min(longest + 3.0, WIDEST_EXAMPLE))


def _plain(row: Row, spec: ColumnSpec, sheet_key: str, language: Language) -> Plain:
    """A value as it is written; None where it is the default."""
    value = getattr(row, spec.attribute)
    return None if value == spec.default else plain(value, spec, sheet_key, language)


def _width(kind: CellKind, words: str, key: str) -> float:
    needed = signs(words)
    least = 11 if kind in NARROW else 22 if kind in WIDE else 14
    width = min(max(least, needed / 2 + 3, longest_word(words) + 3, len(key) * 0.85 + 1), WIDEST)
    return needed + 3.0 if width - 2.0 < needed < width + LEAST_LAST_LINE else float(width)
