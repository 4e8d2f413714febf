"""The template: one workbook made from the schema, with headings, units, notes, dropdowns and a small example."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language
from importplan.documents.case import guide, template_settings
from importplan.documents.case.dropdowns import ID_ROWS, dropdown
from importplan.documents.case.example import example
from importplan.documents.case.explain import explanation, heading_words, unit_words
from importplan.documents.case.paper import on_paper, pages_across
from importplan.documents.case.styles import OPTIONAL, REQUIRED, TAB_OPTIONAL, TAB_REQUIRED, TAB_UNUSED, UNUSED, Styles
from importplan.documents.case.write import write_plain
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS, sheet
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
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
    CellKind.DATE,
    CellKind.PERIOD,
)
WIDE = (CellKind.TEXT, CellKind.LIST, CellKind.COUNTRIES, CellKind.PAIRS)
WIDEST, WIDEST_EXAMPLE = 30.0, 40.0
LEAST_LAST_LINE = 9  # places of the last line of a heading: a bracket or a star does not stand alone
THOUSANDS = 1_000.0  # from here on a number of the example is shown with separators


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
    rows, widths = getattr(case, key), []
    for column, spec in enumerate(schema.specs()):
        color = REQUIRED if spec.required else OPTIONAL if spec.used and schema.USED else UNUSED
        words = heading_words(key, spec.key, language) + (" *" if spec.required else "")
        shown = (_plain(row, spec, key, language) for row in rows)
        longest = max((_places(value) for value in shown if isinstance(value, str)), default=0)
        widths.append(max(_width(spec.kind, words, spec.key), min(longest + 3.0, WIDEST_EXAMPLE)))
        unit = unit_words(spec, language)
        tab.write_string(0, column, words, styles.heading(color))
        tab.write_string(1, column, f"{spec.key}\n({unit})" if unit else spec.key, styles.key())
        tab.write_comment(0, column, explanation(key, spec, language), {"x_scale": 2.2, "y_scale": 1.3})
        tab.set_column(column, column, widths[column], styles.cell(spec.kind))
        rule = dropdown(key, spec, language)
        if rule is not None:
            tab.data_validation(FIRST_ROW, column, ID_ROWS, column, rule)
    _write_example(tab, styles, schema, rows)
    tab.set_row(0, 34)
    tab.set_row(1, 36)
    tab.freeze_panes(FIRST_ROW, 1)
    tab.repeat_rows(0, 1)
    tab.repeat_columns(0)  # the id stands on every page across
    on_paper(tab, across=pages_across(widths))


def _write_example(tab: Any, styles: Styles, schema: type[Row], rows: tuple[Row, ...]) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, spec in enumerate(schema.specs()):
            look = styles.cell(spec.kind, example=True)
            value = _plain(row, spec, schema.SHEET, styles.language)
            if spec.kind is CellKind.NUMBER and isinstance(value, float) and value >= THOUSANDS:
                look = styles.cell(CellKind.MONEY, example=True)
            if value is None:
                tab.write_blank(number, column, None, look)
            else:
                write_plain(tab, number, column, value, look, look)


def _plain(row: Row, spec: ColumnSpec, sheet_key: str, language: Language) -> Plain:
    """A value as it is written; None where it is the default."""
    value = getattr(row, spec.attribute)
    return None if value == spec.default else plain(value, spec, sheet_key, language)


def _width(kind: CellKind, words: str, key: str) -> float:
    signs, longest_word = _places(words), max(map(_places, words.replace("（", " （").split()))
    least = 11 if kind in NARROW else 22 if kind in WIDE else 14
    width = min(max(least, signs / 2 + 3, longest_word + 3, len(key) * 0.85 + 1), WIDEST)
    return signs + 3.0 if width - 2.0 < signs < width + LEAST_LAST_LINE else float(width)


def _places(words: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)
