"""OpenDocument spreadsheets (.ods) into grids. A few signs can stand for millions of cells: that is looked at first."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from importplan.basics.issues import Place
from importplan.surveys.reading.grid import Grid
from importplan.surveys.reading.limits import RETURNED
from importplan.surveys.reading.parsed import parse
from importplan.surveys.reading.refused import Refused
from importplan.untrusted.extent import CHUNK, Extent, secure_parser
from importplan.untrusted.safety import file_issue

_PART = "content.xml"


def read_open_document(path: Path, file: str) -> list[Grid]:
    """The sheets of an OpenDocument spreadsheet. Raises Refused."""
    issue = file_issue(path, _PART, RETURNED)
    if issue is not None:
        raise Refused.because(issue, file)
    for sheet, extent in _extents(path).items():
        far = extent.issue(Place(file, sheet), RETURNED)
        if far is not None:
            raise Refused.because(far, file)
    return parse(path, file, {})


def _extents(path: Path) -> dict[str, Extent]:
    look = _Look()
    parser = secure_parser()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    with zipfile.ZipFile(path) as archive, archive.open(_PART) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return look.found


class _Look:
    """Counts rows and cells with their repetitions up to the last cell that has content."""

    def __init__(self) -> None:
        self.found: dict[str, Extent] = {}
        self._extent = Extent()
        self._row = self._rows = self._column = self._columns = 0
        self._filled = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._extent = self.found.setdefault(attributes.get("table:name", ""), Extent())
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
        self._extent.columns = max(self._extent.columns, self._column + self._columns)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._columns
        elif name == "table-row":
            self._row += self._rows
            if self._filled:
                self._extent.rows = max(self._extent.rows, self._row)


def _times(attributes: Mapping[str, str], key: str) -> int:
    words = attributes.get(key, "1")
    return int(words) if words.isdecimal() and len(words) < 10 else 10**9 if words.isdecimal() else 1
