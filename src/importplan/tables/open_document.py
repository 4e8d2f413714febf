"""OpenDocument spreadsheets: what their XML says beside the values, and how far it reaches before anybody parses it.

A few signs can stand for millions of cells; they are counted, and no more is kept of them than a sheet may hold.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from importplan.tables.comments import told
from importplan.tables.conditional import OpenRuleLook
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.open_styles import OpenStyles
from importplan.tables.sheet_facts import SheetFacts
from importplan.tables.styles import Style
from importplan.tables.xml_stream import local, parse

PART = "content.xml"
_STYLES = "styles.xml"
_CELLS = ("table-cell", "covered-table-cell")
_UNSEEN = ("collapse", "filter")
_LONGEST = 80  # signs of a text in a message


def facts_of_document(path: Path, limits: Limits = WORKBOOK) -> dict[str, SheetFacts]:
    """Sheet name → its facts."""
    styles = OpenStyles()
    look = _Look(limits, styles)
    with zipfile.ZipFile(path) as archive:
        if _STYLES in archive.namelist():
            with archive.open(_STYLES) as stream:
                parse(stream, styles.start, styles.end, styles.text)
        with archive.open(PART) as stream:
            parse(stream, look.start, look.end, look.text)
    return look.with_rules()


class _Look:
    """A pass through the content; rows and cells count with their repetitions, up to the last that has a value."""

    def __init__(self, limits: Limits, styles: OpenStyles) -> None:
        self.found: dict[str, SheetFacts] = {}
        self._limits, self._styles = limits, styles
        self._facts: SheetFacts | None = None
        self._table = ""
        self._column_styles: list[str] = []
        self._row = self._rows = self._column = self._columns = 0
        self._filled = self._row_filled = False
        self._style, self._row_style = "", ""
        self._pending: list[tuple[int, int, Style]] = []  # of a row: column, how many, how they look
        self._runs: list[tuple[bool, str]] = []  # words of a cell, and whether they are crossed out
        self._run_struck = self._in_text = False
        self._note: list[str] | None = None  # words of a comment while it lasts
        self._notes: dict[str, dict[tuple[int, int], list[str]]] = {}
        self._known: dict[str, Style | None] = {}
        self._rules: dict[str, OpenRuleLook] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == "table" and tag.startswith("table:"):
            self._start_table(attributes)
        elif self._facts is None:
            self._styles.start(tag, attributes)
        elif tag.startswith("calcext:"):
            self._rules[self._table].start(name, attributes)
        elif name == "table-column":
            self._take_columns(attributes)
        elif name == "table-row":
            self._start_row(attributes)
        elif name in _CELLS:
            self._start_cell(attributes)
        else:
            self._start_words(name, attributes)

    def _start_words(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "annotation":
            self._note = []
        elif name == "p":
            self._in_text = True
            if self._note is None:
                self._fill()
        elif name == "span":
            self._run_struck = attributes.get("text:style-name", "") in self._styles.struck_texts

    def with_rules(self) -> dict[str, SheetFacts]:
        """Sheet name → its facts, with comments and looks under conditions, whose styles are known only in the end."""
        for table, notes in self._notes.items():
            self.found[table].comments = told(notes)
        for table, look in self._rules.items():
            for applied, rule in look.rules:
                if applied:
                    rule.style = self._styles.under_condition(applied)
                if rule.style.changes:
                    self.found[table].rules.append(rule)
        return self.found

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._table = attributes.get("table:name", "")
        self._facts = self.found.setdefault(self._table, SheetFacts())
        self._rules.setdefault(self._table, OpenRuleLook())
        self._facts.hidden = attributes.get("table:style-name", "") in self._styles.hidden_tables
        self._row, self._column_styles = 0, []

    def _take_columns(self, attributes: Mapping[str, str]) -> None:
        first = len(self._column_styles)
        count = max(min(_times(attributes, "table:number-columns-repeated"), self._limits.columns - first), 0)
        self._column_styles += [attributes.get("table:default-cell-style-name", "")] * count
        if self._facts is not None and attributes.get("table:visibility") in _UNSEEN:
            self._facts.hidden_columns.update(range(first, first + count))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._rows = _times(attributes, "table:number-rows-repeated")
        self._row_style = attributes.get("table:default-cell-style-name", "")
        self._column, self._row_filled, self._pending = 0, False, []
        if self._facts is not None and attributes.get("table:visibility") in _UNSEEN:
            self._facts.hidden_rows.update(range(self._row, min(self._row + self._rows, self._limits.rows)))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._columns = _times(attributes, "table:number-columns-repeated")
        self._filled, self._runs = False, []
        self._style = attributes.get("table:style-name", "")
        if any(key.startswith(("office:value", "calcext:value")) or key.endswith("-value") for key in attributes):
            self._fill()
        down, right = (_times(attributes, f"table:number-{ways}-spanned") for ways in ("rows", "columns"))
        if self._facts is not None and (down > 1 or right > 1):
            self._facts.merged_cells += down * right
            first = (self._row, self._column)
            self._facts.merged.append((first, (self._row + down - 1, self._column + right - 1)))

    def _fill(self) -> None:
        self._filled = self._row_filled = True
        if self._facts is not None:
            self._facts.columns = max(self._facts.columns, self._column + self._columns)

    def text(self, words: str) -> None:
        """Words of an element."""
        if self._facts is None:
            self._styles.text(words)
        elif self._in_text and self._note is not None:
            self._note.append(words)
        elif self._in_text and words.strip():
            self._runs.append((self._run_struck, words.strip()))

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name == "table" and tag.startswith("table:"):
            self._facts = None
        elif self._facts is None:
            self._styles.end(tag)
        elif name == "annotation" and self._note is not None:
            self._notes.setdefault(self._table, {})[self._row, self._column] = ["".join(self._note).strip()]
            self._note = None
        elif name == "span":
            self._run_struck = False
        elif name == "p":
            self._in_text = False
        elif name in _CELLS:
            if self._filled:
                self._end_cell(self._facts)
            self._column += self._columns
        elif name == "table-row":
            self._end_row(self._facts)

    def _end_cell(self, facts: SheetFacts) -> None:
        """A cell has its own style, else that of its row, else of its column."""
        of_column = self._column_styles[self._column] if self._column < len(self._column_styles) else ""
        name = self._style or self._row_style or of_column
        if name not in self._known:
            self._known[name] = self._styles.of_cell(name)
        style = self._known[name]
        crossed = [struck for struck, _ in self._runs]
        if any(crossed) and not all(crossed):
            words = "".join(words for _, words in self._runs)[:_LONGEST]
            facts.faults[(self._row, self._column)] = ("cell-partly-struck", words)
        elif crossed and all(crossed):
            style = Style(style.number_format if style else "", True, style.faint if style else False)
        if style is not None:
            self._pending.append((self._column, self._columns, style))

    def _end_row(self, facts: SheetFacts) -> None:
        if self._row_filled:
            facts.rows = max(facts.rows, self._row + self._rows)
        for column, count, style in self._pending:
            facts.styled += self._rows * count
            if facts.styled > self._limits.styled or self._row + self._rows > self._limits.rows:
                break  # the sheet is refused
            for row in range(self._row, self._row + self._rows):
                for place in range(column, min(column + count, self._limits.columns)):
                    facts.take(style, (row, place))
        self._row += self._rows


def _times(attributes: Mapping[str, str], key: str) -> int:
    words = attributes.get(key, "1")
    return int(words) if words.isdecimal() and len(words) < 10 else 10**9 if words.isdecimal() else 1
