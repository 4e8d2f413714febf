"""The template: one workbook made from the schema, with headings, units, notes, dropdowns and a small example."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS, sheet
from importplan.scenario.schema.column import Kind, Row
from importplan.scenario.to_rows import plain
from importplan.scenario.wording import sheet_name
from importplan.workbook import guide, template_settings
from importplan.workbook.dropdowns import ID_ROWS, dropdown
from importplan.workbook.example import example
from importplan.workbook.explain import explanation, heading_words, unit_words
from importplan.workbook.styles import OPTIONAL, REQUIRED, TAB_OPTIONAL, TAB_REQUIRED, TAB_UNUSED, UNUSED, Styles
from importplan.workbook.write import write_plain

A4 = 9
READABLE = 150.0  # places across a page of A4 that can still be read
FIRST_ROW = 2  # below the headings and the keys
NARROW = (Kind.NUMBER, Kind.WHOLE, Kind.SHARE, Kind.YES_NO, Kind.CURRENCY, Kind.CHOICE, Kind.DATE, Kind.PERIOD)
WIDE = (Kind.TEXT, Kind.LIST, Kind.COUNTRIES, Kind.PAIRS)


def write_template(path: Path, language: Language) -> None:
    """Write the template; written beside and then renamed."""
    content = BytesIO()
    case = example(language)
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        styles = Styles.of(book, language)
        guide.write(book, styles)
        for key in (*REQUIRED_SHEETS, *(entry.SHEET for entry in SHEETS if entry.SHEET not in REQUIRED_SHEETS)):
            tab = book.add_worksheet(sheet_name(key, language))
            tab.set_tab_color(_tab_color(sheet(key)))
            if sheet(key).ONE_ROW:
                template_settings.write(tab, styles, case)
            else:
                _write_sheet(tab, styles, sheet(key), case)
    put(content.getvalue(), path)


def _tab_color(schema: type[Row]) -> str:
    if schema.SHEET in REQUIRED_SHEETS:
        return TAB_REQUIRED
    return TAB_OPTIONAL if schema.USED else TAB_UNUSED


def _write_sheet(tab: Any, styles: Styles, schema: type[Row], case: Scenario) -> None:
    key, language = schema.SHEET, styles.language
    for column, spec in enumerate(schema.specs()):
        color = REQUIRED if spec.required else OPTIONAL if spec.used and schema.USED else UNUSED
        words = heading_words(key, spec.key, language) + (" *" if spec.required else "")
        unit = unit_words(spec, language)
        tab.write_string(0, column, words, styles.heading(color))
        tab.write_string(1, column, f"{spec.key}\n({unit})" if unit else spec.key, styles.key())
        tab.write_comment(0, column, explanation(key, spec, language), {"x_scale": 2.2, "y_scale": 1.3})
        tab.set_column(column, column, _width(spec.kind, words, spec.key), styles.cell(spec.kind))
        rule = dropdown(key, spec, language)
        if rule is not None:
            tab.data_validation(FIRST_ROW, column, ID_ROWS, column, rule)
    _write_example(tab, styles, schema, getattr(case, key))
    tab.set_row(0, 34)
    tab.set_row(1, 36)
    tab.freeze_panes(FIRST_ROW, 1)
    tab.set_landscape()
    tab.set_paper(A4)
    tab.repeat_rows(0, 1)
    tab.repeat_columns(0)  # the id stands on every page across
    widths = [_width(spec.kind, heading_words(key, spec.key, language), spec.key) for spec in schema.specs()]
    tab.fit_to_pages(max(1, math.ceil(sum(widths[1:]) / (READABLE - widths[0]))), 0)


def _write_example(tab: Any, styles: Styles, schema: type[Row], rows: tuple[Row, ...]) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, spec in enumerate(schema.specs()):
            look = styles.cell(spec.kind, example=True)
            value = getattr(row, spec.attribute)
            if value == spec.default:
                tab.write_blank(number, column, None, look)
            else:
                write_plain(tab, number, column, plain(value, spec, schema.SHEET, styles.language), look, look)


def _width(kind: Kind, words: str, key: str) -> float:
    signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)
    least = 11 if kind in NARROW else 22 if kind in WIDE else 14
    return float(min(max(least, signs / 2 + 3, len(key) * 0.85 + 1), 30))
