"""From the tables of an annex to its lines: headings found, section rows and repeated headings taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from importplan.basics.issues import Issue, Place
from importplan.catalog.annexes import columns
from importplan.catalog.annexes.columns import PARTS, Columns
from importplan.catalog.annexes.grid import Annex, GridRow, Table, joined

SECTION_MARKS = (
    re.compile(r"^(?:第[一二三四五六七八九十百]+[章类部分]+|[一二三四五六七八九十百]+\s*[、.．]|附[件表]\s*\d*)"),
    re.compile(r"^[(（][一二三四五六七八九十百]+[)）]"),
    re.compile(r"^[(（]\d+[)）]"),
)
REMARK = re.compile(r"^(?:注|备注|说明|notes?)\s*[\d一二三]*\s*[:：.]", re.IGNORECASE)
NUMBER = re.compile(r"[(（]?(\d+(?:[.．-]\d+)*)[)）]?[.、．]?")
SHARED = (
    "requirement",
    "sales_requirement",
    "quantity",
    "expires",
    "codes",
    "notes",
)  # a merged cell holds for all rows


@dataclass
class Line:
    """One row of goods: field → text. `new`: the fields whose text begins here and is not carried from above."""

    place: Place
    section: str
    texts: dict[str, str]
    new: set[str]
    places: dict[str, Place]

    def text(self, name: str) -> str:
        """The text of a field, on one line."""
        return joined(self.texts.get(name, ""))

    def own(self, name: str) -> str:
        """The text of a field where it begins in this row."""
        return self.text(name) if name in self.new else ""

    def at(self, name: str) -> Place:
        """The cell of a field; the row where there is none."""
        return self.places.get(name, self.place)

    def append(self, other: Line) -> None:
        """Take the rest of a row that was broken over two pages."""
        for name in other.new:
            self.texts[name] = "\n".join(part for part in (self.texts.get(name, ""), other.texts[name]) if part)
            self.new.add(name)


@dataclass
class Lines:
    """What was read of an annex, in order."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read(annex: Annex, role: str, given: Mapping[str, str]) -> Lines:
    """The lines of all tables. Faults: no table has headings, a table lacks a column, a heading has no meaning."""
    walk = _Walk(annex, role, given)
    for table in annex.tables:
        walk.table(table)
    if not walk.found.lines and not walk.found.issues:
        at = Place(annex.file)
        walk.found.issues.append(Issue.error("annex-no-table", at, tables=len(annex.tables)))
    return walk.found


