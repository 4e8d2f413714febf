"""How far the values of each sheet reach, and which formulas have no stored result, found by a streaming look."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from defusedxml.ElementTree import fromstring, iterparse

from importplan.basics.addresses import letter, position
from importplan.basics.issues import Issue, Place

MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_MERGED_CELLS = 200_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass
class Extent:
    """The last row and column (from 1) that hold a value, cells whose formula has no result, and merged ranges."""

    rows: int = 0
    columns: int = 0
    unsolved: set[str] = field(default_factory=set)
    merged_cells: int = 0

    def issue(self, place: Place) -> Issue | None:
        """The fault of a sheet that reaches too far to be a table of people."""
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS:
            cell = f"{letter(self.columns - 1)}{self.rows}"
            at = Place(place.file, place.sheet, cell)
            return Issue.error("sheet-too-far", at, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if self.merged_cells > MOST_MERGED_CELLS:
            return Issue.error("sheet-merged-too-far", place, cells=self.merged_cells, allowed=MOST_MERGED_CELLS)
        return None


def extents(path: Path) -> dict[str, Extent]:
    """Sheet name → extent. Raises what the XML parser raises on damaged files."""
    with zipfile.ZipFile(path) as archive:
        found = {}
        for name, part in _sheet_parts(archive):
            with archive.open(part) as stream:
                found[name] = _extent(stream)
        return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the sheets and the parts of the archive that hold them."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    present = set(archive.namelist())
    for element in fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True).iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("xl", targets.get(relation, ""))).lstrip("/")
        if targets.get(relation, "").startswith("/"):
            part = targets[relation].lstrip("/")
        if part in present:
            yield element.get("name", ""), part


def _local(tag: str) -> str:
    return tag.removeprefix(_MAIN).removeprefix(_STRICT)


def _extent(stream: IO[bytes]) -> Extent:
    extent = Extent()
    for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
        tag = _local(element.tag)
        if tag == "c":
            _take_cell(extent, element)
        elif tag == "row":
            element.clear()
        elif tag == "mergeCell":
            _take_merged(extent, element.get("ref", ""))
    return extent


def _take_cell(extent: Extent, element: object) -> None:
    parts = {_local(child.tag): child for child in element}  # type: ignore[attr-defined]
    reference = element.get("r") or ""  # type: ignore[attr-defined]
    value = parts.get("v")
    has_value = (value is not None and bool(value.text)) or "is" in parts
    if "f" in parts and not has_value:
        extent.unsolved.add(reference)
    if has_value or "f" in parts:
        row, column = position(reference)
        extent.rows = max(extent.rows, row)
        extent.columns = max(extent.columns, column)


def _take_merged(extent: Extent, reference: str) -> None:
    first, _, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    extent.merged_cells += max(bottom - top + 1, 0) * max(right - left + 1, 0)
