"""The sheet of basic settings in the template: one setting a line, with unit, default and meaning beside it."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from importplan.basics.labels import text
from importplan.documents.case.dropdowns import dropdown
from importplan.documents.case.explain import default_words, heading_words, unit_words
from importplan.documents.case.styles import ON_PAPER, number_format
from importplan.documents.excel.book import Book, lossless, write_value
from importplan.documents.excel.layout import signs
from importplan.documents.excel.palette import ASIDE, BLUE, EXAMPLE, PALE_BLUE, UNUSED
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import CellKind
from importplan.scenario.schema.settings import Settings
from importplan.scenario.to_rows import plain
from importplan.scenario.wording import SETTINGS_COLUMNS, sheet_name

WIDTHS = (34.0, 34.0, 10.0, 14.0, 66.0, 24.0)
LINE_HEIGHT = 15.0  # points
NOTES = ("unit", "default", "note", "key")


def write(book: Book, case: Scenario, tab_color: str, shows: bool) -> None:
    """Write the sheet; only what the case sets has a value, so that a blank is seen to mean the default.

    `shows`: the case is the example, and its values look like one.
    """
    key, language = Settings.SHEET, book.language
    tab = book.sheet(sheet_name(key, language), WIDTHS, tab_color, gridlines=True, **ON_PAPER)
    headings = [heading_words(key, column, language) for column in SETTINGS_COLUMNS]
    headings += [text(f"template.column.{note}", language) for note in NOTES]
    for column, words in enumerate(headings):
        tab.write_string(0, column, words, book.heading(BLUE if column < len(SETTINGS_COLUMNS) else PALE_BLUE))
    aside = book.note(font_color=ASIDE)
    for number, spec in enumerate(Settings.specs(), start=1):
        color = BLUE if spec.required else PALE_BLUE if spec.used else UNUSED
        name = heading_words(key, spec.key, language) + (" *" if spec.required else "")
        tab.write_string(number, 0, name, book.boxed(bg_color=color, text_wrap=False))
        _write_value(tab, book, number, spec, getattr(case.settings, spec.attribute), shows)
        rule = dropdown(key, spec, language)
        if rule is not None:
            tab.data_validation(number, 1, number, 1, rule)
        remarks = (unit_words(spec, language), default_words(key, spec, language))
        note = text(f"note.{key}.{spec.key}", language)
        for column, words in enumerate((*remarks, note, spec.key), start=2):
            tab.write_string(number, column, words, aside)
        tab.set_row(number, LINE_HEIGHT * lines_of(note, WIDTHS[len(SETTINGS_COLUMNS) + NOTES.index("note")]))
    tab.freeze_panes(1, 2)


def lines_of(words: str, width: float) -> int:
    """Lines that words take in a column; a Chinese character is as wide as two letters."""
    return max(1, math.ceil(signs(words) * 1.1 / width))


def _write_value(tab: Any, book: Book, number: int, spec: Any, value: Any, shows: bool) -> None:
    given = value != spec.default
    look = {"bg_color": EXAMPLE, "italic": True} if given and shows else {}
    kind = CellKind.DATE if isinstance(value, date) else spec.kind
    style = book.boxed(num_format=number_format(kind), align="left", text_wrap=given, **look)
    shown = lossless(plain(value, spec, Settings.SHEET, book.language)) if given else None
    write_value(tab, number, 1, shown, style)