class _Walk:
    """The state while the tables are gone through: the columns in force and the sections open."""

    def __init__(self, annex: Annex, role: str, given: Mapping[str, str]) -> None:
        self.annex, self.role, self.given = annex, role, given
        self.columns: Columns | None = None
        self.sections: dict[int, str] = {}
        self.found = Lines()

    def table(self, table: Table) -> None:
        """One table: its headings, or those of the table before where it goes on."""
        for words in table.before:
            if REMARK.match(words):
                self.found.remarks.append(words)
            else:
                self.open_section(words)
        if not table.rows:
            return
        start = self.headings(table)
        if self.columns is None:
            return
        rows = table.rows[start:]
        first = True
        for row in rows:
            if not row.filled or columns.is_heading(row, self.given):
                continue
            first = self.row(table, row, first)

    def headings(self, table: Table) -> int:
        """Find the headings of a table; returns the number of rows up to and with them."""
        for index in range(len(table.rows)):
            pair = table.rows[index : index + 2]
            found = columns.find(pair, self.given)
            if found is not None:
                self.columns = self.checked(table, pair, found)
                return index + 1
        width = max((len(row.cells) for row in table.rows), default=0)
        if not (table.joins and self.columns is not None and width == self.columns.width):
            self.columns = None
            self.skipped(table)
        return 0

    def checked(self, table: Table, rows: tuple[GridRow, ...], found: Columns) -> Columns | None:
        """The columns, None with a fault where one is missing."""
        at = self.annex.place(table, rows[0])
        for column, heading in found.unread.items():
            place = self.annex.place(table, rows[0], column)
            self.found.issues.append(Issue.warning("annex-heading-unknown", place, heading=joined(heading)))
        missing = found.missing(self.role)
        for name in missing:
            self.found.issues.append(Issue.error("annex-column-missing", at, column=name))
        return None if missing else found

    def skipped(self, table: Table) -> None:
        """Say that a table has no headings; tables without text need no word."""
        words = next((cell.text for row in table.rows for cell in row.cells if cell.text), "")
        if words:
            at = self.annex.place(table, table.rows[0])
            self.found.issues.append(Issue.warning("annex-table-skipped", at, words=joined(words)[:40]))

    def row(self, table: Table, row: GridRow, first: bool) -> bool:
        """One row below the headings; returns whether the next one is still the first of goods."""
        words = self.alone(row)
        if words and REMARK.match(words):
            self.found.remarks.append(words)
            return first
        if words:
            self.open_section(words, forced=True)
            return False
        line = self.line(table, row)
        if line is None:
            return first
        self.place_line(line, first and table.joins)
        return False

    def alone(self, row: GridRow) -> str:
        """The text of a row that has one cell only, merged over the table or first in it; blank for other rows."""
        assert self.columns is not None
        texts = {row.cells[column].text for column in row.filled if not row.cells[column].down}
        if len(texts) != 1 or any(cell.down for cell in row.cells if cell.text):
            return ""
        words = joined(texts.pop())
        spans = sum(cell.across for cell in row.cells) >= max(1, len(row.cells) // 2)
        first = row.filled[0]
        marked = any(mark.match(words) for mark in (*SECTION_MARKS, REMARK))
        in_front = first <= min(self.columns.of.values()) and not NUMBER.fullmatch(words)
        names = {self.columns.of.get(name) for name in ("name", "equipment", "part_1")}
        return words if spans or (marked and (in_front or first in names)) or (in_front and first not in names) else ""

    def open_section(self, words: str, forced: bool = False) -> None:
        """A new section, or a part of the one that is open, by how it is marked; unmarked text only where forced."""
        depth = next((depth for depth, mark in enumerate(SECTION_MARKS) if mark.match(words)), None)
        if depth is None and not forced:
            return
        depth = len(SECTION_MARKS) if depth is None else depth
        self.sections = {open_: name for open_, name in self.sections.items() if open_ < depth} | {depth: words}

    def line(self, table: Table, row: GridRow) -> Line | None:
        """The texts of a row by field; unread columns go to the notes with their heading."""
        assert self.columns is not None
        texts: dict[str, str] = {}
        new: set[str] = set()
        places: dict[str, Place] = {}
        for name, column in self.columns.of.items():
            cell = row.cells[column] if column < len(row.cells) else None
            if cell is None or not cell.text or cell.across:
                continue
            places[name] = self.annex.place(table, row, column)
            if not cell.down or name in SHARED:
                texts[name] = cell.text
            if not cell.down:
                new.add(name)
        more = [f"{joined(heading)}: {joined(row.text(column))}" for column, heading in self.columns.unread.items()
                if row.text(column)]  # fmt: skip
        if more:
            texts["notes"] = "; ".join([part for part in (texts.get("notes", ""),) if part] + more)
            new.add("notes")
        section = " ".join(self.sections[depth] for depth in sorted(self.sections))
        return Line(self.annex.place(table, row), section, texts, new, places) if texts else None

    def place_line(self, line: Line, first: bool) -> None:
        """Add a line, or append it to the one before where it is the rest of it."""
        before = self.found.lines[-1] if self.found.lines else None
        named = any(name in line.new for name in ("name", "equipment", *PARTS))
        numbered = "number" in line.new or "number" not in (self.columns.of if self.columns else {})
        if before is not None and not named and not numbered:
            before.append(line)
        elif before is not None and first and not numbered and "codes" not in line.new and "number" in before.new:
            before.append(line)
            self.found.issues.append(Issue.warning("annex-row-joined", line.place, row=before.own("number")))
        elif before is not None and not named and "number" not in (self.columns.of if self.columns else {}):
            before.append(line)
        else:
            self.found.lines.append(line)


def number(words: str) -> str:
    """The number of a row without brackets and stops: `（3）` and `3、` are `3`; other marks stay as they are."""
    plain = unicodedata.normalize("NFKC", words).strip()
    found = NUMBER.fullmatch(plain)
    return found[1] if found else plain.strip("、.")
