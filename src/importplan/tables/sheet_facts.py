"""What the XML of each sheet says beside its values: how far it reaches, formats, faults, what is hidden or struck."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from defusedxml.ElementTree import fromstring

from importplan.basics.addresses import letter, position
from importplan.basics.issues import Issue, Place
from importplan.tables.comments import comments_of
from importplan.tables.conditional import Rule, RuleLook, Values, looks
from importplan.tables.grid import Area, Spot
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.rich_text import crossed_texts
from importplan.tables.styles import Style, Styles, styles_of, telling
from importplan.tables.xml_stream import local, parse

_ODD_ADDRESS = re.compile(r"([A-Za-z]{1,3})0*(\d{1,7})")
_YES = ("1", "true")
_PICTURE = re.compile(r"(_xlfn\.)?(DISPIMG|IMAGE)\(", re.IGNORECASE)  # a picture in a cell, as WPS and Excel store it


@dataclass
class SheetFacts:
    """The last row and column (from 1) that hold a value, and what parsers do not tell of the cells of a sheet."""

    rows: int = 0
    columns: int = 0
    merged: list[Area] = field(default_factory=list)
    merged_cells: int = 0
    faults: dict[Spot, tuple[str, str]] = field(default_factory=dict)  # issue code and what the cell shows
    formats: dict[Spot, str] = field(default_factory=dict)
    formulas: dict[Spot, str] = field(default_factory=dict)  # as they stand there; empty where another cell has it
    struck: set[Spot] = field(default_factory=set)
    faint: set[Spot] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    rules: list[Rule] = field(default_factory=list)  # of looks under a condition
    open_looks: dict[Spot, str] = field(default_factory=dict)  # of which nobody can tell whether they hold
    comments: dict[Spot, str] = field(default_factory=dict)  # of people, at their cells
    styled: int = 0  # cells with a look of their own, where a few signs may stand for many

    def take(self, style: Style, spot: Spot) -> None:
        """Keep how a cell looks."""
        if style.number_format:
            self.formats[spot] = style.number_format
        if style.struck:
            self.struck.add(spot)
        if style.faint:
            self.faint.add(spot)

    def look_under_conditions(self, values: Values) -> None:
        """Take the looks whose condition the values meet; keep apart those of which that cannot be told."""
        sure, open_looks = looks(self.rules, values)
        for spot, found in sure.items():
            code = next((look.number_format for look in found if look.number_format), "")
            if code:
                self.formats.pop(spot, None)
            style = telling(code, any(look.struck for look in found), any(look.faint or look.hides for look in found))
            if style is not None:
                self.take(style, spot)
        for spot, look in open_looks.items():
            shown = telling(look.number_format, False) is not None and not isinstance(values[spot[0]][spot[1]], str)
            if look.struck or look.faint or look.hides or shown:
                self.open_looks[spot] = look.number_format

    def issue(self, place: Place, limits: Limits = WORKBOOK) -> Issue | None:
        """The fault of a sheet that reaches too far to be a table of people."""
        if self.rows > limits.rows or self.columns > limits.columns:
            cell = f"{letter(max(self.columns - 1, 0))}{self.rows}"
            at = Place(place.file, place.sheet, cell)
            return Issue.error("sheet-too-far", at, rows=limits.rows, columns=limits.columns)
        if self.rows * self.columns > limits.cells:
            return Issue.error("sheet-too-large", place, cells=self.rows * self.columns, allowed=limits.cells)
        if self.styled > limits.styled:
            return Issue.error("sheet-too-large", place, cells=self.styled, allowed=limits.styled)
        if self.merged_cells > limits.merged_cells:
            return Issue.error("sheet-merged-too-far", place, cells=self.merged_cells, allowed=limits.merged_cells)
        return None


def facts_of(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetFacts]:
    """Sheet name → its facts; a sheet is left as soon as it is too far.

    Raises what the XML parser raises on damaged files, and ValueError for one with a document type.
    """
    styles, crossed = styles_of(archive), crossed_texts(archive)
    found = {}
    for name, part, hidden in _sheet_parts(archive):
        with archive.open(part) as stream:
            found[name] = _Look(limits, styles, crossed).at(stream)
        found[name].hidden = hidden
        found[name].comments = comments_of(archive, part)
    return found


def defined_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names that a workbook defines, with what they stand for; a text without its quotation marks."""
    root = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    named = (element for element in root.iter() if element.tag.rpartition("}")[2] == "definedName")
    return {element.get("name", ""): (element.text or "").strip('"') for element in named}


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    """Name of each sheet, the part of the archive that holds it, and whether it is hidden."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    # Readers forgive other letters in the name of a part; a look that does not would look past it.
    present = {name.casefold(): name for name in archive.namelist()}
    for element in fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if part.casefold() in present:
            hidden = element.get("state", "visible") != "visible"
            yield element.get("name", ""), present[part.casefold()], hidden


class _Enough(Exception):
    """The sheet reaches too far already."""


class _Look:
    """A pass through the XML of one sheet. A cell without an address follows the one before it."""

    def __init__(self, limits: Limits, styles: Styles, crossed: Mapping[str, str]) -> None:
        self.facts = SheetFacts()
        self._rules = RuleLook(styles.differential)
        self._crossed = crossed
        self._limits = limits
        self._styles = styles.of_cells
        self._row = 0
        self._address, self._after = "", 0  # the last address told in the row, and how many cells came after it
        self._cell: Mapping[str, str] = {}
        self._formula = self._value = self._within = self._within_formula = False
        self._told = ""  # of a cell with an error
        self._words = ""  # of a formula

    def at(self, stream: IO[bytes]) -> SheetFacts:
        """The facts of a sheet."""
        with suppress(_Enough):
            parse(stream, self._start, self._end, self._text)
        self.facts.rules = self._rules.rules
        return self.facts

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local(tag)
        if self._rules.within or name == "conditionalFormatting":
            self._rules.start(tag, attributes)
        if name == "c":
            # Most cells of a form are blank: where a cell stands is read only when it says something.
            self._cell = attributes
            self._formula = self._value = False
            self._told = self._words = ""
            self._after += 1
            if "r" in attributes:
                self._address, self._after = attributes["r"], 0
        elif name == "row":
            self._start_row(attributes)
        elif name in ("v", "is"):
            self._within, self._value = True, self._value or name == "is"
        elif name == "f":
            self._formula = self._within_formula = True
        elif name == "mergeCell":
            self._take_merged(attributes.get("ref", ""))
        elif name == "col" and (attributes.get("hidden") in _YES or _is_nothing(attributes.get("width"))):
            self._take_hidden_columns(attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._address, self._after = "", 0
        if attributes.get("hidden") in _YES or _is_nothing(attributes.get("ht")):
            self.facts.hidden_rows.add(self._row - 1)

    def _text(self, text: str) -> None:
        if self._rules.within:
            self._rules.text(text)
        if self._within_formula:
            self._words += text
        if self._within:
            self._value = True
            if self._cell.get("t") == "e" or (self._crossed and self._cell.get("t") == "s"):
                self._told += text

    def _end(self, tag: str) -> None:
        name = local(tag)
        if self._rules.within:
            self._rules.end(tag)
        if name == "f":
            self._within_formula = False
        elif name in ("v", "is"):
            self._within = False
        elif name == "c" and (self._value or self._formula):
            self._take_cell()

    def _take_cell(self) -> None:
        facts, kind = self.facts, self._cell.get("t", "")
        row, column = _place(self._address) if self._address else (self._row, 0)
        column += self._after
        facts.rows = max(facts.rows, row)
        facts.columns = max(facts.columns, column)
        if facts.rows > self._limits.rows or facts.columns > self._limits.columns:
            raise _Enough
        spot = (row - 1, column - 1)
        if self._formula:
            facts.formulas[spot] = self._words
        # A formula may have the empty text as its result; then the cell says that it is text.
        if self._formula and not self._value and kind != "str":
            facts.faults[spot] = ("cell-formula-without-value", "")
        elif kind == "e":
            facts.faults[spot] = ("cell-error-value", self._told)
        elif self._formula and _PICTURE.match(self._words):
            facts.faults[spot] = ("cell-picture", "")
        style = self._styles.get(self._cell.get("s", ""))
        if style is not None:
            facts.take(style, spot)
        if kind == "s" and self._crossed:
            self._take_crossed(spot)

    def _take_crossed(self, spot: Spot) -> None:
        """A text of which all is crossed out is struck; one of which a part is says two things."""
        words = self._crossed.get(self._told.strip())
        if words is not None and words:
            self.facts.faults[spot] = ("cell-partly-struck", words)
        elif words is not None:
            self.facts.struck.add(spot)

    def _take_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self.facts.merged_cells += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if top and bottom:
            self.facts.merged.append(((top - 1, left - 1), (bottom - 1, right - 1)))

    def _take_hidden_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = (attributes.get(end, "") for end in ("min", "max"))
        if first.isdecimal() and last.isdecimal():
            # A hidden column may stand for all columns to the right of the table.
            self.facts.hidden_columns.update(range(int(first) - 1, min(int(last), self._limits.columns)))


def _is_nothing(size: str | None) -> bool:
    """Whether a row is of no height or a column of no width."""
    return size is not None and not size.strip("0.")


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
