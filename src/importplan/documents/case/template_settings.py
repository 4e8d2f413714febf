"""The sheet of basic settings in the template: one setting a line, with unit, default and meaning beside it."""

from __future__ import annotations

import math
from typing import Any

from importplan.basics.labels import text
from importplan.documents.case.dropdowns import dropdown
from importplan.documents.case.explain import default_words, heading_words, unit_words
from importplan.documents.case.paper import on_paper
from importplan.documents.case.styles import OPTIONAL, REQUIRED, UNUSED, Styles
from importplan.documents.case.write import write_plain
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings
from importplan.scenario.to_rows import plain
from importplan.scenario.wording import SETTINGS_COLUMNS

WIDTHS = (34.0, 34.0, 10.0, 14.0, 66.0, 24.0)
LINE_HEIGHT = 15.0  # points
NOTES = ("unit", "default", "note", "key")


def write(tab: Any, styles: Styles, case: Scenario) -> None:
    """Write the sheet; only what the example sets has a value, so that a blank is seen to mean the default."""
    key, language = Settings.SHEET, styles.language
    headings = [heading_words(key, column, language) for column in SETTINGS_COLUMNS]
    headings += [text(f"template.column.{note}", language) for note in NOTES]
    for column, (words, width) in enumerate(zip(headings, WIDTHS, strict=True)):
        tab.write_string(0, column, words, styles.heading(REQUIRED if column < len(SETTINGS_COLUMNS) else OPTIONAL))
        tab.set_column(column, column, width)
    aside = styles.get(font_color="#595959", text_wrap=True)
    for number, spec in enumerate(Settings.specs(), start=1):
        color = REQUIRED if spec.required else OPTIONAL if spec.used else UNUSED
        name = heading_words(key, spec.key, language) + (" *" if spec.required else "")
        tab.write_string(number, 0, name, styles.get(bg_color=color, border=1, border_color="#BFBFBF"))
        _write_value(tab, styles, number, spec, getattr(case.settings, spec.attribute))
        rule = dropdown(key, spec, language)
        if rule is not None:
            tab.data_validation(number, 1, number, 1, rule)
        remarks = (unit_words(spec, language), default_words(key, spec, language))
        note = text(f"note.{key}.{spec.key}", language)
        for column, words in enumerate((*remarks, note, spec.key), start=2):
            tab.write_string(number, column, words, aside)
        tab.set_row(number, LINE_HEIGHT * lines_of(note, WIDTHS[len(SETTINGS_COLUMNS) + NOTES.index("note")]))
    tab.freeze_panes(1, 2)
    on_paper(tab)


def lines_of(words: str, width: float) -> int:
    """Lines that words take in a column; a Chinese character is as wide as two letters."""
    return max(1, math.ceil(sum(2 if ord(sign) > 0x2E7F else 1 for sign in words) * 1.1 / width))


def _write_value(tab: Any, styles: Styles, number: int, spec: Any, value: Any) -> None:
    given = value != spec.default
    look = styles.get(
        num_format=styles.cell(spec.kind).num_format, border=1, border_color="#BFBFBF", align="left",
        **({"bg_color": "#FFF8DC", "italic": True, "text_wrap": True} if given else {}),
    )  # fmt: skip
    if given:
        write_plain(tab, number, 1, plain(value, spec, Settings.SHEET, styles.language), look, look)
    else:
        tab.write_blank(number, 1, None, look)
