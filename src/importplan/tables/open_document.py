"""OpenDocument spreadsheets: a few signs can stand for millions of cells; that is looked at before they are parsed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from importplan.tables.sheet_facts import SheetFacts
from importplan.tables.xml_stream import local, parse

PART = "content.xml"


def extents_of(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → how far it reaches."""
    look = _Look()
    with zipfile.ZipFile(path) as archive, archive.open(PART) as stream:
        parse(stream, look.start, look.end)
    return look.found


class _Look:
    """Counts rows and cells with their repetitions up to the last cell that has content."""

    def __init__(self) -> None:
        self.found: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._row = self._rows = self._column = self._columns = 0
        self._filled = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == "table":
            self._facts = self.found.setdefault(attributes.get("table:name", ""), SheetFacts())
            self._row = 0
        elif name == "table-row":
            self._rows = _times(attributes, "table:number-rows-repeated")
            self._column = 0
            self._filled = False
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = _times(attributes, "table:number-columns-repeated")
            if any(key.startswith(("office:value", "calcext:value")) or key.endswith("-value") for key in attributes):
                self._fill()
        elif name == "p":
            self._fill()

    def _fill(self) -> None:
        self._filled = True
        self._facts.columns = max(self._facts.columns, self._column + self._columns)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._columns
        elif name == "table-row":
            self._row += self._rows
            if self._filled:
                self._facts.rows = max(self._facts.rows, self._row)


def _times(attributes: Mapping[str, str], key: str) -> int:
    words = attributes.get(key, "1")
    return int(words) if words.isdecimal() and len(words) < 10 else 10**9 if words.isdecimal() else 1
