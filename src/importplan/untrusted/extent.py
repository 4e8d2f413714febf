"""How far the values of each sheet reach, and what parsers will not tell of its cells, found by a streaming look."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.parsers.expat import ParserCreate, XMLParserType

from defusedxml.ElementTree import fromstring

from importplan.basics.addresses import letter, position
from importplan.basics.issues import Issue, Place
from importplan.untrusted.limits import WORKBOOK, Limits

CHUNK = 1 << 16
_ODD_ADDRESS = re.compile(r"([A-Za-z]{1,3})0*(\d{1,7})")


@dataclass
class Extent:
    """The last row and column (from 1) that hold a value, and by address what a value alone does not say.

    `unsolved` are cells whose formula has no result, `errors` those with an error value, `formats` the number formats
    that were asked for.
    """

    rows: int = 0
    columns: int = 0
    unsolved: set[str] = field(default_factory=set)
    merged_cells: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)

    def issue(self, place: Place, limits: Limits = WORKBOOK) -> Issue | None:
        """The fault of a sheet that reaches too far to be a table of people."""
        if self.rows > limits.rows or self.columns > limits.columns:
            cell = f"{letter(self.columns - 1)}{self.rows}"
            at = Place(place.file, place.sheet, cell)
            return Issue.error("sheet-too-far", at, rows=limits.rows, columns=limits.columns)
        if self.rows * self.columns > limits.cells:
            return Issue.error("sheet-too-large", place, cells=self.rows * self.columns, allowed=limits.cells)
        if self.merged_cells > limits.merged_cells:
            return Issue.error("sheet-merged-too-far", place, cells=self.merged_cells, allowed=limits.merged_cells)
        return None


def extents(path: Path, limits: Limits = WORKBOOK, formats: Mapping[str, str] | None = None) -> dict[str, Extent]:
    """Sheet name → extent; a sheet is left as soon as it is too far.

    `formats` are the number formats to tell, by the index of the style in the file. Raises what the XML parser raises
    on damaged files, and ValueError for one with a document type.
    """
    with zipfile.ZipFile(path) as archive:
        found = {}
        for name, part in _sheet_parts(archive):
            with archive.open(part) as stream:
                found[name] = _Look(limits, formats or {}).at(stream)
        return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the sheets and the parts of the archive that hold them."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    # Readers forgive other letters in the name of a part; a look that does not would look past it.
    present = {name.casefold(): name for name in archive.namelist()}
    for element in fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("xl", targets.get(relation, ""))).lstrip("/")
        if targets.get(relation, "").startswith("/"):
            part = targets[relation].lstrip("/")
        if part.casefold() in present:
            yield element.get("name", ""), present[part.casefold()]


class _Enough(Exception):
    """The sheet reaches too far already."""


class _Look:
    """A pass through the XML of one sheet. A cell without an address follows the one before it."""

    def __init__(self, limits: Limits, formats: Mapping[str, str]) -> None:
        self.extent = Extent()
        self._limits = limits
        self._formats = formats
        self._row = 0
        self._address, self._after = "", 0  # the last address told in the row, and how many cells came after it
        self._cell: Mapping[str, str] = {}
        self._formula = self._value = self._within = False

    def at(self, stream: IO[bytes]) -> Extent:
        """The extent of a sheet."""
        parser = secure_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except _Enough:
            pass
        return self.extent

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            # Most cells of a form are blank: where a cell stands is read only when it says something.
            self._cell = attributes
            self._formula = self._value = False
            self._after += 1
            if "r" in attributes:
                self._address, self._after = attributes["r"], 0
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._address, self._after = "", 0
        elif name in ("v", "is"):
            self._within, self._value = True, self._value or name == "is"
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._take_merged(attributes.get("ref", ""))

    def _text(self, text: str) -> None:
        if self._within:
            self._value = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._within = False
        elif name == "c" and (self._value or self._formula):
            self._take_cell()

    def _take_cell(self) -> None:
        extent, kind = self.extent, self._cell.get("t", "")
        row, column = _place(self._address) if self._address else (self._row, 0)
        column += self._after
        extent.rows = max(extent.rows, row)
        extent.columns = max(extent.columns, column)
        if extent.rows > self._limits.rows or extent.columns > self._limits.columns:
            raise _Enough
        # A formula may have the empty text as its result; then the cell says that it is text.
        if self._formula and not self._value and kind != "str":
            extent.unsolved.add(f"{letter(column - 1)}{row}")
        elif kind == "e":
            extent.errors[f"{letter(column - 1)}{row}"] = "cell-error-value"
        style = self._formats.get(self._cell.get("s", ""))
        if style is not None:
            extent.formats[f"{letter(column - 1)}{row}"] = style

    def _take_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self.extent.merged_cells += max(bottom - top + 1, 0) * max(right - left + 1, 0)


@lru_cache(maxsize=50_000)
def _place(address: str) -> tuple[int, int]:
    """Row and column of a cell, also in small letters and with zeros that some readers forgive.

    Raises
    ------
    ValueError
        It is no address.
    """
    row, column = position(address)
    if row:
        return row, column
    odd = _ODD_ADDRESS.fullmatch(address.strip())
    row, column = position(f"{odd[1].upper()}{odd[2]}") if odd else (0, 0)
    if row == 0:
        raise ValueError(f"no address of a cell: {address[:20]}")
    return row, column


def secure_parser() -> XMLParserType:
    """A streaming XML parser that refuses document types, and with them all entities."""
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise ValueError("document type")
